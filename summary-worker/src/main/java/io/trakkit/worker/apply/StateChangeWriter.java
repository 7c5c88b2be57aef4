package io.trakkit.worker.apply;

import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.Checkpoints;
import io.trakkit.store.ledger.Trades;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a fold makes of stored trades, some at a time, so that a long fold needs little memory. */
final class StateChangeWriter implements Fold.Listener {

    private static final int AT_A_TIME = 1_000;

    private final Trades trades;
    private final int generation;
    private final PositionKey key;
    private final List<Checkpoints.Row> checkpoints;
    private final Map<RefId, FoldOutcome> pending = new LinkedHashMap<>();

    /** @param checkpoints where the checkpoints that the fold passes are gathered */
    StateChangeWriter(Trades trades, int generation, PositionKey key, List<Checkpoints.Row> checkpoints) {
        this.trades = trades;
        this.generation = generation;
        this.key = key;
        this.checkpoints = checkpoints;
    }

    @Override
    public void changed(FoldedTrade foldedTrade, FoldOutcome foldOutcome) {
        pending.put(foldedTrade.refId(), foldOutcome);
        if (pending.size() == AT_A_TIME) {
            write();
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(new Checkpoints.Row(key, checkpoint));
    }

    /** Writes those that wait; to be called once more when the fold is done. */
    void write() {
        if (!pending.isEmpty()) {
            trades.setOutcomes(generation, key.client(), pending);
            pending.clear();
        }
    }
}
