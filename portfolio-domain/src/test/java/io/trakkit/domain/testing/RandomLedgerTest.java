package io.trakkit.domain.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.testing.Seed;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The random portfolios are not dull: they hold every kind of record, of position and of outcome, each often. */
class RandomLedgerTest {

    private final Seed seed = Seed.ofThisRun();

    @Test
    void everyKindOfPositionAndOutcomeIsThereOften() {
        Map<String, Integer> verdicts = new TreeMap<>();
        Map<String, Integer> positions = new TreeMap<>();
        Map<TradeState, Integer> states = new EnumMap<>(TradeState.class);
        for (int i = 0; i < 200; i++) {
            RandomLedger ledger = RandomLedger.withConflicts(seed.plus(i), 200);
            List<TradeEvent> log = new ArrayList<>();
            Map<String, FoldedActivity> actions = new TreeMap<>();
            for (Step step : ledger.steps()) {
                switch (step) {
                    case Step.Event(TradeEvent event) -> log.add(event);
                    case Step.Recorded(FoldedActivity action) ->
                        actions.put(action.refId().value(), action);
                    case Step.Withdrawn(var actionId) -> actions.remove(actionId.value());
                }
            }
            PlainLedger plain = PlainLedger.of(log, actions.values(), ledger.rules());
            plain.verdicts().forEach(verdict -> verdicts.merge(verdict, 1, Integer::sum));
            plain.outcomes().values().stream()
                    .map(FoldOutcome::state)
                    .forEach(state -> states.merge(state, 1, Integer::sum));
            plain.lines().values().forEach(line -> {
                int sign = line.position().held().signum();
                positions.merge(sign < 0 ? "short" : sign > 0 ? "long" : "closed", 1, Integer::sum);
                positions.merge(local(line.position().local()), 1, Integer::sum);
            });
        }
        assertThat(verdicts.keySet())
                .as("%s", seed)
                .containsAll(Set.of(
                        "accepted",
                        "event_id_conflict",
                        "invalid",
                        "ref_id_conflict",
                        "unknown_trade",
                        "version_conflict"));
        for (String kind : List.of("long", "short", "closed", "portfolio", "foreign", "mixed")) {
            assertThat(positions.getOrDefault(kind, 0)).as("%s, %s", kind, seed).isGreaterThan(10);
        }
        assertThat(states.values()).as("%s, %s", states, seed).hasSize(3).allMatch(count -> count > 300);
    }

    private static String local(LocalAmounts local) {
        return switch (local) {
            case LocalAmounts.None _ -> "none";
            case LocalAmounts.InPortfolioCurrency _ -> "portfolio";
            case LocalAmounts.Foreign _ -> "foreign";
            case LocalAmounts.Mixed _ -> "mixed";
        };
    }
}
