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
        Drains plain = new Drains("without", RandomTrades.uniform(trades, keys).uncharged());
        Drains charged = new Drains("with fee and currency", RandomTrades.uniform(trades, keys));
        for (int round = 1; round <= setup.rounds(); round++) {
            // In turns, so that a machine that gets slower favours neither.
            for (Drains drains : round % 2 == 1 ? List.of(plain, charged) : List.of(charged, plain)) {
                drains.add(setup, round);
            }
        }
        setup.site().databases().drop(DATABASE);
        Figure ours = Figure.of(charged.name, UNIT, charged.rates);
        Figure beside = Figure.of(plain.name, UNIT, plain.rates).beside(ours);
        double percent = 100 * ours.median() / beside.median();
        return new Result(
                "charged",
                "%,d trades on %,d keys".formatted(trades, keys),
                List.of(ours, beside.with(Target.atLeast(85, " %", percent))),
                List.of("processor time per million trades, the last round: %s; %s".formatted(charged, plain)));
    }

    /** The drains of one of the two kinds of trades. */
    private static final class Drains {

        private final String name;
        private final TradeSource source;
        private final List<Double> rates = new ArrayList<>();
        private String cost = "";

        Drains(String name, TradeSource source) {
            this.name = name;
            this.source = source;
        }

        void add(Setup setup, int round) throws Exception {
            setup.progress().step("charged: %s (round %d of %d)".formatted(name, round, setup.rounds()));
            Topic.fresh(setup.site()).load(source, setup.progress());
            WorkerRun run = WorkerRun.drain(setup, DATABASE, source.count());
            rates.add(run.rate().sustained());
            cost = run.cost();
        }

        @Override
        public String toString() {
            return name + " " + cost;
        }
    }
}
