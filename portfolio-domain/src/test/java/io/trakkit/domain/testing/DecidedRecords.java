package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.Checkpoint;
import io.trakkit.domain.position.Fold;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedPosition;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The records of a random portfolio with the outcomes of the fold.
 *
 * @param records in trade order
 * @param position what the fold makes of them
 */
public record DecidedRecords(List<FoldedRecord> records, Position position) {

    /** The records as they were created, on one key; amendments are left out. */
    public static DecidedRecords of(RandomLedger ledger) {
        TreeMap<RefId, FoldedRecord> records = new TreeMap<>();
        for (Step step : ledger.steps()) {
            switch (step) {
                case Step.Event(TradeEvent.Created created) ->
                    records.put(created.trade().refId(), trade(created));
                case Step.Event(TradeEvent.ActivityCreated created) ->
                    records.put(created.activity().refId(), activity(created));
                case Step.Event _ -> {}
                case Step.Recorded(FoldedActivity action) -> records.put(action.refId(), action);
                case Step.Withdrawn(RefId actionId) -> records.remove(actionId);
            }
        }
        List<FoldedRecord> inOrder = records.values().stream()
                .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                .toList();
        Map<RefId, FoldOutcome> outcomes = new HashMap<>();
        Fold.Listener listener = new Fold.Listener() {
            @Override
            public void changed(FoldedRecord foldedRecord, FoldOutcome foldOutcome) {
                outcomes.put(foldedRecord.refId(), foldOutcome);
            }

            @Override
            public void checkpoint(Checkpoint checkpoint) {
                // Nothing is stored.
            }
        };
        Position position = Fold.run(FoldedPosition.NONE, inOrder.iterator(), ledger.rules(), listener)
                .position();
        return new DecidedRecords(
                inOrder.stream()
                        .map(next -> with(next, outcomes.getOrDefault(next.refId(), next.outcome())))
                        .toList(),
                position);
    }

    private static FoldedTrade trade(TradeEvent.Created created) {
        var trade = created.trade();
        return new FoldedTrade(
                new TradeOrder(trade.executedAt(), Rank.of(trade.side()), trade.refId()),
                trade.volume(),
                trade.price(),
                trade.charges(),
                trade.conversion(),
                trade.status(),
                FoldOutcome.unfolded(trade.status()));
    }

    private static FoldedActivity activity(TradeEvent.ActivityCreated created) {
        var activity = created.activity();
        return new FoldedActivity(
                new TradeOrder(activity.executedAt(), Rank.ACTIVITY, activity.refId()),
                activity.terms(),
                activity.tax(),
                activity.conversion(),
                activity.status(),
                FoldOutcome.unfolded(activity.status()));
    }

    private static FoldedRecord with(FoldedRecord next, FoldOutcome outcome) {
        return switch (next) {
            case FoldedTrade trade ->
                new FoldedTrade(
                        trade.tradeOrder(),
                        trade.volume(),
                        trade.price(),
                        trade.charges(),
                        trade.conversion(),
                        trade.status(),
                        outcome);
            case FoldedActivity activity ->
                new FoldedActivity(
                        activity.tradeOrder(),
                        activity.terms(),
                        activity.tax(),
                        activity.conversion(),
                        activity.status(),
                        outcome);
        };
    }
}
