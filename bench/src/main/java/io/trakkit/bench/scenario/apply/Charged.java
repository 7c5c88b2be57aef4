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

/** Trades with a fee and a currency, beside as many without. */
public final class Charged implements Scenario {

    private static final int TRADES = 500_000;
    private static final int KEYS = 100_000;
    private static final String DATABASE = "charged";
    private static final String UNIT = "trades/s";

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        List<Double> plain = new ArrayList<>();
        List<Double> charged = new ArrayList<>();
        for (int round = 1; round <= setup.rounds(); round++) {
            plain.add(drained(setup, "without", round, RandomTrades.uniform(trades, keys)));
            charged.add(drained(setup, "with fee and currency", round, RandomTrades.charged(trades, keys)));
        }
        setup.site().databases().drop(DATABASE);
        Figure ours = Figure.of("with fee and currency", UNIT, charged);
        Figure beside = Figure.of("without", UNIT, plain).beside(ours);
        double percent = 100 * ours.median() / beside.median();
        return new Result(
                "charged",
                "%,d trades on %,d keys".formatted(trades, keys),
                List.of(ours, beside.with(Target.atLeast(85, " %", percent))),
                List.of());
    }

    private static double drained(Setup setup, String kind, int round, TradeSource source) throws Exception {
        setup.progress().step("charged: %s (round %d of %d)".formatted(kind, round, setup.rounds()));
        Topic.fresh(setup.site()).load(source, setup.progress());
        return WorkerRun.drain(setup, DATABASE, source.count()).rate().sustained();
    }
}
