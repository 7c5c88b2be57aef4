package io.trakkit.query.explain;

import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record with what it states and where its events are in the log: the schema LoggedRecord of docs/openapi.yaml. */
public record LoggedRecordAnswer(
        String kind,
        String type,
        @Nullable String ticker,
        @Nullable String refId,
        @Nullable String actionId,
        Instant executedAt,
        TermsAnswer terms,
        List<EventAnswer> events,
        long eventCount,
        @Nullable String history) {

    /**
     * The answer about a record.
     *
     * @param ticker {@link Ticker#CASH} for a record of cash
     * @param portfolio the currency of the portfolio
     */
    public static LoggedRecordAnswer of(
            Ticker ticker, FoldedRecord folded, EventsOfRecords eventsOf, CurrencyCode portfolio) {
        boolean isAction = EventsOfRecords.isAction(folded);
        String id = folded.refId().value();
        EventsOfRecords.Found events = eventsOf.of(folded);
        return new LoggedRecordAnswer(
                RecordAnswer.kind(folded),
                RecordAnswer.type(folded),
                ticker.equals(Ticker.CASH) ? null : ticker.value(),
                isAction ? null : id,
                isAction ? id : null,
                folded.tradeOrder().executedAt(),
                TermsAnswer.of(folded, portfolio),
                events.answers(),
                events.count(),
                RecordAnswer.history(folded));
    }
}
