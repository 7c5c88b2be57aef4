package io.trakkit.bench.scenario.apply;

import io.trakkit.bench.log.OneKeyTrades;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeSource;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.ProgressLog;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Spread;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Trades in random order of time, and amendments of the newest and the oldest trade in positions of all sizes. */
public final class Late implements Scenario {

    private static final int SHUFFLED = 100_000;
    private static final int WARM_UP = 100_000;
    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000, 100_000, 1_000_000);

    /** The size for which there is a limit. */
    private static final int JUDGED_SIZE = 100_000;

    private static final String DATABASE = "late";

    private final List<Double> inOrder = new ArrayList<>();
    private final List<Double> shuffled = new ArrayList<>();
    private final Map<Integer, Measured> measured = new LinkedHashMap<>();

    /** Of a size, in milliseconds, over the rounds. */
    private record Measured(List<Double> newest, List<Double> oldest, List<Double> flips) {

        Measured() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        Topic topic = Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        App worker = Site.ready(site.startWorker(DATABASE));
        setup.progress().step("late: warming up");
        seconds(setup, topic, worker, RandomTrades.uniform(setup.scaled(WARM_UP), 10_000));
        int trades = setup.scaled(SHUFFLED);
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("late: one key in order" + of);
            inOrder.add(seconds(setup, topic, worker, OneKeyTrades.inOrder("ORDERED" + round, trades)));
            setup.progress().step("late: one key in random order" + of);
            shuffled.add(seconds(setup, topic, worker, OneKeyTrades.shuffled("SHUFFLED" + round, trades, round)));
        }
        for (int size : SIZES) {
            int scaled = setup.scaled(size);
            setup.progress().step("late: a position of %,d trades".formatted(scaled));
            OneKeyTrades position = OneKeyTrades.inOrder("SIZE" + size, scaled);
            seconds(setup, topic, worker, position);
            amend(setup, size, position);
        }
        site.stop(worker);
        site.databases().drop(DATABASE);
        return result(trades, setup.scaled(JUDGED_SIZE));
    }

    /** From the first that is applied to the last. */
    private static double seconds(Setup setup, Topic topic, App worker, TradeSource source) throws Exception {
        try (Connection connection = setup.site().databases().connect(DATABASE)) {
            long before = WorkerRun.progress(connection, worker);
            double seconds;
            try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
                Future<?> loading = aside.submit(() -> topic.load(source, new ProgressLog()));
                seconds = Rate.watch(
                                () -> WorkerRun.progress(connection, worker) - before, source.count(), setup.progress())
                        .seconds();
                loading.get();
            }
            long deadLetters = Databases.number(connection, "SELECT count(*) FROM dead_letters");
            if (deadLetters > 0) {
                throw new IllegalStateException(deadLetters + " dead letters");
            }
            return seconds;
        }
    }

    private void amend(Setup setup, int size, OneKeyTrades position) throws Exception {
        Measured ofSize = measured.computeIfAbsent(position.count(), _ -> new Measured());
        // Fewer where each takes long.
        int times = size >= 1_000_000 ? 2 : size >= 100_000 ? 4 : 20;
        try (Amendments amendments = new Amendments(setup.site(), DATABASE, position)) {
            amendments.newest(20);
            for (int round = 1; round <= setup.rounds(); round++) {
                setup.progress()
                        .step("late: amendments in %,d trades (round %d of %d)"
                                .formatted(position.count(), round, setup.rounds()));
                ofSize.newest().add(amendments.newest(50));
                ofSize.oldest().add(amendments.oldest(times));
                ofSize.flips().add(amendments.oldestWithFlips(times));
            }
        }
    }

    private Result result(int trades, int targetSize) {
        List<Figure> figures = new ArrayList<>();
        Figure ordered = Figure.of("one key in order", "s", inOrder);
        Figure random = Figure.of("one key in random order", "s", shuffled);
        double ratio = random.median() / ordered.median();
        figures.add(ordered);
        figures.add(random.with(Target.atMost(5, " × in order", ratio)));
        int largest = Collections.max(measured.keySet());
        double least = Spread.of(measured.values().iterator().next().newest()).median();
        measured.forEach((size, rounds) -> {
            Figure newest = figure("newest", size, rounds.newest());
            Figure flips = figure("oldest, flips %,d".formatted(Math.min(1_000, size / 2)), size, rounds.flips());
            boolean isLargest = size.equals(largest);
            figures.add(
                    isLargest ? newest.with(Target.atMost(2, " × in the smallest", newest.median() / least)) : newest);
            figures.add(figure("oldest", size, rounds.oldest()));
            figures.add(size == targetSize ? flips.with(Target.atMost(300, " ms", flips.median())) : flips);
        });
        return new Result(
                "late",
                "%,d trades of one key; amendments by size of the position".formatted(trades),
                figures,
                List.of(
                        "in order and in random order: the topic is still being filled while the worker applies",
                        "amendments: from the send to the log until the summary has changed; the median of each round"));
    }

    private static Figure figure(String which, int size, List<Double> rounds) {
        return Figure.of("amended in %,d: %s".formatted(size, which), "ms", rounds);
    }
}
