package io.trakkit.worker.apply;

import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.ledger.Activities;
import io.trakkit.store.ledger.Checkpoints;
import io.trakkit.store.ledger.Trades;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the changed outcomes of stored trades and activities in chunks, so that a long fold needs little memory. */
final class StateChangeWriter implements Fold.Listener {

    private static final int CHUNK = 1_000;

    private final Trades trades;
    private final Activities activities;
    private final int generation;
    private final PositionKey key;
    private final List<Checkpoints.Row> checkpoints;
    private final Map<RefId, FoldOutcome> ofTrades = new LinkedHashMap<>();
    private final Map<RefId, FoldOutcome> ofActivities = new LinkedHashMap<>();

    /** @param checkpoints collects the checkpoints of the fold */
    StateChangeWriter(
            Trades trades, Activities activities, int generation, PositionKey key, List<Checkpoints.Row> checkpoints) {
        this.trades = trades;
        this.activities = activities;
        this.generation = generation;
        this.key = key;
        this.checkpoints = checkpoints;
    }

    @Override
    public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
        switch (foldedRecord) {
            case FoldedTrade trade -> ofTrades.put(trade.refId(), foldOutcome);
            case FoldedActivity activity -> ofActivities.put(activity.refId(), foldOutcome);
        }
        if (ofTrades.size() + ofActivities.size() == CHUNK) {
            write();
        }
    }

    @Override
    public void checkpoint(Checkpoint checkpoint) {
        checkpoints.add(new Checkpoints.Row(key, checkpoint));
    }

    /** Writes the pending changes; call it at the end of the fold. */
    void write() {
        if (!ofTrades.isEmpty()) {
            trades.setOutcomes(generation, key.client(), ofTrades);
            ofTrades.clear();
        }
        if (!ofActivities.isEmpty()) {
            activities.setOutcomes(generation, key.client(), ofActivities);
            ofActivities.clear();
        }
    }
}
