package io.trakkit.bench.scenario.client;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.ProcessorTimes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.RefId;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * What keys, limits and row-level security cost: a database with policies, asked with a key, beside one without policies, asked
 * in open mode. The roles, the client of each statement and the checks that an open app makes are part of both.
 */
public final class Guarded implements Scenario {

    private static final int TRADES = 500_000;
    private static final int KEYS = 100_000;
    private static final int READS = 20_000;
    private static final int POSTS = 40_000;
    private static final int CONNECTIONS = 8;
    private static final int POSTING_CONNECTIONS = 64;

    /** The round before the others is longer, so that what the compilers do for either way is not in the figures. */
    private static final int WARM_UP = 4;

    /** The two ways take turns so often in a round: a machine that is slower for some seconds is so for both. */
    private static final int SLICES = 10;

    /** The most that it may cost. */
    private static final double LEAST_PERCENT = 95;

    private final List<Compared> compared = new ArrayList<>();
    private long seed = 1;

    /** One of the two ways, with the database that it uses. */
    private enum Way {
        PLAIN("guarded_not", "in open mode, without policies"),
        GUARDED("guarded", "with keys, limits and policies");

        private final String database;
        private final String text;

        /** Each is the first one in every other round: what comes later may find a slower machine, or a warmer one. */
        static List<Way> inTurns(int round) {
            return round % 2 == 0 ? List.of(GUARDED, PLAIN) : List.of(PLAIN, GUARDED);
        }

        Way(String database, String text) {
            this.database = database;
            this.text = text;
        }
    }

    /** The rates of both ways, round by round, and the processor time of the last round. */
    private record Compared(String name, String unit, Map<Way, List<Double>> rates, Map<Way, String> costs) {

        Compared(String name, String unit) {
            this(name, unit, new EnumMap<>(Way.class), new EnumMap<>(Way.class));
        }

        void add(Way way, double rate, String cost) {
            rates.computeIfAbsent(way, _ -> new ArrayList<>()).add(rate);
            costs.put(way, cost);
        }

        List<Figure> figures() {
            Figure ours = figure(Way.GUARDED);
            Figure plain = figure(Way.PLAIN).beside(ours);
            double percent = 100 * ours.median() / plain.median();
            return List.of(ours, plain.with(Target.atLeast(LEAST_PERCENT, " %", percent)));
        }

        private Figure figure(Way way) {
            return Figure.of(name + ", " + way.text, unit, rates.getOrDefault(way, List.of()));
        }

        List<String> notes() {
            return costs.entrySet().stream()
                    .map(each -> "processor time per million, the last round, %s, %s: %s"
                            .formatted(name, each.getKey().text, each.getValue()))
                    .toList();
        }
    }

    /** What the slices of a round come to. */
    private static final class Sums {

        private final Map<Way, Double> seconds = new EnumMap<>(Way.class);
        private final Map<Way, Long> answers = new EnumMap<>(Way.class);
        private final Map<Way, ProcessorTimes> times = new EnumMap<>(Way.class);

        void measure(Way way, Callable<Load.Outcome> slice, Supplier<ProcessorTimes> clock) throws Exception {
            ProcessorTimes before = clock.get();
            Load.Outcome outcome = slice.call();
            times.merge(way, clock.get().since(before), ProcessorTimes::plus);
            seconds.merge(way, outcome.seconds(), Double::sum);
            answers.merge(way, outcome.latencies().count(), Long::sum);
        }

        void addTo(Compared compared) {
            answers.forEach((way, count) -> compared.add(
                    way,
                    count / Objects.requireNonNull(seconds.get(way)),
                    Objects.requireNonNull(times.get(way)).perMillion(count)));
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        drain(setup, trades);
        read(setup, trades);
        post(setup);
        for (Way way : Way.values()) {
            setup.site().databases().drop(way.database);
        }
        return new Result(
                "guarded",
                "%,d trades on %,d keys".formatted(trades, setup.scaled(KEYS)),
                compared.stream().flatMap(each -> each.figures().stream()).toList(),
                compared.stream().flatMap(each -> each.notes().stream()).toList());
    }

    private Compared compare(String name, String unit) {
        Compared next = new Compared(name, unit);
        compared.add(next);
        return next;
    }

    private void drain(Setup setup, int trades) throws Exception {
        Compared drains = compare("drain", "trades/s");
        Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, setup.scaled(KEYS)), setup.progress());
        for (int round = 1; round <= setup.rounds(); round++) {
            for (Way way : Way.inTurns(round)) {
                setup.progress().step("guarded: drain %s (round %d of %d)".formatted(way.text, round, setup.rounds()));
                setup.site().databases().protectTemplate(way == Way.GUARDED);
                WorkerRun run = WorkerRun.drain(setup, way.database, trades);
                drains.add(way, run.rate().sustained(), run.cost());
            }
        }
        for (Way way : Way.values()) {
            try (Connection connection = setup.site().databases().connect(way.database);
                    Statement statement = connection.createStatement()) {
                // What autovacuum does in time.
                statement.execute("VACUUM ANALYZE");
            }
        }
    }

    private static App start(Setup setup, Way way, String app) {
        return way == Way.GUARDED
                ? setup.site().ready(app, way.database, List.of())
                : setup.site().readyInOpenMode(app, way.database);
    }

    private void read(Setup setup, int trades) throws Exception {
        List<RefId> refIds = new ArrayList<>();
        Iterator<TradeEvent> events =
                RandomTrades.uniform(trades, setup.scaled(KEYS)).events();
        for (int i = 0; i < 1_000 && events.hasNext(); i++) {
            refIds.add(Posts.trade(events.next()).refId());
        }
        List<String> summaries = RandomTrades.portfolios()
                .skip(2)
                .limit(200)
                .mapToObj(id -> "/api/v1/portfolio-summary/?user_id=%s&portfolio_id=%d"
                        .formatted(RandomTrades.owner(id).value(), id))
                .toList();
        List<String> single =
                refIds.stream().map(refId -> Posts.TRADE + refId.value() + "/").toList();
        App plain = start(setup, Way.PLAIN, Site.QUERY);
        App guarded = start(setup, Way.GUARDED, Site.QUERY);
        ask(setup, compare("summary page", "answers/s"), summaries, plain, guarded);
        ask(setup, compare("one trade", "answers/s"), single, plain, guarded);
        List.of(plain, guarded).forEach(setup.site()::stop);
    }

    private void ask(Setup setup, Compared reads, List<String> paths, App plain, App guarded) throws Exception {
        Map<Way, List<byte[]>> requests = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            App query = way == Way.GUARDED ? guarded : plain;
            requests.put(
                    way,
                    paths.stream()
                            .map(path -> request(setup, HttpConnection.get(query.uri(), path), way))
                            .toList());
        }
        for (int round = 0; round <= setup.rounds(); round++) {
            setup.progress().step("guarded: %s (%s)".formatted(reads.name(), roundText(setup, round)));
            Sums sums = new Sums();
            for (int slice = 0; slice < SLICES; slice++) {
                for (Way way : Way.inTurns(slice)) {
                    App query = way == Way.GUARDED ? guarded : plain;
                    int times = times(setup, READS, round);
                    List<byte[]> asked = Objects.requireNonNull(requests.get(way));
                    sums.measure(
                            way,
                            () -> load(query, CONNECTIONS, asked, times, 200),
                            () -> ProcessorTimes.ofReading(setup.site(), query));
                }
            }
            if (round > 0) {
                sums.addTo(reads);
            }
        }
    }

    private void post(Setup setup) throws Exception {
        Compared posts = compare("posts", "posts/s");
        Topic.fresh(setup.site());
        App plain = start(setup, Way.PLAIN, Site.INGEST);
        App guarded = start(setup, Way.GUARDED, Site.INGEST);
        for (int round = 0; round <= setup.rounds(); round++) {
            setup.progress().step("guarded: posts (%s)".formatted(roundText(setup, round)));
            Sums sums = new Sums();
            for (int slice = 0; slice < SLICES; slice++) {
                for (Way way : Way.inTurns(slice)) {
                    App ingest = way == Way.GUARDED ? guarded : plain;
                    int times = times(setup, POSTS, round);
                    List<byte[]> requests = Posts.requests(
                            ingest.uri(),
                            RandomTrades.uniform(times, setup.scaled(KEYS)).seeded(++seed),
                            request -> request(setup, request, way));
                    sums.measure(
                            way,
                            () -> load(ingest, POSTING_CONNECTIONS, requests, times, Posts.ACCEPTED),
                            () -> ProcessorTimes.of(setup.site(), ingest));
                }
            }
            if (round > 0) {
                sums.addTo(posts);
            }
        }
        List.of(plain, guarded).forEach(setup.site()::stop);
    }

    /** Of a slice. */
    private static int times(Setup setup, int each, int round) {
        return setup.scaled((round == 0 ? WARM_UP * each : each) / SLICES);
    }

    private static String roundText(Setup setup, int round) {
        return round == 0 ? "warming up" : "round %d of %d".formatted(round, setup.rounds());
    }

    private static byte[] request(Setup setup, byte[] request, Way way) {
        return way == Way.GUARDED ? HttpConnection.withKey(request, setup.site().key()) : request;
    }

    private static Load.Outcome load(App app, int connections, List<byte[]> requests, int times, int status)
            throws Exception {
        Load.Outcome outcome = new Load(app.uri(), connections)
                .closed(
                        times,
                        (connection, number) -> connection
                                        .exchange(requests.get((int) (number % requests.size())))
                                        .status()
                                == status);
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " requests were not answered with " + status);
        }
        return outcome;
    }
}
