package io.trakkit.worker.apply;

import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.Fingerprint;
import io.trakkit.domain.RefId;
import io.trakkit.domain.TradeEvent;
import io.trakkit.store.Journal;
import io.trakkit.store.Journal.EventKey;
import io.trakkit.store.Journal.RefKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out which events are new. An event_id, and for a creation the ref_id, belongs to the first event that the journal
 * takes; what says the same again is a repeat, what says something else under the same id is a conflict.
 */
final class Claims {

    /** The order in which all workers claim, so that those who want the same ids wait rather than deadlock. */
    private static final Comparator<Reading.Decoded> CLAIMING_ORDER = Comparator.comparing(
                    (Reading.Decoded reading) -> reading.event().client())
            .thenComparing(
                    reading -> reading.event().subject().map(RefId::value).orElse(""))
            .thenComparing(reading -> reading.event().eventId());

    private final Journal journal;

    Claims(Journal journal) {
        this.journal = journal;
    }

    /**
     * Claims events for the journal.
     *
     * @param readings in the order of the log
     * @return those that are new, in the order of the log; the others have their verdict
     */
    List<Reading.Decoded> claim(int generation, List<Reading.Decoded> readings, Verdicts verdicts) {
        List<Reading.Decoded> claimed = new ArrayList<>();
        List<Reading.Decoded> waiting = readings;
        // One round, except for events that share an id with an earlier one of the batch: these come after its verdict.
        while (!waiting.isEmpty()) {
            List<Reading.Decoded> round = new ArrayList<>();
            List<Reading.Decoded> later = new ArrayList<>();
            split(waiting, round, later);
            claimed.addAll(claimRound(generation, round, verdicts));
            waiting = later;
        }
        claimed.sort(Comparator.comparing(Reading::origin));
        return claimed;
    }

    private static void split(List<Reading.Decoded> waiting, List<Reading.Decoded> round, List<Reading.Decoded> later) {
        Set<Object> taken = new HashSet<>();
        for (Reading.Decoded reading : waiting) {
            EventKey eventKey = eventKey(reading);
            Optional<RefKey> refKey = createdRef(reading);
            boolean free = !taken.contains(eventKey) && refKey.stream().noneMatch(taken::contains);
            (free ? round : later).add(reading);
            // What waits keeps those behind it waiting too.
            taken.add(eventKey);
            refKey.ifPresent(taken::add);
        }
    }

    private List<Reading.Decoded> claimRound(int generation, List<Reading.Decoded> round, Verdicts verdicts) {
        Set<EventKey> won = journal.claim(
                generation,
                round.stream().sorted(CLAIMING_ORDER).map(Claims::item).toList());
        List<Reading.Decoded> lost = round.stream()
                .filter(reading -> !won.contains(eventKey(reading)))
                .toList();
        if (!lost.isEmpty()) {
            judge(generation, lost, verdicts);
        }
        return round.stream().filter(reading -> won.contains(eventKey(reading))).toList();
    }

    /** Reads back, in statements of their own, who has the ids, and compares what was said. */
    private void judge(int generation, List<Reading.Decoded> lost, Verdicts verdicts) {
        Map<EventKey, Fingerprint> events = journal.byEventId(
                generation, lost.stream().map(Claims::eventKey).toList());
        Map<RefKey, Fingerprint> creations = journal.creations(
                generation,
                lost.stream().map(Claims::createdRef).flatMap(Optional::stream).toList());
        for (Reading.Decoded reading : lost) {
            Fingerprint said = reading.event().fingerprint();
            Fingerprint underEventId = events.get(eventKey(reading));
            Fingerprint underRefId = createdRef(reading).map(creations::get).orElse(null);
            if (said.equals(underEventId) || (underEventId == null && said.equals(underRefId))) {
                verdicts.repeated(1);
            } else if (underEventId != null) {
                verdicts.refused(
                        reading,
                        DeadLetterReason.EVENT_ID_CONFLICT,
                        "The event_id " + reading.event().eventId() + " belongs to an event with other content");
            } else if (underRefId != null) {
                verdicts.refused(
                        reading,
                        DeadLetterReason.REF_ID_CONFLICT,
                        "The ref_id " + reading.event().subject().orElseThrow()
                                + " belongs to a trade with other content");
            } else {
                throw new IllegalStateException("Neither claimed nor found: " + reading.origin());
            }
        }
    }

    private static Journal.Item item(Reading.Decoded reading) {
        byte[] payload = reading.record().value();
        if (payload == null) {
            throw new IllegalStateException("An event without a value: " + reading.origin());
        }
        return new Journal.Item(reading.event(), reading.origin(), payload);
    }

    private static EventKey eventKey(Reading.Decoded reading) {
        return new EventKey(reading.event().client(), reading.event().eventId());
    }

    private static Optional<RefKey> createdRef(Reading.Decoded reading) {
        return reading.event() instanceof TradeEvent.Created created
                ? Optional.of(new RefKey(created.client(), created.trade().refId()))
                : Optional.empty();
    }
}
