package io.trakkit.bench.scenario.post;

import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.LiveCost;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WarmUp;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.BusyLoops;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Trades at one rate while other processes keep the processors busy, and for a while after those have ended. The lag is what
 * the log has and the read model has not, looked at ten times a second.
 */
final class BusyVisible {

    private static final String DATABASE = "visible";
    private static final double SECONDS = 300;
    private static final double SECONDS_AFTER = 15;
    private static final int MOST_SECONDS_UNTIL_GONE = 5;
    private static final double LEAST_POSTED_PERCENT = 99;
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(2);
    private static final long EVERY_NANOS = 100_000_000;

    /** What comes in a quarter of a second is on its way, and no lag. */
    private static final int ON_THEIR_WAY = 4;

    private final Setup setup;
    private final Map<String, List<Measured>> measured = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();

    BusyVisible(Setup setup) {
        this.setup = setup;
    }

    /** What came of one run at one rate. */
    private record Measured(LiveApps.Offered offered, long largestLag, double secondsUntilGone) {}

    Result run() throws Exception {
        for (int round = 1; round <= setup.rounds(); round++) {
            for (int rate : setup.visible().rates()) {
                setup.progress().step("visible: %,d trades/s beside busy loops (round %d)".formatted(rate, round));
                measure(name(rate, ""), rate, List.of());
                for (var variant : setup.visible().variants()) {
                    setup.progress().step("visible: the same with %s (round %d)".formatted(variant, round));
                    measure(name(rate, ", " + variant), rate, variant.arguments());
                }
            }
        }
        setup.site().databases().drop(DATABASE);
        return result();
    }

    private static String name(int rate, String variant) {
        return "%,d trades/s%s".formatted(rate, variant);
    }

    private void measure(String name, int rate, List<String> settings) throws Exception {
        Topic topic = Topic.fresh(setup.site());
        WorkerRun.forgetGroup(setup.site());
        try (LiveApps apps = LiveApps.start(setup, DATABASE, settings)) {
            WarmUp warmUp =
                    WarmUp.run(setup, seconds -> apps.offer(rate, seconds).send());
            LiveCost before = apps.cost();
            measured.computeIfAbsent(name, _ -> new ArrayList<>()).add(beside(topic, apps, rate));
            notes.removeIf(note -> note.startsWith(name + ": "));
            notes.add(name + ": the last round: " + warmUp + "; " + apps.cost().since(before));
        }
    }

    private Measured beside(Topic topic, LiveApps apps, int rate) throws Exception {
        double seconds = setup.scaledSeconds(SECONDS);
        LiveApps.Offer offer = apps.offer(rate, seconds + setup.scaledSeconds(SECONDS_AFTER));
        long largest = 0;
        double untilGone = -1;
        try (ExecutorService aside = Executors.newSingleThreadExecutor();
                Connection connection = setup.site().databases().connect(DATABASE);
                BusyLoops loops = setup.site().busyLoops(setup.visible().busyLoops())) {
            Future<LiveApps.Offered> offered = aside.submit(offer::send);
            long end = System.nanoTime() + (long) (seconds * 1e9);
            while (System.nanoTime() < end) {
                if (offered.state() == Future.State.FAILED) {
                    throw new IllegalStateException("The load has failed", offered.exceptionNow());
                }
                LockSupport.parkNanos(EVERY_NANOS);
                largest = Math.max(largest, lag(topic, connection, apps));
            }
            loops.end();
            long ended = System.nanoTime();
            while (untilGone < 0) {
                if (System.nanoTime() - ended > PATIENCE) {
                    throw new IllegalStateException("The lag is not gone two minutes after the busy loops have ended");
                }
                long lag = lag(topic, connection, apps);
                largest = Math.max(largest, lag);
                if (lag <= rate / ON_THEIR_WAY) {
                    untilGone = (System.nanoTime() - ended) / 1e9;
                } else {
                    LockSupport.parkNanos(EVERY_NANOS);
                }
            }
            return new Measured(offered.get(), largest, untilGone);
        }
    }

    private static long lag(Topic topic, Connection connection, LiveApps apps) throws Exception {
        long done = WorkerRun.progress(connection, apps.worker());
        return topic.ends().values().stream().mapToLong(Long::longValue).sum() - done;
    }

    private Result result() {
        List<Figure> figures = new ArrayList<>();
        measured.forEach((name, rounds) -> {
            for (int percentile : List.of(50, 99)) {
                figures.add(Figure.of(
                        "%s: p%d".formatted(name, percentile),
                        "ms",
                        rounds.stream()
                                .map(round -> round.offered.probes().millis(percentile))
                                .toList()));
            }
            Figure refused = Figure.of(
                    name + ": posts not accepted",
                    "posts",
                    rounds.stream()
                            .map(round -> (double) round.offered.refused())
                            .toList());
            figures.add(refused.with(Target.atMost(0, "", refused.spread().max())));
            Figure posted = Figure.of(
                    name + ": posts answered within 1 s",
                    "%",
                    rounds.stream().map(round -> round.offered.percent()).toList());
            figures.add(posted.with(
                    Target.atLeast(LEAST_POSTED_PERCENT, " %", posted.spread().min())));
            figures.add(Figure.of(
                    name + ": the latest post answered after",
                    "ms",
                    rounds.stream().map(round -> round.offered.latestMillis()).toList()));
            figures.add(Figure.of(
                    name + ": largest lag",
                    "trades",
                    rounds.stream().map(round -> (double) round.largestLag).toList()));
            Figure gone = Figure.of(
                    name + ": lag gone after",
                    "s",
                    rounds.stream().map(Measured::secondsUntilGone).toList());
            figures.add(gone.with(
                    Target.atMost(MOST_SECONDS_UNTIL_GONE, " s", gone.spread().max())));
        });
        notes.addFirst(
                "%d busy loops for %,.0f s, then none; a lag is gone when the log has no more than the trades of a quarter of a second that are not applied"
                        .formatted(setup.visible().busyLoops(), setup.scaledSeconds(SECONDS)));
        return new Result(
                "visible", "beside %d busy loops".formatted(setup.visible().busyLoops()), figures, notes);
    }
}
