package io.trakkit.query.explain;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.query.trades.RecordEvents;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The events of many records, read at once. */
public final class EventsOfRecords {

    /** The most events of a record where an answer has many records; its history has all of them. */
    public static final int FEW = 5;

    /**
     * Events of one record.
     *
     * @param count the number of all its events; an answer may have fewer
     */
    record Found(List<EventAnswer> answers, long count) {

        private static final Found NONE = new Found(List.of(), 0);
    }

    private final Map<RefId, RecordEvents.Events> booked;
    private final Map<RefId, RecordEvents.ActionEvent> actions;

    private EventsOfRecords(Map<RefId, RecordEvents.Events> booked, Map<RefId, RecordEvents.ActionEvent> actions) {
        this.booked = booked;
        this.actions = actions;
    }

    /**
     * Reads them.
     *
     * @param most the most events of a trade or an activity
     * @param user to whom the caller is bound, if it is
     */
    public static EventsOfRecords read(
            RecordEvents events,
            ClientId client,
            Collection<? extends FoldedRecord> records,
            int most,
            Optional<UserId> user) {
        List<RefId> booked = new ArrayList<>();
        List<RefId> actions = new ArrayList<>();
        records.forEach(folded -> (isAction(folded) ? actions : booked).add(folded.refId()));
        return new EventsOfRecords(
                booked.isEmpty() ? Map.of() : events.of(client, booked, most, user),
                actions.isEmpty() ? Map.of() : events.ofActions(client, actions));
    }

    /** A trade or an activity and a corporate action may have the same id. */
    public static boolean isAction(FoldedRecord folded) {
        return folded instanceof FoldedActivity activity && activity.isCorporateAction();
    }

    /** The events of a record; a corporate action that is gone from its table has none. */
    Found of(FoldedRecord folded) {
        if (isAction(folded)) {
            RecordEvents.ActionEvent newest = actions.get(folded.refId());
            return newest == null ? Found.NONE : new Found(List.of(EventAnswer.of(newest)), newest.version());
        }
        RecordEvents.Events found = booked.getOrDefault(folded.refId(), RecordEvents.Events.NONE);
        return new Found(EventAnswer.all(found), found.count());
    }
}
