package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.Crew;
import io.trakkit.bench.peer.Floor;
import io.trakkit.bench.peer.PlainPeer;
import io.trakkit.bench.peer.StreamsPeer;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Spread;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.LiveCost;
import io.trakkit.bench.scenario.Probes;
import io.trakkit.bench.scenario.ProcessorTimes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.VisibleOptions.Variant;
import io.trakkit.bench.scenario.WarmUp;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.CountedStatements;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The time from a post until the summary shows it, at a given rate of trades. */
public final class Visible implements Scenario {

    private static final int JUDGED_RATE = 2_000;
    private static final int HIGHEST_RATE = 5_000;
    private static final double SECONDS = 30;
    private static final double COUNTED_SECONDS = 10;
    private static final double LEAST_POSTED_PERCENT = 99;
    private static final int DRAINED = 500_000;
    private static final int KEYS = 100_000;
    private static final double MOST_TIMES_DRAINED = 3;
    private static final String DATABASE = "visible";
    private static final String OURS = "summary-worker";
    private static final String FLOOR = "(a) the floor";
    private static final String PLAIN = "(b) a transaction per trade";
    private static final String STREAMS = "(c) Kafka Streams";

    /** The default of exactly once, and what is chosen where it must be fast. */
    private static final List<Integer> COMMIT_MILLIS = List.of(100, 20);

    /** As many as the worker has. */
    private static final int STREAMS_THREADS = 3;

    private final Map<String, Map<Integer, List<Seen>>> measured = new LinkedHashMap<>();
    private final Map<String, Map<Integer, List<LiveCost>>> costs = new LinkedHashMap<>();
    private final Map<String, String> streamsCosts = new LinkedHashMap<>();
    private final List<Double> drained = new ArrayList<>();
    private final Map<Integer, String> counts = new TreeMap<>();
    private final Map<String, WarmUp> warmUps = new LinkedHashMap<>();

    @Override
    public Result run(Setup setup) throws Exception {
        if (setup.visible().busyLoops() > 0) {
            return new BusyVisible(setup).run();
        }
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            drain(setup, of);
            worker(setup, OURS, of, List.of());
            for (Variant variant : setup.visible().variants()) {
                worker(setup, variant.toString(), of, variant.arguments());
            }
            if (setup.peers()) {
                floor(setup, of);
                plain(setup, of);
                for (int commitMillis : COMMIT_MILLIS) {
                    streams(setup, of, commitMillis);
                }
            }
        }
        count(setup);
        setup.site().databases().drop(DATABASE);
        return result(setup);
    }

    /**
     * What was seen at one of the rates.
     *
     * @param refused how many posts were not accepted
     * @param percent how many of the posts were answered within a second; empty where nothing is posted
     */
    private record Seen(Latencies latencies, long refused, OptionalDouble percent) {

        Seen(LiveApps.Offered offered) {
            this(offered.probes(), offered.refused(), OptionalDouble.of(offered.percent()));
        }
    }

    /** What is measured at one of the rates; ready to begin. */
    private interface Ready {
        Seen begin() throws Exception;
    }

    /** Makes ready what is measured at a rate. */
    private interface Measured {
        Ready at(int rate, double seconds) throws Exception;
    }

    /** Warms up, then measures at each rate. */
    private void measure(Setup setup, String what, String round, Measured warmUp, Measured at) throws Exception {
        setup.progress().step("visible: " + what + round + ", warming up");
        warmUps.put(
                what,
                WarmUp.run(setup, seconds -> warmUp.at(JUDGED_RATE, seconds).begin()));
        for (int rate : setup.visible().rates()) {
            setup.progress().step("visible: %s, %,d trades/s".formatted(what + round, rate));
            measured.computeIfAbsent(what, _ -> new TreeMap<>())
                    .computeIfAbsent(rate, _ -> new ArrayList<>())
                    .add(at.at(rate, setup.scaledSeconds(SECONDS)).begin());
        }
    }

    /** What a trade costs in batches of thousands, beside which those that come one by one are judged. */
    private void drain(Setup setup, String round) throws Exception {
        int trades = setup.scaled(DRAINED);
        setup.progress().step("visible: draining %,d trades%s".formatted(trades, round));
        Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, setup.scaled(KEYS)), setup.progress());
        drained.add(WorkerRun.drain(setup, DATABASE, trades).microsPerTrade());
    }

    private void worker(Setup setup, String name, String round, List<String> settings) throws Exception {
        Topic.fresh(setup.site());
        LiveApps.forgetGroup(setup);
        Map<Integer, List<LiveCost>> ofRates = costs.computeIfAbsent(name, _ -> new TreeMap<>());
        try (LiveApps apps = LiveApps.start(setup, DATABASE, settings)) {
            Measured offered = (rate, seconds) -> offered(apps, rate, seconds);
            measure(setup, name, round, offered, (rate, seconds) -> {
                Ready ready = offered.at(rate, seconds);
                return () -> {
                    LiveCost before = apps.cost();
                    Seen seen = ready.begin();
                    ofRates.computeIfAbsent(rate, _ -> new ArrayList<>())
                            .add(apps.cost().since(before));
                    return seen;
                };
            });
        }
    }

    private static Ready offered(LiveApps apps, int rate, double seconds) {
        LiveApps.Offer offer = apps.offer(rate, seconds);
        return () -> new Seen(offer.send());
    }

    private void floor(Setup setup, String round) throws Exception {
        setup.site().databases().create(DATABASE);
        try (Floor peer = Floor.start(setup.site(), DATABASE, Probes.PER_SECOND, Probes.EVERY_MILLIS)) {
            Measured run = (rate, seconds) -> () -> new Seen(peer.run(rate, seconds), 0, OptionalDouble.empty());
            measure(setup, FLOOR, round, run, run);
        }
    }

    private void plain(Setup setup, String round) throws Exception {
        Topic topic = Topic.fresh(setup.site());
        setup.site().databases().create(DATABASE);
        try (LiveApps apps = LiveApps.withoutWorker(setup, DATABASE);
                Crew crew = PlainPeer.startLive(setup.site(), topic, DATABASE)) {
            Measured offered = (rate, seconds) -> {
                Ready ready = offered(apps, rate, seconds);
                return () -> {
                    Seen seen = ready.begin();
                    crew.done();
                    return seen;
                };
            };
            measure(setup, PLAIN, round, offered, offered);
        }
    }

    private void streams(Setup setup, String round, int commitMillis) throws Exception {
        Topic topic = Topic.fresh(setup.site());
        setup.site().databases().create(DATABASE);
        String name = "%s, commit interval %d ms".formatted(STREAMS, commitMillis);
        try (StreamsPeer peer = StreamsPeer.start(setup.site(), commitMillis, STREAMS_THREADS)
                        .ready();
                LiveApps apps = LiveApps.posting(setup, DATABASE, peer.uri())) {
            Measured offered = (rate, seconds) -> offered(apps, rate, seconds);
            measure(setup, name, round, offered, (rate, seconds) -> {
                Ready ready = offered.at(rate, seconds);
                return () -> {
                    ProcessorTimes before = ProcessorTimes.of(setup.site(), peer.program());
                    Seen seen = ready.begin();
                    ProcessorTimes times =
                            ProcessorTimes.of(setup.site(), peer.program()).since(before);
                    streamsCosts.put(
                            "%s at %,d trades/s".formatted(name, rate), times.perMillion((long) (rate * seconds)));
                    return seen;
                };
            });
            peer.requireRight(topic);
        }
    }

    /** In a run of its own, since counting takes time. */
    private void count(Setup setup) throws Exception {
        Topic.fresh(setup.site());
        LiveApps.forgetGroup(setup);
        try (CountedStatements counted = setup.site().countStatements();
                LiveApps apps = LiveApps.start(setup, DATABASE, counted)) {
            setup.progress().step("visible: counting statements, warming up");
            apps.offer(JUDGED_RATE, setup.scaledSeconds(COUNTED_SECONDS)).send();
            for (int rate : setup.visible().rates()) {
                setup.progress().step("visible: counting statements, %,d trades/s".formatted(rate));
                LiveApps.Offer offer = apps.offer(rate, setup.scaledSeconds(COUNTED_SECONDS));
                CountedStatements.Count before = counted.now();
                LiveCost costBefore = apps.cost();
                offer.send();
                LiveCost cost = apps.cost().since(costBefore);
                CountedStatements.Count count = counted.now().since(before);
                counts.put(
                        rate,
                        "%.1f round trips and %.1f statements of the worker for a batch of %.1f trades"
                                .formatted(
                                        count.roundTrips() / cost.batches(),
                                        count.statements() / cost.batches(),
                                        cost.tradesPerBatch()));
            }
        }
    }

    private Result result(Setup setup) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("a drain: processor time by trade", "µs", drained));
        for (int rate : setup.visible().rates()) {
            figures.addAll(latencies(rate));
            figures.addAll(posted(rate));
            costs.forEach((name, ofRates) -> figures.addAll(costs(name, rate, ofRates)));
        }
        List<String> notes = new ArrayList<>();
        notes.add(
                "%,d of the trades each second are probes; a summary is asked for every %d ms (or tenth of the wait) until it shows the trade"
                        .formatted(Probes.PER_SECOND, Probes.EVERY_MILLIS));
        warmUps.forEach((name, warmUp) -> notes.add("%s, the last round: %s".formatted(name, warmUp)));
        notes.add("processor time by trade: of the worker, and of PostgreSQL's sessions for it");
        costs.forEach((name, ofRates) -> ofRates.forEach((rate, rounds) ->
                notes.add("%s at %,d trades/s, the last round: %s".formatted(name, rate, rounds.getLast()))));
        if (!streamsCosts.isEmpty()) {
            notes.add(
                    "(c) does less: state only, no journal, no SQL, no repeats by ref_id; an answer may show what is not committed yet; its state was compared with the log");
        }
        streamsCosts.forEach((name, cost) ->
                notes.add("%s, the last round: processor time per million trades: %s".formatted(name, cost)));
        counts.forEach(
                (rate, count) -> notes.add("at %,d trades/s, counted in a run of its own: %s".formatted(rate, count)));
        measured.forEach((name, ofRates) -> ofRates.forEach((rate, rounds) -> {
            long refused = rounds.stream().mapToLong(Seen::refused).sum();
            if (refused > 0) {
                notes.add("%s at %,d trades/s: %,d posts were not accepted".formatted(name, rate, refused));
            }
        }));
        return new Result("visible", "from when a post was due until the summary shows it", figures, notes);
    }

    private List<Figure> latencies(int rate) {
        List<Figure> figures = new ArrayList<>();
        for (int percentile : List.of(50, 99)) {
            Figure ours = figure(OURS, "", rate, percentile);
            figures.add(judged(ours, rate, percentile));
            measured.keySet().stream()
                    .filter(name -> !name.equals(OURS))
                    .map(name -> beside(name, figure(name, " of " + name, rate, percentile), ours, rate, percentile))
                    .forEach(figures::add);
        }
        figures.add(Figure.of(
                "%,d trades/s: max".formatted(rate),
                "ms",
                rounds(OURS, rate).stream()
                        .map(seen -> seen.latencies().maxMillis())
                        .toList()));
        return figures;
    }

    /** Probes have connections of their own: a post that waits for another one is late, and no probe notices. */
    private List<Figure> posted(int rate) {
        List<Figure> figures = new ArrayList<>();
        measured.forEach((name, ofRates) -> {
            List<Double> percents = ofRates.getOrDefault(rate, List.of()).stream()
                    .flatMap(seen -> seen.percent().stream().boxed())
                    .toList();
            if (!percents.isEmpty()) {
                String of = name.equals(OURS) ? "" : " by ingest-api beside " + name;
                Figure posted =
                        Figure.of("%,d trades/s: posts answered within 1 s%s".formatted(rate, of), "%", percents);
                figures.add(
                        name.equals(OURS)
                                ? posted.with(Target.atLeast(LEAST_POSTED_PERCENT, " %", posted.median()))
                                : posted);
            }
        });
        return figures;
    }

    private Figure judged(Figure ours, int rate, int percentile) {
        if (rate == JUDGED_RATE) {
            return ours.with(Target.atMost(percentile == 50 ? 60 : 250, " ms", ours.median()));
        }
        if (rate == HIGHEST_RATE
                && percentile == 99
                && !rounds(OURS, JUDGED_RATE).isEmpty()) {
            double lower = figure(OURS, "", JUDGED_RATE, percentile).median();
            return ours.with(Target.atMost(3, " × that at 2,000", ours.median() / lower));
        }
        return ours;
    }

    private static Figure beside(String name, Figure theirs, Figure ours, int rate, int percentile) {
        Figure beside = theirs.beside(ours);
        double ratio = ours.median() / theirs.median();
        return switch (name) {
            case FLOOR ->
                rate == JUDGED_RATE ? beside.with(Target.atMost(percentile == 50 ? 1.5 : 2, " ×", ratio)) : beside;
            case PLAIN -> beside.with(Target.atMost(1, " ×", ratio));
            default ->
                rate == JUDGED_RATE && percentile == 99 && name.startsWith(STREAMS)
                        ? beside.with(Target.atMost(1, " ×", ratio))
                        : beside;
        };
    }

    private Figure figure(String name, String of, int rate, int percentile) {
        return Figure.of(
                "%,d trades/s: p%d%s".formatted(rate, percentile, of),
                "ms",
                rounds(name, rate).stream()
                        .map(seen -> seen.latencies().millis(percentile))
                        .toList());
    }

    private List<Figure> costs(String name, int rate, Map<Integer, List<LiveCost>> ofRates) {
        List<LiveCost> rounds = Objects.requireNonNull(ofRates.get(rate));
        String of = name.equals(OURS) ? "" : " of " + name;
        Figure cost = Figure.of(
                "%,d trades/s: processor time by trade%s".formatted(rate, of),
                "µs",
                rounds.stream().map(LiveCost::microsPerTrade).toList());
        double times = cost.median() / Spread.of(drained).median();
        return List.of(
                rate == JUDGED_RATE ? cost.with(Target.atMost(MOST_TIMES_DRAINED, " × that of a drain", times)) : cost,
                Figure.of(
                        "%,d trades/s: trades in a batch%s".formatted(rate, of),
                        "trades",
                        rounds.stream().map(LiveCost::tradesPerBatch).toList()));
    }

    private List<Seen> rounds(String name, int rate) {
        return measured.getOrDefault(name, Map.of()).getOrDefault(rate, List.of());
    }
}
