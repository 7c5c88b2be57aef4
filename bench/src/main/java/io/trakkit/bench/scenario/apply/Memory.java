package io.trakkit.bench.scenario.apply;

import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.MemoryWatch;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import java.util.ArrayList;
import java.util.List;

/** Five million trades through a worker of 512 MB: neither slower in the end nor larger. */
public final class Memory implements Scenario {

    private static final int TRADES = 5_000_000;
    private static final int KEYS = 100_000;
    private static final String DATABASE = "memory";

    /** What is compared: the first fifth after the warm-up, and the last. */
    private static final double PART = 0.2;

    private static final double WARM_UP = 0.06;

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        setup.progress().step("memory: filling the topic");
        Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, keys), setup.progress());
        List<Double> first = new ArrayList<>();
        List<Double> last = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        List<Double> heap = new ArrayList<>();
        // The comparison is within a round, and a round is long.
        setup.progress().step("memory: summary-worker, one round");
        try (MemoryWatch watch = new MemoryWatch()) {
            Rate rate = WorkerRun.drain(
                            setup,
                            DATABASE,
                            trades,
                            worker -> watch.start(worker, setup.site().operatorsKey()))
                    .rate();
            first.add(rate.between(WARM_UP, WARM_UP + PART));
            last.add(rate.between(1 - PART, 1));
            resident.add(watch.residentMegabytes());
            heap.add(watch.heapMegabytes());
        }
        setup.site().databases().drop(DATABASE);
        Figure begin = Figure.of("the first fifth", "trades/s", first);
        Figure end = Figure.of("the last fifth", "trades/s", last);
        double percent = 100 * end.median() / begin.median();
        return new Result(
                "memory",
                "%,d trades on %,d keys".formatted(trades, keys),
                List.of(
                        begin.beside(end).with(Target.atLeast(85, " %", percent)),
                        end,
                        Figure.of("most heap in use", "MB", heap),
                        Figure.of("most resident memory", "MB", resident)),
                List.of("the first fifth begins when %.0f %% are done".formatted(100 * WARM_UP)));
    }
}
