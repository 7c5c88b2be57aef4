package io.trakkit.worker.apply;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.EventContent;
import io.trakkit.domain.event.EventIds;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.RefIdConflict;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.Journal;
import io.trakkit.store.ledger.Journal.EventKey;
import io.trakkit.store.ledger.Journal.RefKey;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Records new events in the journal. An event_id, and for a creation the ref_id, belongs to the first event that the
 * journal has. An event with the same ids and content is a repeat; one with other content is a conflict.
 */
final class EventDeduplicator {

    /** The order in which all workers insert, so that two with the same ids wait for each other and do not deadlock. */
    private static final Comparator<LoggedEvent> CLAIMING_ORDER = Comparator.comparing(
                    (LoggedEvent logged) -> logged.event().client())
            .thenComparing(logged -> logged.event().subject().map(RefId::value).orElse(""))
            .thenComparing(logged -> logged.event().eventId());

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
    static int independent(List<LoggedEvent> events) {
        Set<EventKey> amendments = new HashSet<>();
        int count = 0;
        for (LoggedEvent logged : events) {
            if (amendments.contains(logged.eventKey())) {
                return count;
            }
            if (isAmendment(logged.event())) {
                amendments.add(logged.eventKey());
            }
            count++;
        }
        return count;
    }

    private static boolean isAmendment(TradeEvent event) {
        return switch (event) {
            case TradeEvent.Amended _, TradeEvent.ActivityAmended _ -> true;
            case TradeEvent.Created _, TradeEvent.ActivityCreated _, TradeEvent.RecalculationRequested _ -> false;
        };
    }

    /**
     * Claims the ids of events in the journal.
     *
     * @param events in the order of the log, all {@linkplain #independent independent}
     * @return for {@link #record}, once the statements have been sent
     */
    Supplier<Set<EventKey>> claim(RoundTrip trip, int generation, List<LoggedEvent> events) {
        return journal.claim(trip, generation, items(firstOfEachId(events)));
    }

    /**
     * Records events in the journal.
     *
     * @param events those that were claimed
     * @param firstWon the new ones among those that were claimed
     * @return the new events, in the order of the log; the others are counted as repeats or refused
     */
    List<LoggedEvent> record(int generation, List<LoggedEvent> events, Set<EventKey> firstWon, BatchOutcome outcome) {
        List<LoggedEvent> claimed = new ArrayList<>();
        List<LoggedEvent> waiting = events;
        Set<EventKey> won = firstWon;
        boolean isFirst = true;
        // One round, or two if an id occurs twice in the batch; more only if several events share ids crosswise.
        while (!waiting.isEmpty()) {
            List<LoggedEvent> contested = new ArrayList<>();
            for (LoggedEvent logged : waiting) {
                // Of the events that share an id only the first was inserted; remove it, so that the others are
                // contested.
                (won.remove(logged.eventKey()) ? claimed : contested).add(logged);
            }
            int before = waiting.size();
            waiting = contested.isEmpty() ? List.of() : compare(generation, contested, outcome);
            // The event that was in the way of the claim can be gone since: an operator's repair of the key takes
            // strangers away.
            if (waiting.size() == before && !isFirst) {
                throw new IllegalStateException(
                        "Neither claimed nor found: " + waiting.getFirst().origin());
            }
            isFirst = false;
            if (!waiting.isEmpty()) {
                won = journal.claim(generation, items(firstOfEachId(waiting)));
            }
        }
        claimed.sort(Comparator.comparing(DecodedRecord::origin));
        return claimed;
    }

    /** Returns the events that share no id with an earlier one. */
    private static List<LoggedEvent> firstOfEachId(List<LoggedEvent> events) {
        Set<Object> seen = new HashSet<>();
        // The ids of skipped events count too: an event must also wait for an earlier one that waits.
        return events.stream().filter(logged -> !addAll(ids(logged), seen)).toList();
    }

    private static boolean addAll(List<Object> ids, Set<Object> seen) {
        boolean anySeen = ids.stream().anyMatch(seen::contains);
        seen.addAll(ids);
        return anySeen;
    }

    /**
     * Reads the events that have the ids of contested ones, and compares the contents. These are separate statements, so
     * that they see what other transactions have committed since.
     *
     * @return the events to insert next: their ids are free, or depend on an earlier event that waits
     */
    private List<LoggedEvent> compare(int generation, List<LoggedEvent> contested, BatchOutcome outcome) {
        Map<EventKey, Journal.KnownEvent> sameEventId = journal.byEventId(
                generation, contested.stream().map(LoggedEvent::eventKey).toList());
        Map<RefKey, Fingerprint> sameRefId = journal.creations(
                generation,
                contested.stream()
                        .map(EventDeduplicator::createdRef)
                        .flatMap(Optional::stream)
                        .toList());
        List<LoggedEvent> waiting = new ArrayList<>();
        Set<Object> undecided = new HashSet<>();
        for (LoggedEvent logged : contested) {
            Journal.KnownEvent withEventId = sameEventId.get(logged.eventKey());
            Fingerprint withRefId = createdRef(logged).map(sameRefId::get).orElse(null);
            boolean isFree = withEventId == null && withRefId == null;
            if (isFree || ids(logged).stream().anyMatch(undecided::contains)) {
                waiting.add(logged);
                undecided.addAll(ids(logged));
            } else {
                compare(generation, logged, withEventId, withRefId, outcome);
            }
        }
        return waiting;
    }

    private void compare(
            int generation,
            LoggedEvent logged,
            Journal.@Nullable KnownEvent withEventId,
            @Nullable Fingerprint withRefId,
            BatchOutcome outcome) {
        if (logged.fingerprint().equals(withEventId == null ? withRefId : withEventId.fingerprint())) {
            outcome.repeated(1);
        } else if (withEventId == null) {
            compareCreations(generation, logged, outcome);
        } else if (mayHaveContentOf(logged.event(), withEventId)
                && hasContentOf(logged.event(), journal.event(generation, logged.eventKey()))) {
            outcome.repeated(1);
        } else if (EventIds.isOfKey(logged.event().eventId())) {
            outcome.refused(
                    logged,
                    DeadLetterReason.IDEMPOTENCY_KEY_REUSED,
                    withEventId.type().keyAlreadyUsed(logged.event().type()));
        } else {
            outcome.refused(
                    logged,
                    DeadLetterReason.EVENT_ID_CONFLICT,
                    "event_id " + logged.event().eventId() + " already belongs to an event with other content");
        }
    }

    /**
     * Compares a creation with the one that has its ref_id, which is read only here, because other fingerprints are rare. They may
     * still be of the same content: one of the callers gave the rate that was looked up for the other.
     */
    private void compareCreations(int generation, LoggedEvent logged, BatchOutcome outcome) {
        RefKey refKey = createdRef(logged).orElseThrow();
        Optional<TradeEvent.Creation> existing = journal.creation(generation, refKey)
                .map(codec::decode)
                .flatMap(decoded -> decoded instanceof Decoded.Event(TradeEvent.Creation creation)
                        ? Optional.of(creation)
                        : Optional.empty());
        if (existing.filter(logged.event()::hasContentOf).isPresent()) {
            outcome.repeated(1);
        } else {
            outcome.refused(
                    logged,
                    DeadLetterReason.REF_ID_CONFLICT,
                    existing.map(creation -> RefIdConflict.inWords(
                                    creation.booked(), logged.event(), "this " + kind(logged.event())))
                            .orElseGet(() ->
                                    "ref_id " + refKey.refId() + " already belongs to another trade or activity"));
        }
    }

    private static boolean mayHaveContentOf(TradeEvent event, Journal.KnownEvent known) {
        return EventContent.stored(known.fingerprint()).mayBeOf(event);
    }

    /** Compares the events themselves: fingerprints of the same content differ where one of two callers gave the rate. */
    private boolean hasContentOf(TradeEvent event, Optional<byte[]> payload) {
        return payload.map(codec::decode)
                .filter(decoded -> decoded instanceof Decoded.Event(TradeEvent stored) && event.hasContentOf(stored))
                .isPresent();
    }

    private static String kind(TradeEvent event) {
        return event instanceof TradeEvent.ActivityCreated ? "activity" : "trade";
    }

    private static List<Journal.Item> items(List<LoggedEvent> events) {
        return events.stream()
                .sorted(CLAIMING_ORDER)
                .map(EventDeduplicator::item)
                .toList();
    }

    private static Journal.Item item(LoggedEvent logged) {
        byte[] payload = logged.record().value();
        if (payload == null) {
            throw new IllegalStateException("An event without a value: " + logged.origin());
        }
        return new Journal.Item(logged.event(), logged.fingerprint(), logged.origin(), payload);
    }

    private static Optional<RefKey> createdRef(LoggedEvent logged) {
        return logged.event().booking().map(booking -> new RefKey(logged.event().client(), booking.refId()));
    }

    private static List<Object> ids(LoggedEvent logged) {
        return createdRef(logged)
                .<List<Object>>map(refKey -> List.of(logged.eventKey(), refKey))
                .orElseGet(() -> List.of(logged.eventKey()));
    }
}
