package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Probes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The time from a post until the summary shows it, at a given rate of trades. */
public final class Visible implements Scenario {

    private static final List<Integer> RATES = List.of(500, 2_000, 5_000);
    private static final int JUDGED_RATE = 2_000;
    private static final int KEYS = 100_000;
    private static final int CONNECTIONS = 64;
    private static final double SECONDS = 30;
    private static final double WARM_UP_SECONDS = 20;
    private static final String DATABASE = "visible";

    private final Map<Integer, List<Latencies>> measured = new TreeMap<>();
    private final Map<Integer, Long> refused = new TreeMap<>();
    private long seed;

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        App worker = Site.ready(site.startWorker(DATABASE));
        App ingest = site.readyIngest(DATABASE);
        App query = site.readyQuery(DATABASE);
        Probes probes = new Probes(ingest.uri(), query.uri());
        setup.progress().step("visible: warming up");
        offered(setup, ingest, probes, JUDGED_RATE, scaled(setup, WARM_UP_SECONDS));
        for (int round = 1; round <= setup.rounds(); round++) {
            for (int rate : RATES) {
                setup.progress().step("visible: %,d trades/s (round %d of %d)".formatted(rate, round, setup.rounds()));
                Latencies latencies = offered(setup, ingest, probes, rate, scaled(setup, SECONDS));
                measured.computeIfAbsent(rate, _ -> new ArrayList<>()).add(latencies);
            }
        }
        List.of(query, ingest, worker).forEach(site::stop);
        site.databases().drop(DATABASE);
        return result();
    }

    private static double scaled(Setup setup, double seconds) {
        return Math.max(3, seconds * Math.min(1, setup.scale()));
    }

    /** Offers load and, beside it, probes; returns the times of the probes once each of them has been seen. */
    private Latencies offered(Setup setup, App ingest, Probes probes, int rate, double seconds) throws Exception {
        int posts = (int) ((rate - Probes.PER_SECOND) * seconds);
        List<byte[]> requests = Posts.requests(
                ingest.uri(), RandomTrades.uniform(posts, setup.scaled(KEYS)).seeded(++seed));
        try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
            Future<Latencies> probed = aside.submit(() -> probes.run(seconds));
            Load.Outcome load = new Load(ingest.uri(), CONNECTIONS)
                    .open(
                            rate - Probes.PER_SECOND,
                            seconds,
                            (connection, number) -> connection
                                            .exchange(requests.get((int) number))
                                            .status()
                                    == Posts.ACCEPTED);
            refused.merge(rate, load.failed(), Long::sum);
            return probed.get();
        }
    }

    private Result result() {
        List<Figure> figures = new ArrayList<>();
        measured.forEach((rate, rounds) -> {
            Figure p50 = figure(
                    rate, "p50", rounds.stream().map(round -> round.millis(50)).toList());
            Figure p99 = figure(
                    rate, "p99", rounds.stream().map(round -> round.millis(99)).toList());
            boolean isJudged = rate == JUDGED_RATE;
            figures.add(isJudged ? p50.with(Target.atMost(60, " ms", p50.median())) : p50);
            figures.add(isJudged ? p99.with(Target.atMost(250, " ms", p99.median())) : p99);
            figures.add(figure(
                    rate, "max", rounds.stream().map(Latencies::maxMillis).toList()));
        });
        List<String> notes = new ArrayList<>();
        notes.add(
                "%,d of the trades each second are probes; a summary is asked for every %d ms (or tenth of the wait) until it shows the trade"
                        .formatted(Probes.PER_SECOND, Probes.EVERY_MILLIS));
        refused.forEach((rate, count) -> {
            if (count > 0) {
                notes.add("at %,d trades/s, %,d posts were not accepted".formatted(rate, count));
            }
        });
        return new Result("visible", "from when a post was due until the summary shows it", figures, notes);
    }

    private static Figure figure(int rate, String what, List<Double> rounds) {
        return Figure.of("%,d trades/s: %s".formatted(rate, what), "ms", rounds);
    }
}
