package io.trakkit.bench.scenario.apply;

import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeSource;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import java.util.ArrayList;
import java.util.List;

/** Half of all trades on one key, beside as many on keys that are all alike. */
public final class Hot implements Scenario {

    private static final int TRADES = 500_000;
    private static final int KEYS = 100_000;
    private static final double SHARE = 0.5;
    private static final String DATABASE = "hot";
    private static final String UNIT = "trades/s";

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        List<Double> uniform = new ArrayList<>();
        List<Double> hot = new ArrayList<>();
        for (int round = 1; round <= setup.rounds(); round++) {
            // In turns, since the machine may be slower for the one or the other half of a round.
            boolean hotFirst = round % 2 == 0;
            if (hotFirst) {
                hot.add(drained(setup, "hot", round, RandomTrades.hot(trades, keys, SHARE)));
            }
            uniform.add(drained(setup, "uniform", round, RandomTrades.uniform(trades, keys)));
            if (!hotFirst) {
                hot.add(drained(setup, "hot", round, RandomTrades.hot(trades, keys, SHARE)));
            }
        }
        setup.site().databases().drop(DATABASE);
        Figure ours = Figure.of("half of them on one key", UNIT, hot);
        Figure beside = Figure.of("on keys that are all alike", UNIT, uniform).beside(ours);
        double ofSlowest = 100 * ours.median() / beside.spread().min();
        return new Result(
                "hot",
                "%,d trades on %,d keys".formatted(trades, keys),
                List.of(ours, beside.with(Target.atLeast(100, " % of the slowest round", ofSlowest))),
                List.of());
    }

    private static double drained(Setup setup, String kind, int round, TradeSource source) throws Exception {
        setup.progress().step("hot: %s (round %d of %d)".formatted(kind, round, setup.rounds()));
        Topic.fresh(setup.site()).load(source, setup.progress());
        return WorkerRun.drain(setup, DATABASE, source.count()).rate().sustained();
    }
}
