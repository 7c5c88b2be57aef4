package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.Crew;
import io.trakkit.bench.peer.Floor;
import io.trakkit.bench.peer.PlainPeer;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.LiveCost;
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

    private final Map<Integer, List<Latencies>> ours = new TreeMap<>();
    private final Map<Integer, List<Latencies>> floor = new TreeMap<>();
    private final Map<Integer, List<Latencies>> plain = new TreeMap<>();
    private final Map<Integer, String> costs = new TreeMap<>();
    private final Map<Integer, Long> refused = new TreeMap<>();
    private long seed;

    @Override
    public Result run(Setup setup) throws Exception {
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            ours(setup, of);
            if (setup.peers()) {
                floor(setup, of);
                plain(setup, of);
            }
        }
        setup.site().databases().drop(DATABASE);
        return result();
    }

    /** What is measured at one of the rates. */
    private interface Measured {
        Latencies at(int rate, double seconds) throws Exception;
    }

    /** Warms up, then measures at each rate. */
    private static void measure(Setup setup, String what, Measured measured, Map<Integer, List<Latencies>> results)
            throws Exception {
        setup.progress().step("visible: " + what + ", warming up");
        measured.at(JUDGED_RATE, scaled(setup, WARM_UP_SECONDS));
        for (int rate : RATES) {
            setup.progress().step("visible: %s, %,d trades/s".formatted(what, rate));
            results.computeIfAbsent(rate, _ -> new ArrayList<>()).add(measured.at(rate, scaled(setup, SECONDS)));
        }
    }

    private static double scaled(Setup setup, double seconds) {
        return Math.max(3, seconds * Math.min(1, setup.scale()));
    }

    private void ours(Setup setup, String round) throws Exception {
        Site site = setup.site();
        Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        App worker = Site.ready(site.startWorker(DATABASE));
        App ingest = site.readyIngest(DATABASE);
        App query = site.readyQuery(DATABASE);
        Probes probes = new Probes(ingest.uri(), query.uri());
        measure(
                setup,
                "summary-worker" + round,
                (rate, seconds) -> {
                    LiveCost before = LiveCost.of(site, DATABASE, worker, ingest, query);
                    Latencies latencies = offered(setup, ingest, probes, rate, seconds);
                    costs.put(
                            rate,
                            LiveCost.of(site, DATABASE, worker, ingest, query).since(before));
                    return latencies;
                },
                ours);
        List.of(query, ingest, worker).forEach(site::stop);
    }

    private void floor(Setup setup, String round) throws Exception {
        setup.site().databases().create(DATABASE);
        try (Floor peer = Floor.start(setup.site(), DATABASE, Probes.PER_SECOND, Probes.EVERY_MILLIS)) {
            measure(setup, "the floor" + round, peer::run, floor);
        }
    }

    private void plain(Setup setup, String round) throws Exception {
        Site site = setup.site();
        Topic topic = Topic.fresh(site);
        site.databases().create(DATABASE);
        App ingest = site.readyIngest(DATABASE);
        App query = site.readyQuery(DATABASE);
        Probes probes = new Probes(ingest.uri(), query.uri());
        try (Crew crew = PlainPeer.startLive(site, topic, DATABASE)) {
            measure(
                    setup,
                    "the plain way" + round,
                    (rate, seconds) -> {
                        Latencies latencies = offered(setup, ingest, probes, rate, seconds);
                        crew.done();
                        return latencies;
                    },
                    plain);
        }
        List.of(query, ingest).forEach(site::stop);
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
        for (int rate : RATES) {
            figures.addAll(figures(rate));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "%,d of the trades each second are probes; a summary is asked for every %d ms (or tenth of the wait) until it shows the trade"
                        .formatted(Probes.PER_SECOND, Probes.EVERY_MILLIS));
        costs.forEach((rate, cost) -> notes.add("at %,d trades/s, the last round: %s".formatted(rate, cost)));
        refused.forEach((rate, count) -> {
            if (count > 0) {
                notes.add("at %,d trades/s, %,d posts were not accepted".formatted(rate, count));
            }
        });
        return new Result("visible", "from when a post was due until the summary shows it", figures, notes);
    }

    private List<Figure> figures(int rate) {
        List<Figure> figures = new ArrayList<>();
        boolean isJudged = rate == JUDGED_RATE;
        for (int percentile : List.of(50, 99)) {
            Figure of = figure(rate, "p" + percentile, ours, percentile);
            figures.add(isJudged ? of.with(Target.atMost(percentile == 50 ? 60 : 250, " ms", of.median())) : of);
            if (!floor.isEmpty()) {
                figures.add(figure(rate, "p%d of (a) the floor".formatted(percentile), floor, percentile)
                        .beside(of));
                figures.add(figure(rate, "p%d of (b) a transaction per trade".formatted(percentile), plain, percentile)
                        .beside(of));
            }
        }
        figures.add(Figure.of(
                "%,d trades/s: max".formatted(rate),
                "ms",
                rounds(ours, rate).stream().map(Latencies::maxMillis).toList()));
        return figures;
    }

    private static Figure figure(int rate, String what, Map<Integer, List<Latencies>> results, int percentile) {
        return Figure.of(
                "%,d trades/s: %s".formatted(rate, what),
                "ms",
                rounds(results, rate).stream()
                        .map(round -> round.millis(percentile))
                        .toList());
    }

    private static List<Latencies> rounds(Map<Integer, List<Latencies>> results, int rate) {
        return results.getOrDefault(rate, List.of());
    }
}
