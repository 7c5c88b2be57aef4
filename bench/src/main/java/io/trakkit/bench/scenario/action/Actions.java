package io.trakkit.bench.scenario.action;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.Portfolios;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.SplitPositions;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Probes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A split of a ticker that ten thousand portfolios hold, recorded and withdrawn over HTTP: by itself, and beside a load of
 * trades of this ticker and of others. Readers look on and must never see half of a position; once the split is withdrawn, the
 * digest must be the one before.
 */
public final class Actions implements Scenario {

    private static final String DATABASE = "actions";
    private static final int KEYS = 100_000;
    private static final int CONNECTIONS = 32;
    private static final int PER_SECOND = 500;
    private static final double SECONDS = 30;

    /** One trade of this number is of the ticker that is split. */
    private static final int OF_TICKER = 4;

    /** One portfolio of this number, of the last ones, gets trades of the load. */
    private static final int LOADED = 10;

    private static final long LOOK_EVERY = 200_000_000;

    private final List<Double> alone = new ArrayList<>();
    private final List<Double> beside = new ArrayList<>();
    private final Offered quiet = new Offered();
    private final Offered refolding = new Offered();
    private long seed;
    private int recorded;

    /** What became of the load in each round. */
    private record Offered(List<Double> p50, List<Double> p99, List<Double> applied, List<Double> waiting) {

        Offered() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(Latencies visible, double perSecond, long mostWaiting) {
            p50.add(visible.millis(50));
            p99.add(visible.millis(99));
            applied.add(perSecond);
            waiting.add((double) mostWaiting);
        }

        List<Figure> figures(String when) {
            return List.of(
                    Figure.of("visible, " + when + ": p50", "ms", p50),
                    Figure.of("visible, " + when + ": p99", "ms", p99),
                    Figure.of("applied, " + when, "trades/s", applied),
                    Figure.of("most trades waiting, " + when, "trades", waiting));
        }
    }

    /** What runs. */
    private record Running(Setup setup, Topic topic, App worker, App ingest, App query, Connection database) {

        int portfolios() {
            return setup.portfolios();
        }

        /** The first portfolio that the load adds trades to. */
        long firstLoaded() {
            return SplitPositions.id(portfolios() - portfolios() / LOADED);
        }

        String digest(long belowPortfolio) throws Exception {
            return PositionDigest.of(setup.site().databases(), DATABASE, SplitPositions.TICKER, belowPortfolio);
        }

        long logged() throws Exception {
            return topic.ends().values().stream().mapToLong(Long::longValue).sum();
        }

        long applied() {
            return WorkerRun.progress(database, worker);
        }
    }

    /** Work that runs beside the load until it is stopped. */
    private interface Beside {

        void run(AtomicBoolean over) throws Exception;
    }

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        SplitPositions positions = new SplitPositions(setup.portfolios());
        Topic topic = Topic.fresh(site);
        topic.load(positions, setup.progress());
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        try (Connection connection = site.databases().connect(DATABASE)) {
            Portfolios.insert(connection, positions.portfolios());
        }
        App worker = site.startWorker(DATABASE);
        App ingest = site.readyIngest(DATABASE);
        App query = site.readyQuery(DATABASE);
        SplitReads reads = new SplitReads(query.uri(), site.key(), setup.portfolios());
        try (Connection connection = site.databases().connect(DATABASE)) {
            measure(new Running(setup, topic, worker, ingest, query, connection), reads);
        }
        List.of(query, ingest, worker).forEach(site::stop);
        site.databases().drop(DATABASE);
        return result(setup.portfolios(), reads);
    }

    private void measure(Running running, SplitReads reads) throws Exception {
        Setup setup = running.setup();
        Probes probes = new Probes(
                running.ingest().uri(), running.query().uri(), setup.site().key());
        awaitApplied(running);
        String untouched = running.digest(running.firstLoaded());
        setup.progress().step("actions: warming up");
        offered(running, probes, new Offered(), _ -> {});
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("actions: a split by itself" + of);
            byItself(running, reads);
            setup.progress().step("actions: the load by itself" + of);
            offered(running, probes, quiet, _ -> {});
            setup.progress().step("actions: splits beside the load" + of);
            offered(running, probes, refolding, over -> splits(running, reads, over));
            requireEqual(untouched, running.digest(running.firstLoaded()));
        }
    }

    private void byItself(Running running, SplitReads reads) throws Exception {
        reads.learnBefore();
        String before = running.digest(Long.MAX_VALUE);
        SplitAction split = next(running);
        alone.add(split.record());
        requireAllSplit(running);
        reads.learnAfter();
        alone.add(split.withdraw());
        requireEqual(before, running.digest(Long.MAX_VALUE));
    }

    private SplitAction next(Running running) {
        recorded++;
        return new SplitAction(
                running.ingest().uri(),
                running.query().uri(),
                running.setup().site().key(),
                "bench-" + running.setup().portfolios() + "-" + recorded);
    }

    /** Portfolios of a kind that the load leaves alone must all be alike. */
    private static void requireAllSplit(Running running) throws Exception {
        long different = Databases.number(running.database(), """
                SELECT count(*)
                FROM (SELECT DISTINCT (portfolio_id - %d) %% %d, held, cost, realised, income
                      FROM summaries
                      WHERE ticker = '%s' AND portfolio_id < %d) AS positions
                """.formatted(
                        SplitPositions.id(0), SplitPositions.KINDS, SplitPositions.TICKER, running.firstLoaded()));
        if (different != SplitPositions.KINDS) {
            throw new IllegalStateException(
                    "%d different positions in %d kinds of portfolios".formatted(different, SplitPositions.KINDS));
        }
    }

    private static void requireEqual(String before, String after) {
        if (!after.equals(before)) {
            throw new IllegalStateException(
                    "After the withdrawal the digest is %s, before the split it was %s".formatted(after, before));
        }
    }

    /** Records a split and withdraws it, again and again, while readers look on. */
    private void splits(Running running, SplitReads reads, AtomicBoolean over) throws Exception {
        try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
            Future<?> reading = aside.submit(() -> {
                while (!over.get()) {
                    reads.run(1);
                }
                return null;
            });
            while (!over.get()) {
                SplitAction split = next(running);
                beside.add(split.record());
                beside.add(split.withdraw());
            }
            reading.get();
        }
    }

    /** Offers the load, with probes and something else beside it, and waits until all of it is applied. */
    private void offered(Running running, Probes probes, Offered offered, Beside beside) throws Exception {
        double seconds = Math.max(3, SECONDS * Math.min(1, running.setup().scale()));
        int posts = (int) ((PER_SECOND - Probes.PER_SECOND) * seconds);
        List<byte[]> requests = requests(running, posts);
        long before = running.applied();
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService aside = Executors.newFixedThreadPool(3)) {
            Future<Latencies> probed = aside.submit(() -> probes.run(seconds));
            Future<Long> waiting = aside.submit(() -> mostWaiting(running, over));
            Future<?> other = aside.submit(() -> {
                beside.run(over);
                return null;
            });
            Load.Outcome load;
            double perSecond;
            try {
                load = new Load(running.ingest().uri(), CONNECTIONS)
                        .open(
                                (double) PER_SECOND - Probes.PER_SECOND,
                                seconds,
                                (connection, number) -> connection
                                                .exchange(requests.get((int) number))
                                                .status()
                                        == Posts.ACCEPTED);
                perSecond = (running.applied() - before) / load.seconds();
            } finally {
                over.set(true);
            }
            if (load.failed() > 0) {
                throw new IllegalStateException(load.failed() + " posts were not accepted");
            }
            offered.add(probed.get(), perSecond, waiting.get());
            other.get();
        }
        awaitApplied(running);
    }

    private List<byte[]> requests(Running running, int posts) {
        seed++;
        String key = running.setup().site().key();
        List<byte[]> requests = Posts.requests(
                running.ingest().uri(),
                RandomTrades.uniform(posts, running.setup().scaled(KEYS)).seeded(seed),
                key);
        for (int i = 0; i < posts; i += OF_TICKER) {
            long portfolio = running.firstLoaded() + i / OF_TICKER % (running.portfolios() / LOADED);
            requests.set(
                    i,
                    HttpConnection.withKey(
                            HttpConnection.post(running.ingest().uri(), Posts.TRADE, """
                            {"ref_id":"%s%d-%d","user_id":"%s","portfolio":%d,"trade_type":1,"security_type":"stock",\
                            "ticker":"%s","volume":1,"amount":"%s","status":"success",\
                            "executed_at":"2024-03-01T10:00:00Z"}""".formatted(
                                            SplitReads.ADDED,
                                            seed,
                                            i,
                                            RandomTrades.owner(portfolio),
                                            portfolio,
                                            SplitPositions.TICKER,
                                            SplitReads.PRICE)),
                            key));
        }
        return requests;
    }

    private static long mostWaiting(Running running, AtomicBoolean over) throws Exception {
        long most = 0;
        try (Connection connection = running.setup().site().databases().connect(DATABASE)) {
            while (!over.get()) {
                most = Math.max(most, running.logged() - WorkerRun.progress(connection, running.worker()));
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
        return most;
    }

    private static void awaitApplied(Running running) throws Exception {
        Rate.watch(running::applied, running.logged(), running.setup().progress());
        long deadLetters = Databases.number(running.database(), "SELECT count(*) FROM dead_letters");
        if (deadLetters > 0) {
            throw new IllegalStateException(deadLetters + " dead letters");
        }
    }

    private Result result(int portfolios, SplitReads reads) {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.of("recorded or withdrawn, by itself", "s", alone));
        figures.add(Figure.of("  the same", "positions/s", rates(portfolios, alone)));
        figures.add(Figure.of("recorded or withdrawn, beside the load", "s", beside));
        figures.add(Figure.of("  the same", "positions/s", rates(portfolios, beside)));
        figures.addAll(quiet.figures("the load by itself"));
        figures.addAll(refolding.figures("splits beside it"));
        return new Result(
                "actions",
                "a split of %,d positions; %,d trades/s, one in %d of the same ticker"
                        .formatted(portfolios, PER_SECOND, OF_TICKER),
                figures,
                List.of(
                        "from the request until every position is folded again; beside the load, one follows the other",
                        "readers beside the load: " + reads.counts() + ", none of a half",
                        "after each withdrawal the digest is the one before"));
    }

    private static List<Double> rates(int portfolios, List<Double> seconds) {
        return seconds.stream().map(each -> portfolios / each).toList();
    }
}
