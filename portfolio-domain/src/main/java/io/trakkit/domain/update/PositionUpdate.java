package io.trakkit.domain.update;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.RecordMerge;
import io.trakkit.domain.position.Summary;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.value.InvalidValueException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The trades and activities of one key while a batch of events changes them. First every event is {@linkplain #accept
 * accepted or refused} in the order of the log; then the records are {@linkplain #fold folded} once, regardless of the number
 * of events.
 *
 * <p>An update holds in memory only the records that the batch touches. If all new ones come after the stored ones, it
 * needs nothing else. Otherwise {@link #refoldFrom()} returns the trade order from which the stored records must be read.
 */
public final class PositionUpdate {

    private final Summary before;
    private final BookRules rules;
    private final List<FoldedActivity> corporateActions;
    private final Map<RefId, Accepted> stored;
    private final Map<RefId, Accepted> created = new LinkedHashMap<>();
    private final Map<RefId, Accepted> amended = new LinkedHashMap<>();
    private long acceptedEvents;
    private Instant updatedAt;
    private @Nullable TradeOrder earliestChange;
    private @Nullable FoldedPosition folded;

    /**
     * @param before the current summary; its row is locked
     * @param rules the rules of the portfolio
     * @param corporateActions all corporate actions of the ticker that are not withdrawn, in trade order
     * @param stored the stored records of the key that the batch amends
     * @throws IllegalArgumentException if a record has another key
     */
    public PositionUpdate(
            Summary before,
            BookRules rules,
            List<FoldedActivity> corporateActions,
            Collection<? extends Accepted> stored) {
        this.before = before;
        this.rules = rules;
        this.corporateActions = corporateActions;
        this.stored = new HashMap<>();
        for (Accepted accepted : stored) {
            checkKey(accepted.key());
            this.stored.put(accepted.refId(), accepted);
        }
        this.updatedAt = before.updatedAt();
    }

    private void checkKey(PositionKey key) {
        if (!key.equals(before.key())) {
            throw new IllegalArgumentException(key + " is not " + before.key());
        }
    }

    /** Whether an event was accepted. */
    public sealed interface Acceptance {

        /** The event changes the position's records. */
        record Accepted() implements Acceptance {}

        /** The event becomes a dead letter. It changed nothing. */
        record Refused(DeadLetterReason reason, String detail) implements Acceptance {}
    }

    /**
     * Accepts or refuses the next event of the key. Its event_id must be new, and so must the ref_id of a creation:
     * deduplication runs first.
     *
     * @param fingerprint that of the event: a SHA-256, which the caller has computed for the deduplication
     * @throws IllegalArgumentException if the event has another key, or creates a record that exists
     * @throws IllegalStateException if the update is already folded
     */
    public Acceptance accept(TradeEvent event, Fingerprint fingerprint) {
        checkKey(event.key());
        checkNotFolded();
        return switch (event) {
            case TradeEvent.Created creation -> create(creation, AcceptedTrade.created(creation, fingerprint));
            case TradeEvent.ActivityCreated creation ->
                create(creation, AcceptedActivity.created(creation, fingerprint));
            case TradeEvent.Amended amendment -> amend(amendment);
            case TradeEvent.ActivityAmended amendment -> amend(amendment);
            case TradeEvent.RecalculationRequested request -> recalculate(request);
        };
    }

    /** The same for an event whose fingerprint is not computed yet. */
    public Acceptance accept(TradeEvent event) {
        return accept(event, event.fingerprint());
    }

    private void checkNotFolded() {
        if (folded != null) {
            throw new IllegalStateException("The update is already folded");
        }
    }

    private Acceptance create(TradeEvent event, Accepted created) {
        if (current(created.refId()) != null) {
            throw new IllegalArgumentException("There is already a record with the ref_id " + created.refId());
        }
        this.created.put(created.refId(), created);
        changedAt(created);
        return accepted(event);
    }

    private Acceptance amend(TradeEvent.Amended event) {
        return amend(
                event,
                "trade",
                event.refId(),
                event.expectedVersion(),
                now -> now instanceof AcceptedTrade trade ? trade.amended(event) : null);
    }

    private Acceptance amend(TradeEvent.ActivityAmended event) {
        return amend(
                event,
                "activity",
                event.refId(),
                event.expectedVersion(),
                now -> now instanceof AcceptedActivity activity ? activity.amended(event) : null);
    }

    /** @param amendment null for a record of the other kind */
    private Acceptance amend(
            TradeEvent event,
            String kind,
            RefId refId,
            OptionalLong expectedVersion,
            Function<Accepted, @Nullable Accepted> amendment) {
        Accepted now = current(refId);
        Accepted after;
        try {
            after = now == null ? null : amendment.apply(now);
        } catch (InvalidValueException e) {
            return new Acceptance.Refused(
                    DeadLetterReason.INVALID,
                    "The amendment does not fit the " + kind + " " + refId + ": " + e.getMessage());
        }
        if (now == null || after == null) {
            return new Acceptance.Refused(
                    DeadLetterReason.UNKNOWN_TRADE,
                    "No " + kind + " has the ref_id " + refId + " under "
                            + before.key().logKey() + " to amend");
        }
        if (expectedVersion.isPresent() && expectedVersion.getAsLong() != now.version()) {
            return new Acceptance.Refused(
                    DeadLetterReason.VERSION_CONFLICT,
                    "The amendment expects version " + expectedVersion.getAsLong() + " of " + kind + " " + refId
                            + ", which is at version " + now.version());
        }
        (created.containsKey(refId) ? created : amended).put(refId, after);
        // Only what the fold reads: an amendment of another field needs no refold.
        if (!after.foldedRecord().equals(now.foldedRecord())) {
            changedAt(now);
            changedAt(after);
        }
        return accepted(event);
    }

    private Acceptance recalculate(TradeEvent.RecalculationRequested event) {
        refoldAt(TradeOrder.START);
        return accepted(event);
    }

    private Acceptance accepted(TradeEvent event) {
        acceptedEvents++;
        if (event.occurredAt().isAfter(updatedAt)) {
            updatedAt = event.occurredAt();
        }
        return new Acceptance.Accepted();
    }

    private @Nullable Accepted current(RefId refId) {
        Accepted inBatch = created.get(refId);
        if (inBatch != null) {
            return inBatch;
        }
        Accepted changed = amended.get(refId);
        return changed != null ? changed : stored.get(refId);
    }

    /** What comes after all that is folded needs no refold, and neither does a new record while it is moved about there. */
    private void changedAt(Accepted accepted) {
        if (!accepted.tradeOrder().isAfter(before.folded().last())) {
            refoldAt(accepted.tradeOrder());
        }
    }

    /** Says that something at this place has changed, such as a corporate action. */
    public void refoldAt(TradeOrder tradeOrder) {
        if (earliestChange == null || earliestChange.isAfter(tradeOrder)) {
            earliestChange = tradeOrder;
        }
    }

    /**
     * The trade order of the earliest change to records that were folded before. Checkpoints at or after it are invalid;
     * the fold must start at one before it. Empty if all new records come after the stored ones.
     */
    public Optional<TradeOrder> refoldFrom() {
        return Optional.ofNullable(earliestChange);
    }

    /**
     * Folds the new records onto the summary. Only for an update without a {@linkplain #refoldFrom refold}.
     *
     * @throws IllegalStateException if the update needs a refold
     */
    public Summary fold(Fold.Listener listener) {
        if (earliestChange != null) {
            throw new IllegalStateException("Must be refolded from " + earliestChange);
        }
        return fold(before.folded(), Collections.emptyIterator(), listener);
    }

    /**
     * Folds the key's records after a checkpoint.
     *
     * @param from a checkpoint before {@link #refoldFrom()}
     * @param storedAfter the stored trades and activities after that checkpoint, in trade order
     * @param listener receives checkpoints, and changed outcomes of stored records that the batch does not touch
     * @throws IllegalArgumentException if the checkpoint is not before the earliest change
     */
    public Summary fold(Checkpoint from, Iterator<? extends FoldedRecord> storedAfter, Fold.Listener listener) {
        if (earliestChange != null && !from.equals(Checkpoint.START) && !earliestChange.isAfter(from.tradeOrder())) {
            throw new IllegalArgumentException(
                    "Must be refolded from " + earliestChange + ", not " + from.tradeOrder());
        }
        return fold(FoldedPosition.at(from), storedAfter, listener);
    }

    private Summary fold(FoldedPosition start, Iterator<? extends FoldedRecord> storedAfter, Fold.Listener listener) {
        checkNotFolded();
        Iterator<FoldedRecord> records = new RecordMerge(
                new RecordMerge(
                        new Unamended(storedAfter), changesAfter(start.last()).iterator()),
                corporateActions.stream()
                        .filter(action -> action.tradeOrder().isAfter(start.last()))
                        .iterator());
        folded = Fold.run(start, records, rules, new OutcomeRecorder(listener));
        return new Summary(
                before.key(), folded, before.trades() + created.size(), before.version() + acceptedEvents, updatedAt);
    }

    /** The created and amended records after a place, in trade order; amended ones can have moved. */
    private List<FoldedRecord> changesAfter(TradeOrder start) {
        return Stream.concat(created.values().stream(), amended.values().stream())
                .map(Accepted::foldedRecord)
                .filter(changed -> changed.tradeOrder().isAfter(start))
                .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                .toList();
    }

    /** The stored records that the batch has not amended. */
    private final class Unamended implements Iterator<FoldedRecord> {

        private final Iterator<? extends FoldedRecord> records;
        private @Nullable FoldedRecord next;

        Unamended(Iterator<? extends FoldedRecord> records) {
            this.records = records;
            advance();
        }

        private void advance() {
            next = null;
            while (next == null && records.hasNext()) {
                FoldedRecord candidate = records.next();
                next = amended.containsKey(candidate.refId()) ? null : candidate;
            }
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public FoldedRecord next() {
            FoldedRecord result = next;
            if (result == null) {
                throw new NoSuchElementException();
            }
            advance();
            return result;
        }
    }

    /** The trades that the batch created; after the fold with their outcomes. */
    public List<AcceptedTrade> createdTrades() {
        return trades(created);
    }

    /** The stored trades that the batch amended; after the fold with their outcomes. */
    public List<AcceptedTrade> amendedTrades() {
        return trades(amended);
    }

    /** The activities that the batch created; after the fold with their outcomes. */
    public List<AcceptedActivity> createdActivities() {
        return activities(created);
    }

    /** The stored activities that the batch amended; after the fold with their outcomes. */
    public List<AcceptedActivity> amendedActivities() {
        return activities(amended);
    }

    private static List<AcceptedTrade> trades(Map<RefId, Accepted> records) {
        return records.values().stream()
                .filter(AcceptedTrade.class::isInstance)
                .map(AcceptedTrade.class::cast)
                .toList();
    }

    private static List<AcceptedActivity> activities(Map<RefId, Accepted> records) {
        return records.values().stream()
                .filter(AcceptedActivity.class::isInstance)
                .map(AcceptedActivity.class::cast)
                .toList();
    }

    /** Keeps the outcomes of the batch's own records, which are written anyway, and passes on all others. */
    private final class OutcomeRecorder implements Fold.Listener {

        private final Fold.Listener listener;

        OutcomeRecorder(Fold.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
            RefId refId = foldedRecord.refId();
            Accepted isNew = created.computeIfPresent(refId, (_, accepted) -> accepted.withOutcome(foldOutcome));
            Accepted isAmended = amended.computeIfPresent(refId, (_, accepted) -> accepted.withOutcome(foldOutcome));
            if (isNew == null && isAmended == null) {
                listener.changed(foldedRecord, foldOutcome);
            }
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            listener.checkpoint(checkpoint);
        }
    }
}
