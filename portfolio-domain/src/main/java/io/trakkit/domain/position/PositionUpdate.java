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
 * Changes the trades of one key by a batch of events. First every event is {@linkplain #accept accepted or refused}
 * in the order of the log; then the trades are {@linkplain #fold folded} once, however many events there were.
 *
 * <p>The book holds in memory only what the batch touches. A batch whose trades all come after those that were there
 * needs nothing else; otherwise {@link #refoldFrom()} says from which place on the stored trades must be read again.
 */
public final class PositionUpdate {

    private final Summary before;
    private final Map<RefId, AcceptedTrade> stored;
    private final Map<RefId, AcceptedTrade> created = new LinkedHashMap<>();
    private final Map<RefId, AcceptedTrade> amended = new LinkedHashMap<>();
    private long acceptedEvents;
    private Instant updatedAt;
    private @Nullable TradeOrder earliestChange;
    private Fold.@Nullable Progress folded;

    /**
     * @param before the summary as it stands, its row locked
     * @param stored those trades of the key which the batch's events amend
     * @throws IllegalArgumentException if one of them is of another key
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

    /** What became of an event. */
    public sealed interface Verdict {

        /** It counts. */
        record Accepted() implements Verdict {}

        /** It can never count; nothing was changed. */
        record Refused(DeadLetterReason reason, String detail) implements Verdict {}
    }

    /**
     * Takes the next event of the key. Its event_id, and for a creation its ref_id, must be new: repeats have fallen out
     * before.
     *
     * @throws IllegalArgumentException if it is of another key, or creates a trade that is there
     * @throws IllegalStateException if the book is folded already
     */
    public Verdict accept(TradeEvent event) {
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
            throw new IllegalStateException("A book is folded once, and takes no event after that");
        }
    }

    private Verdict create(TradeEvent.Created event) {
        if (current(event.trade().refId()) != null) {
            throw new IllegalArgumentException(
                    "There is a trade " + event.trade().refId() + " already");
        }
        AcceptedTrade trade = AcceptedTrade.created(event);
        created.put(trade.trade().refId(), trade);
        if (!trade.place().isAfter(before.folded().last())) {
            changedAt(trade.place());
        }
        return accepted(event);
    }

    private Verdict amend(TradeEvent.Amended event) {
        AcceptedTrade trade = current(event.refId());
        if (trade == null) {
            return new Verdict.Refused(
                    DeadLetterReason.UNKNOWN_TRADE,
                    "No trade has the ref_id " + event.refId() + " under "
                            + before.key().logKey() + " to amend");
        }
        if (event.expectedVersion().isPresent() && event.expectedVersion().getAsLong() != trade.version()) {
            return new Verdict.Refused(
                    DeadLetterReason.VERSION_CONFLICT,
                    "The amendment expects version " + event.expectedVersion().getAsLong() + " of trade "
                            + event.refId() + ", which is at version " + trade.version());
        }
        AcceptedTrade after = trade.amended(event);
        if (created.containsKey(event.refId())) {
            created.put(event.refId(), after);
        } else {
            amended.put(event.refId(), after);
            if (!after.trade().equals(trade.trade())) {
                changedAt(after.place());
            }
        }
        return accepted(event);
    }

    private Verdict recalculate(TradeEvent.RecalculationRequested event) {
        changedAt(TradeOrder.START);
        return accepted(event);
    }

    private Verdict accepted(TradeEvent event) {
        acceptedEvents++;
        if (event.occurredAt().isAfter(updatedAt)) {
            updatedAt = event.occurredAt();
        }
        return new Verdict.Accepted();
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
     * The earliest place at which what was folded before has changed. Checkpoints at or after it are void, and the fold
     * must set in at one before it. Empty where all that is new comes after all that was there.
     */
    public Optional<TradeOrder> refoldFrom() {
        return Optional.ofNullable(earliestChange);
    }

    /**
     * Folds the new trades onto the summary; for a book that has nothing to {@linkplain #refoldFrom refold}.
     *
     * @throws IllegalStateException if it has
     */
    public Summary fold(Fold.Findings findings) {
        if (earliestChange != null) {
            throw new IllegalStateException("Must be refolded from " + earliestChange);
        }
        return fold(before.folded(), List.<FoldedTrade>of().iterator(), findings);
    }

    /**
     * Folds the key's trades from a checkpoint on.
     *
     * @param from a checkpoint before {@link #refoldFrom()}
     * @param storedAfter the stored trades after that checkpoint, in the order of their places
     * @param findings told of checkpoints, and of what became of stored trades that the batch itself did not touch
     * @throws IllegalArgumentException if the checkpoint is void by what has changed
     */
    public Summary fold(Checkpoint from, Iterator<FoldedTrade> storedAfter, Fold.Findings findings) {
        if (earliestChange != null && !from.equals(Checkpoint.START) && !earliestChange.isAfter(from.place())) {
            throw new IllegalArgumentException("Must be refolded from " + earliestChange + ", not " + from.place());
        }
        return fold(Fold.Progress.at(from), storedAfter, findings);
    }

    private Summary fold(Fold.Progress start, Iterator<FoldedTrade> storedAfter, Fold.Findings findings) {
        checkNotFolded();
        List<FoldedTrade> added = new ArrayList<>();
        created.values().forEach(trade -> added.add(trade.entry()));
        Iterator<FoldedTrade> entries = new TradeMerge(storedAfter, amended, added);
        folded = Fold.run(start, entries, new OwnTradesFirst(findings));
        return new Summary(
                before.key(), folded, before.trades() + created.size(), before.version() + acceptedEvents, updatedAt);
    }

    /** The trades that the batch added, as they stand now; after the fold with their outcomes. */
    public Collection<AcceptedTrade> created() {
        return List.copyOf(created.values());
    }

    /** The stored trades that the batch amended, as they stand now; after the fold with their outcomes. */
    public Collection<AcceptedTrade> amended() {
        return List.copyOf(amended.values());
    }

    /** Keeps the outcomes of the batch's own trades, which are written anyway, and passes on those of the others. */
    private final class OwnTradesFirst implements Fold.Findings {

        private final Fold.Findings others;

        OwnTradesFirst(Fold.Findings others) {
            this.others = others;
        }

        @Override
        public void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome) {
            AcceptedTrade isNew =
                    created.computeIfPresent(foldedTrade.refId(), (_, trade) -> trade.withOutcome(foldOutcome));
            AcceptedTrade isAmended =
                    amended.computeIfPresent(foldedTrade.refId(), (_, trade) -> trade.withOutcome(foldOutcome));
            if (isNew == null && isAmended == null) {
                others.changed(foldedTrade, foldOutcome);
            }
        }

        @Override
        public void checkpoint(Checkpoint checkpoint) {
            others.checkpoint(checkpoint);
        }
    }
}
