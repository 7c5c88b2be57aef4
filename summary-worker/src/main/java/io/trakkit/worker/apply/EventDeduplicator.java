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
 * Finds out which events are new. An event_id, and for a creation the ref_id, belongs to the first event that the journal
 * takes; what says the same again is a repeat, what says something else under the same id is a conflict.
 */
final class EventDeduplicator {

    /** The order in which all workers claim, so that those who want the same ids wait rather than deadlock. */
    private static final Comparator<DecodedRecord.Decoded> CLAIMING_ORDER = Comparator.comparing(
                    (DecodedRecord.Decoded decodedRecord) ->
                            decodedRecord.event().client())
            .thenComparing(decodedRecord ->
                    decodedRecord.event().subject().map(RefId::value).orElse(""))
            .thenComparing(decodedRecord -> decodedRecord.event().eventId());

    private final Journal journal;
    private final TradeEventCodec codec = new TradeEventCodec();

    EventDeduplicator(Journal journal) {
        this.journal = journal;
    }

    /**
     * How many of the readings can be claimed together. An amendment that is refused gives its event_id back; so an event
     * that has the id of an amendment before it must wait for the verdict on that one.
     *
     * @param readings in the order of the log
     */
    static int together(List<DecodedRecord.Decoded> readings) {
        Set<EventKey> amendments = new HashSet<>();
        int count = 0;
        for (DecodedRecord.Decoded decodedRecord : readings) {
            if (amendments.contains(eventKey(decodedRecord))) {
                return count;
            }
            if (decodedRecord.event() instanceof TradeEvent.Amended) {
                amendments.add(eventKey(decodedRecord));
            }
            count++;
        }
        return count;
    }

    /**
     * Claims events for the journal.
     *
     * @param readings in the order of the log, as many as can be claimed {@linkplain #together together}
     * @return those that are new, in the order of the log; the others have their verdict
     */
    List<DecodedRecord.Decoded> claim(int generation, List<DecodedRecord.Decoded> readings, BatchOutcome batchOutcome) {
        List<DecodedRecord.Decoded> claimed = new ArrayList<>();
        List<DecodedRecord.Decoded> waiting = readings;
        // One round, or two if ids occur twice in the batch; more only for several ids that are tangled up.
        while (!waiting.isEmpty()) {
            Set<EventKey> won = journal.claim(generation, items(firstOfEachId(waiting)));
            List<DecodedRecord.Decoded> contested = new ArrayList<>();
            for (DecodedRecord.Decoded decodedRecord : waiting) {
                // Of those that share an id, the first had it claimed, and is taken out of what is won.
                (won.remove(eventKey(decodedRecord)) ? claimed : contested).add(decodedRecord);
            }
            int before = waiting.size();
            waiting = contested.isEmpty() ? List.of() : judge(generation, contested, batchOutcome);
            if (waiting.size() == before) {
                throw new IllegalStateException(
                        "Neither claimed nor found: " + waiting.getFirst().origin());
            }
        }
        claimed.sort(Comparator.comparing(DecodedRecord::origin));
        return claimed;
    }

    /** Those that share no id with one before them. */
    private static List<DecodedRecord.Decoded> firstOfEachId(List<DecodedRecord.Decoded> readings) {
        Set<Object> taken = new HashSet<>();
        // Every id is noted, also of those that are left out: what waits keeps those behind it waiting too.
        return readings.stream()
                .filter(decodedRecord -> !takeAll(ids(decodedRecord), taken))
                .toList();
    }

    private static boolean takeAll(List<Object> ids, Set<Object> taken) {
        boolean anyTaken = ids.stream().anyMatch(taken::contains);
        taken.addAll(ids);
        return anyTaken;
    }

    /**
     * Reads back, in statements of their own, who has the ids, and compares what was said.
     *
     * @return those that are still to be claimed: nobody has their ids, or one before them may yet get them
     */
    private List<DecodedRecord.Decoded> judge(
            int generation, List<DecodedRecord.Decoded> contested, BatchOutcome batchOutcome) {
        Map<EventKey, Journal.Said> events = journal.byEventId(
                generation, contested.stream().map(EventDeduplicator::eventKey).toList());
        Map<RefKey, Fingerprint> creations = journal.creations(
                generation,
                contested.stream()
                        .map(EventDeduplicator::createdRef)
                        .flatMap(Optional::stream)
                        .toList());
        List<DecodedRecord.Decoded> waiting = new ArrayList<>();
        Set<Object> undecided = new HashSet<>();
        for (DecodedRecord.Decoded decodedRecord : contested) {
            Journal.Said underEventId = events.get(eventKey(decodedRecord));
            Fingerprint underRefId =
                    createdRef(decodedRecord).map(creations::get).orElse(null);
            boolean isFree = underEventId == null && underRefId == null;
            if (isFree || ids(decodedRecord).stream().anyMatch(undecided::contains)) {
                waiting.add(decodedRecord);
                undecided.addAll(ids(decodedRecord));
            } else {
                judge(generation, decodedRecord, underEventId, underRefId, batchOutcome);
            }
        }
        return waiting;
    }

    private void judge(
            int generation,
            DecodedRecord.Decoded decodedRecord,
            Journal.@Nullable Said underEventId,
            @Nullable Fingerprint underRefId,
            BatchOutcome batchOutcome) {
        Fingerprint said = decodedRecord.event().fingerprint();
        if (said.equals(underEventId == null ? underRefId : underEventId.fingerprint())) {
            batchOutcome.repeated(1);
        } else if (underEventId == null) {
            batchOutcome.refused(
                    decodedRecord, DeadLetterReason.REF_ID_CONFLICT, refIdTaken(generation, decodedRecord));
        } else if (EventIds.isOfKey(decodedRecord.event().eventId())) {
            batchOutcome.refused(
                    decodedRecord,
                    DeadLetterReason.IDEMPOTENCY_KEY_REUSED,
                    underEventId.type().keyAlreadyUsed(decodedRecord.event().type()));
        } else {
            batchOutcome.refused(
                    decodedRecord,
                    DeadLetterReason.EVENT_ID_CONFLICT,
                    "event_id " + decodedRecord.event().eventId() + " already belongs to an event with other content");
        }
    }

    /** Refused trades are few: the one that has the ref_id is read only now. */
    private String refIdTaken(int generation, DecodedRecord.Decoded decodedRecord) {
        if (decodedRecord.event() instanceof TradeEvent.Created said) {
            Optional<byte[]> payload = journal.creation(
                    generation, new RefKey(said.client(), said.trade().refId()));
            if (payload.isPresent()
                    && codec.decode(payload.get()) instanceof Decoded.Event(TradeEvent.Created existing)) {
                return RefIdConflict.inWords(existing.trade(), said, "this trade");
            }
        }
        return "ref_id " + decodedRecord.event().subject().orElseThrow()
                + " already belongs to a trade with other content";
    }

    private static List<Journal.Item> items(List<DecodedRecord.Decoded> readings) {
        return readings.stream()
                .sorted(CLAIMING_ORDER)
                .map(EventDeduplicator::item)
                .toList();
    }

    private static Journal.Item item(DecodedRecord.Decoded decodedRecord) {
        byte[] payload = decodedRecord.record().value();
        if (payload == null) {
            throw new IllegalStateException("An event without a value: " + decodedRecord.origin());
        }
        return new Journal.Item(decodedRecord.event(), decodedRecord.origin(), payload);
    }

    private static EventKey eventKey(DecodedRecord.Decoded decodedRecord) {
        return new EventKey(
                decodedRecord.event().client(), decodedRecord.event().eventId());
    }

    private static Optional<RefKey> createdRef(DecodedRecord.Decoded decodedRecord) {
        return decodedRecord.event() instanceof TradeEvent.Created created
                ? Optional.of(new RefKey(created.client(), created.trade().refId()))
                : Optional.empty();
    }

    private static List<Object> ids(DecodedRecord.Decoded decodedRecord) {
        return createdRef(decodedRecord)
                .<List<Object>>map(refKey -> List.of(eventKey(decodedRecord), refKey))
                .orElseGet(() -> List.of(eventKey(decodedRecord)));
    }
}
