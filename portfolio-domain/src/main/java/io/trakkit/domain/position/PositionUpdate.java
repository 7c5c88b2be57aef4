package io.trakkit.domain.position;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trades of one key while a batch of events changes them. First every event is {@linkplain #accept accepted or
 * refused} in the order of the log; then the trades are {@linkplain #fold folded} once, regardless of the number of events.
 *
 * <p>An update holds in memory only the trades that the batch touches. If all new trades come after the stored ones, it
 * needs nothing else. Otherwise {@link #refoldFrom()} returns the trade order from which the stored trades must be read.
 */
public final class PositionUpdate {

    private final Summary before;
    private final Map<RefId, AcceptedTrade> stored;
    private final Map<RefId, AcceptedTrade> created = new LinkedHashMap<>();
    private final Map<RefId, AcceptedTrade> amended = new LinkedHashMap<>();
    private long acceptedEvents;
    private Instant updatedAt;
    private @Nullable TradeOrder earliestChange;
    private @Nullable FoldedPosition folded;

    /**
     * @param before the current summary; its row is locked
     * @param stored the stored trades of the key that the batch amends
     * @throws IllegalArgumentException if a trade has another key
     */
    public PositionUpdate(Summary before, Collection<AcceptedTrade> stored) {
        this.before = before;
        this.stored = new HashMap<>();
        for (AcceptedTrade trade : stored) {
            checkKey(trade.key());
            this.stored.put(trade.trade().refId(), trade);
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

        /** The event changes the position's trades. */
        record Accepted() implements Acceptance {}

        /** The event becomes a dead letter. It changed nothing. */
        record Refused(DeadLetterReason reason, String detail) implements Acceptance {}
    }

    /**
     * Accepts or refuses the next event of the key. Its event_id must be new, and so must the ref_id of a creation:
     * deduplication runs first.
     *
     * @throws IllegalArgumentException if the event has another key, or creates a trade that exists
     * @throws IllegalStateException if the update is already folded
     */
    public Acceptance accept(TradeEvent event) {
        checkKey(event.key());
        checkNotFolded();
        return switch (event) {
            case TradeEvent.Created creation -> create(creation);
            case TradeEvent.Amended amendment -> amend(amendment);
            case TradeEvent.RecalculationRequested request -> recalculate(request);
        };
    }

    private void checkNotFolded() {
        if (folded != null) {
            throw new IllegalStateException("The update is already folded");
        }
    }

    private Acceptance create(TradeEvent.Created event) {
        if (current(event.trade().refId()) != null) {
            throw new IllegalArgumentException(
                    "There is a trade " + event.trade().refId() + " already");
        }
        AcceptedTrade trade = AcceptedTrade.created(event);
        created.put(trade.trade().refId(), trade);
        if (!trade.tradeOrder().isAfter(before.folded().last())) {
            changedAt(trade.tradeOrder());
        }
        return accepted(event);
    }

    private Acceptance amend(TradeEvent.Amended event) {
        AcceptedTrade trade = current(event.refId());
        if (trade == null) {
            return new Acceptance.Refused(
                    DeadLetterReason.UNKNOWN_TRADE,
                    "No trade has the ref_id " + event.refId() + " under "
                            + before.key().logKey() + " to amend");
        }
        if (event.expectedVersion().isPresent() && event.expectedVersion().getAsLong() != trade.version()) {
            return new Acceptance.Refused(
                    DeadLetterReason.VERSION_CONFLICT,
                    "The amendment expects version " + event.expectedVersion().getAsLong() + " of trade "
                            + event.refId() + ", which is at version " + trade.version());
        }
        AcceptedTrade after = trade.amended(event);
        if (created.containsKey(event.refId())) {
            created.put(event.refId(), after);
        } else {
            amended.put(event.refId(), after);
            // Only what the fold reads: an amendment of another field needs no refold.
            if (!after.foldedTrade().equals(trade.foldedTrade())) {
                changedAt(after.tradeOrder());
            }
        }
        return accepted(event);
    }

    private Acceptance recalculate(TradeEvent.RecalculationRequested event) {
        changedAt(TradeOrder.START);
        return accepted(event);
    }

    private Acceptance accepted(TradeEvent event) {
        acceptedEvents++;
        if (event.occurredAt().isAfter(updatedAt)) {
            updatedAt = event.occurredAt();
        }
        return new Acceptance.Accepted();
    }

    private @Nullable AcceptedTrade current(RefId refId) {
        AcceptedTrade inBatch = created.get(refId);
        if (inBatch != null) {
            return inBatch;
        }
        AcceptedTrade changed = amended.get(refId);
        return changed != null ? changed : stored.get(refId);
    }

    private void changedAt(TradeOrder tradeOrder) {
        if (earliestChange == null || earliestChange.isAfter(tradeOrder)) {
            earliestChange = tradeOrder;
        }
    }

    /**
     * The trade order of the earliest change to trades that were folded before. Checkpoints at or after it are invalid;
     * the fold must start at one before it. Empty if all new trades come after the stored ones.
     */
    public Optional<TradeOrder> refoldFrom() {
        return Optional.ofNullable(earliestChange);
    }

    /**
     * Folds the new trades onto the summary. Only for an update without a {@linkplain #refoldFrom refold}.
     *
     * @throws IllegalStateException if the update needs a refold
     */
    public Summary fold(Fold.Listener listener) {
        if (earliestChange != null) {
            throw new IllegalStateException("Must be refolded from " + earliestChange);
        }
        return fold(before.folded(), List.<FoldedTrade>of().iterator(), listener);
    }

    /**
     * Folds the key's trades after a checkpoint.
     *
     * @param from a checkpoint before {@link #refoldFrom()}
     * @param storedAfter the stored trades after that checkpoint, in trade order
     * @param listener receives checkpoints, and changed outcomes of stored trades that the batch does not touch
     * @throws IllegalArgumentException if the checkpoint is not before the earliest change
     */
    public Summary fold(Checkpoint from, Iterator<FoldedTrade> storedAfter, Fold.Listener listener) {
        if (earliestChange != null && !from.equals(Checkpoint.START) && !earliestChange.isAfter(from.tradeOrder())) {
            throw new IllegalArgumentException(
                    "Must be refolded from " + earliestChange + ", not " + from.tradeOrder());
        }
        return fold(FoldedPosition.at(from), storedAfter, listener);
    }

    private Summary fold(FoldedPosition start, Iterator<FoldedTrade> storedAfter, Fold.Listener listener) {
        checkNotFolded();
        List<FoldedTrade> added = new ArrayList<>();
        created.values().forEach(trade -> added.add(trade.foldedTrade()));
        Iterator<FoldedTrade> trades = new TradeMerge(storedAfter, amended, added);
        folded = Fold.run(start, trades, new OutcomeRecorder(listener));
        return new Summary(
                before.key(), folded, before.trades() + created.size(), before.version() + acceptedEvents, updatedAt);
    }

    /** The trades that the batch created; after the fold with their outcomes. */
    public Collection<AcceptedTrade> created() {
        return List.copyOf(created.values());
    }

    /** The stored trades that the batch amended; after the fold with their outcomes. */
    public Collection<AcceptedTrade> amended() {
        return List.copyOf(amended.values());
    }

    /** Keeps the outcomes of the batch's own trades, which are written anyway, and passes on all others. */
    private final class OutcomeRecorder implements Fold.Listener {

        private final Fold.Listener listener;

        OutcomeRecorder(Fold.Listener listener) {
            this.listener = listener;
        }

        @Override
        public void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome) {
            AcceptedTrade isNew =
                    created.computeIfPresent(foldedTrade.refId(), (_, trade) -> trade.withOutcome(foldOutcome));
            AcceptedTrade isAmended =
                    amended.computeIfPresent(foldedTrade.refId(), (_, trade) -> trade.withOutcome(foldOutcome));
            if (isNew == null && isAmended == null) {
                listener.changed(foldedTrade, foldOutcome);
            }
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            listener.checkpoint(checkpoint);
        }
    }
}
