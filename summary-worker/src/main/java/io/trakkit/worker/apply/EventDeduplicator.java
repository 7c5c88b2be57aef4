package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.trade.EventIds;
import io.trakkit.domain.trade.Fingerprint;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.RefIdConflict;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Journal.EventKey;
import io.trakkit.store.ledger.Journal.RefKey;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Records new events in the journal. An event_id, and for a creation the ref_id, belongs to the first event that the
 * journal has. An event with the same ids and content is a repeat; one with other content is a conflict.
 */
final class EventDeduplicator {

    /** The order in which all workers insert, so that two with the same ids wait for each other and do not deadlock. */
    private static final Comparator<DecodedRecord.Decoded> CLAIMING_ORDER = Comparator.comparing(
                    (DecodedRecord.Decoded event) -> event.event().client())
            .thenComparing(event -> event.event().subject().map(RefId::value).orElse(""))
            .thenComparing(event -> event.event().eventId());

    private final Journal journal;
    private final TradeEventCodec codec = new TradeEventCodec();

    EventDeduplicator(Journal journal) {
        this.journal = journal;
    }

    /**
     * The number of events, from the first on, that can be recorded together. The event_id of a refused amendment becomes
     * free again, so an event with the event_id of an earlier amendment must wait until that one is applied or refused.
     *
     * @param events in the order of the log
     */
    static int independent(List<DecodedRecord.Decoded> events) {
        Set<EventKey> amendments = new HashSet<>();
        int count = 0;
        for (DecodedRecord.Decoded event : events) {
            if (amendments.contains(eventKey(event))) {
                return count;
            }
            if (event.event() instanceof TradeEvent.Amended) {
                amendments.add(eventKey(event));
            }
            count++;
        }
        return count;
    }

    /**
     * Records events in the journal.
     *
     * @param events in the order of the log, all {@linkplain #independent independent}
     * @return the new events, in the order of the log; the others are counted as repeats or refused
     */
    List<DecodedRecord.Decoded> record(int generation, List<DecodedRecord.Decoded> events, BatchOutcome outcome) {
        List<DecodedRecord.Decoded> claimed = new ArrayList<>();
        List<DecodedRecord.Decoded> waiting = events;
        // One round, or two if an id occurs twice in the batch; more only if several events share ids crosswise.
        while (!waiting.isEmpty()) {
            Set<EventKey> won = journal.claim(generation, items(firstOfEachId(waiting)));
            List<DecodedRecord.Decoded> contested = new ArrayList<>();
            for (DecodedRecord.Decoded event : waiting) {
                // Of the events that share an id only the first was inserted; remove it, so that the others are
                // contested.
                (won.remove(eventKey(event)) ? claimed : contested).add(event);
            }
            int before = waiting.size();
            waiting = contested.isEmpty() ? List.of() : compare(generation, contested, outcome);
            if (waiting.size() == before) {
                throw new IllegalStateException(
                        "Neither claimed nor found: " + waiting.getFirst().origin());
            }
        }
        claimed.sort(Comparator.comparing(DecodedRecord::origin));
        return claimed;
    }

    /** The events that share no id with an earlier one. */
    private static List<DecodedRecord.Decoded> firstOfEachId(List<DecodedRecord.Decoded> events) {
        Set<Object> seen = new HashSet<>();
        // The ids of skipped events count too: an event must also wait for an earlier one that waits.
        return events.stream().filter(event -> !addAll(ids(event), seen)).toList();
    }

    private static boolean addAll(List<Object> ids, Set<Object> seen) {
        boolean anySeen = ids.stream().anyMatch(seen::contains);
        seen.addAll(ids);
        return anySeen;
    }

    /**
     * Reads the events that have the ids of contested ones, and compares the contents. These are statements of their own,
     * so that they see what other transactions have committed meanwhile.
     *
     * @return the events that are still to be inserted: their ids are free, or depend on an earlier event that waits
     */
    private List<DecodedRecord.Decoded> compare(
            int generation, List<DecodedRecord.Decoded> contested, BatchOutcome outcome) {
        Map<EventKey, Journal.Said> sameEventId = journal.byEventId(
                generation, contested.stream().map(EventDeduplicator::eventKey).toList());
        Map<RefKey, Fingerprint> sameRefId = journal.creations(
                generation,
                contested.stream()
                        .map(EventDeduplicator::createdRef)
                        .flatMap(Optional::stream)
                        .toList());
        List<DecodedRecord.Decoded> waiting = new ArrayList<>();
        Set<Object> undecided = new HashSet<>();
        for (DecodedRecord.Decoded event : contested) {
            Journal.Said withEventId = sameEventId.get(eventKey(event));
            Fingerprint withRefId = createdRef(event).map(sameRefId::get).orElse(null);
            boolean isFree = withEventId == null && withRefId == null;
            if (isFree || ids(event).stream().anyMatch(undecided::contains)) {
                waiting.add(event);
                undecided.addAll(ids(event));
            } else {
                compare(generation, event, withEventId, withRefId, outcome);
            }
        }
        return waiting;
    }

    private void compare(
            int generation,
            DecodedRecord.Decoded event,
            Journal.@Nullable Said withEventId,
            @Nullable Fingerprint withRefId,
            BatchOutcome outcome) {
        Fingerprint said = event.event().fingerprint();
        if (said.equals(withEventId == null ? withRefId : withEventId.fingerprint())) {
            outcome.repeated(1);
        } else if (withEventId == null) {
            outcome.refused(event, DeadLetterReason.REF_ID_CONFLICT, refIdTaken(generation, event));
        } else if (EventIds.isOfKey(event.event().eventId())) {
            outcome.refused(
                    event,
                    DeadLetterReason.IDEMPOTENCY_KEY_REUSED,
                    withEventId.type().keyAlreadyUsed(event.event().type()));
        } else {
            outcome.refused(
                    event,
                    DeadLetterReason.EVENT_ID_CONFLICT,
                    "event_id " + event.event().eventId() + " already belongs to an event with other content");
        }
    }

    /** Conflicts are rare, so the trade that has the ref_id is read only now. */
    private String refIdTaken(int generation, DecodedRecord.Decoded event) {
        if (event.event() instanceof TradeEvent.Created said) {
            Optional<byte[]> payload = journal.creation(
                    generation, new RefKey(said.client(), said.trade().refId()));
            if (payload.isPresent()
                    && codec.decode(payload.get()) instanceof Decoded.Event(TradeEvent.Created existing)) {
                return RefIdConflict.inWords(existing.trade(), said, "this trade");
            }
        }
        return "ref_id " + event.event().subject().orElseThrow() + " already belongs to a trade with other content";
    }

    private static List<Journal.Item> items(List<DecodedRecord.Decoded> events) {
        return events.stream()
                .sorted(CLAIMING_ORDER)
                .map(EventDeduplicator::item)
                .toList();
    }

    private static Journal.Item item(DecodedRecord.Decoded event) {
        byte[] payload = event.record().value();
        if (payload == null) {
            throw new IllegalStateException("An event without a value: " + event.origin());
        }
        return new Journal.Item(event.event(), event.origin(), payload);
    }

    private static EventKey eventKey(DecodedRecord.Decoded event) {
        return new EventKey(event.event().client(), event.event().eventId());
    }

    private static Optional<RefKey> createdRef(DecodedRecord.Decoded event) {
        return event.event() instanceof TradeEvent.Created created
                ? Optional.of(new RefKey(created.client(), created.trade().refId()))
                : Optional.empty();
    }

    private static List<Object> ids(DecodedRecord.Decoded event) {
        return createdRef(event)
                .<List<Object>>map(refKey -> List.of(eventKey(event), refKey))
                .orElseGet(() -> List.of(eventKey(event)));
    }
}
