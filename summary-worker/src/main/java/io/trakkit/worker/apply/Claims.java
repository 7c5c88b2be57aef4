package io.trakkit.worker.apply;

import io.trakkit.domain.DeadLetterReason;
import io.trakkit.domain.EventIds;
import io.trakkit.domain.Fingerprint;
import io.trakkit.domain.RefId;
import io.trakkit.domain.RefIdConflict;
import io.trakkit.domain.TradeEvent;
import io.trakkit.store.Journal;
import io.trakkit.store.Journal.EventKey;
import io.trakkit.store.Journal.RefKey;
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
final class Claims {

    /** The order in which all workers claim, so that those who want the same ids wait rather than deadlock. */
    private static final Comparator<Reading.Decoded> CLAIMING_ORDER = Comparator.comparing(
                    (Reading.Decoded reading) -> reading.event().client())
            .thenComparing(
                    reading -> reading.event().subject().map(RefId::value).orElse(""))
            .thenComparing(reading -> reading.event().eventId());

    private final Journal journal;
    private final TradeEventCodec codec = new TradeEventCodec();

    Claims(Journal journal) {
        this.journal = journal;
    }

    /**
     * How many of the readings can be claimed together. An amendment that is refused gives its event_id back; so an event
     * that has the id of an amendment before it must wait for the verdict on that one.
     *
     * @param readings in the order of the log
     */
    static int together(List<Reading.Decoded> readings) {
        Set<EventKey> amendments = new HashSet<>();
        int count = 0;
        for (Reading.Decoded reading : readings) {
            if (amendments.contains(eventKey(reading))) {
                return count;
            }
            if (reading.event() instanceof TradeEvent.Amended) {
                amendments.add(eventKey(reading));
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
    List<Reading.Decoded> claim(int generation, List<Reading.Decoded> readings, Verdicts verdicts) {
        List<Reading.Decoded> claimed = new ArrayList<>();
        List<Reading.Decoded> waiting = readings;
        // One round, or two if ids occur twice in the batch; more only for several ids that are tangled up.
        while (!waiting.isEmpty()) {
            Set<EventKey> won = journal.claim(generation, items(firstOfEachId(waiting)));
            List<Reading.Decoded> contested = new ArrayList<>();
            for (Reading.Decoded reading : waiting) {
                // Of those that share an id, the first had it claimed, and is taken out of what is won.
                (won.remove(eventKey(reading)) ? claimed : contested).add(reading);
            }
            int before = waiting.size();
            waiting = contested.isEmpty() ? List.of() : judge(generation, contested, verdicts);
            if (waiting.size() == before) {
                throw new IllegalStateException(
                        "Neither claimed nor found: " + waiting.getFirst().origin());
            }
        }
        claimed.sort(Comparator.comparing(Reading::origin));
        return claimed;
    }

    /** Those that share no id with one before them. */
    private static List<Reading.Decoded> firstOfEachId(List<Reading.Decoded> readings) {
        Set<Object> taken = new HashSet<>();
        // Every id is noted, also of those that are left out: what waits keeps those behind it waiting too.
        return readings.stream()
                .filter(reading -> !takeAll(ids(reading), taken))
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
    private List<Reading.Decoded> judge(int generation, List<Reading.Decoded> contested, Verdicts verdicts) {
        Map<EventKey, Journal.Said> events = journal.byEventId(
                generation, contested.stream().map(Claims::eventKey).toList());
        Map<RefKey, Fingerprint> creations = journal.creations(
                generation,
                contested.stream()
                        .map(Claims::createdRef)
                        .flatMap(Optional::stream)
                        .toList());
        List<Reading.Decoded> waiting = new ArrayList<>();
        Set<Object> undecided = new HashSet<>();
        for (Reading.Decoded reading : contested) {
            Journal.Said underEventId = events.get(eventKey(reading));
            Fingerprint underRefId = createdRef(reading).map(creations::get).orElse(null);
            boolean isFree = underEventId == null && underRefId == null;
            if (isFree || ids(reading).stream().anyMatch(undecided::contains)) {
                waiting.add(reading);
                undecided.addAll(ids(reading));
            } else {
                judge(generation, reading, underEventId, underRefId, verdicts);
            }
        }
        return waiting;
    }

    private void judge(
            int generation,
            Reading.Decoded reading,
            Journal.@Nullable Said underEventId,
            @Nullable Fingerprint underRefId,
            Verdicts verdicts) {
        Fingerprint said = reading.event().fingerprint();
        if (said.equals(underEventId == null ? underRefId : underEventId.fingerprint())) {
            verdicts.repeated(1);
        } else if (underEventId == null) {
            verdicts.refused(reading, DeadLetterReason.REF_ID_CONFLICT, refIdTaken(generation, reading));
        } else if (EventIds.isOfKey(reading.event().eventId())) {
            verdicts.refused(
                    reading,
                    DeadLetterReason.IDEMPOTENCY_KEY_REUSED,
                    underEventId.type().keyAlreadyUsed(reading.event().type()));
        } else {
            verdicts.refused(
                    reading,
                    DeadLetterReason.EVENT_ID_CONFLICT,
                    "event_id " + reading.event().eventId() + " already belongs to an event with other content");
        }
    }

    /** Refused trades are few: the one that has the ref_id is read only now. */
    private String refIdTaken(int generation, Reading.Decoded reading) {
        if (reading.event() instanceof TradeEvent.Created said) {
            Optional<byte[]> payload = journal.creation(
                    generation, new RefKey(said.client(), said.trade().refId()));
            if (payload.isPresent()
                    && codec.decode(payload.get()) instanceof Decoded.Event(TradeEvent.Created existing)) {
                return RefIdConflict.inWords(existing.trade(), said, "this trade");
            }
        }
        return "ref_id " + reading.event().subject().orElseThrow() + " already belongs to a trade with other content";
    }

    private static List<Journal.Item> items(List<Reading.Decoded> readings) {
        return readings.stream().sorted(CLAIMING_ORDER).map(Claims::item).toList();
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

    private static List<Object> ids(Reading.Decoded reading) {
        return createdRef(reading)
                .<List<Object>>map(refKey -> List.of(eventKey(reading), refKey))
                .orElseGet(() -> List.of(eventKey(reading)));
    }
}
