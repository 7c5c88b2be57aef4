package io.trakkit.domain.returns.account;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.testing.PlainLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.RefId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A portfolio in a market: what both the product and the account are given. */
record Scenario(BookRules rules, List<Step> steps, Market market) {

    Scenario {
        steps = List.copyOf(steps);
    }

    /** The records as the account has them. */
    PlainLedger ledger() {
        List<TradeEvent> log = new ArrayList<>();
        Map<RefId, FoldedActivity> actions = new HashMap<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Event(TradeEvent event) -> log.add(event);
                case Step.Recorded(FoldedActivity action) -> actions.put(action.refId(), action);
                case Step.Withdrawn(RefId actionId) -> actions.remove(actionId);
            }
        }
        return PlainLedger.of(log, actions.values(), rules);
    }
}
