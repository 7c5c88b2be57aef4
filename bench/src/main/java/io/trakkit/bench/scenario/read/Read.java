package io.trakkit.bench.scenario.read;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.Prices;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.PlainReads;
import io.trakkit.bench.peer.RedisReads;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.ProcessorTimes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Answers of query-api, beside the same SQL by plain JDBC and the same keys from Redis by a plain socket. */
public final class Read implements Scenario {

    private static final int TRADES = 1_000_000;
    private static final int KEYS = 100_000;
    private static final String DATABASE = "reading";

    /** Deep in a list of a million. */
    private static final int DEEP_PAGE = 10_000;

    private final Map<Question, ReadFigures> measured = new LinkedHashMap<>();

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        Site site = setup.site();
        fill(setup, trades, keys);
        App query = site.readyQuery(DATABASE);
        List<Question> questions = Question.all(site, DATABASE, query, Math.min(DEEP_PAGE, trades / 20));
        int most = questions.stream().mapToInt(Question::connections).max().orElseThrow();
        try (PlainReads plain = PlainReads.connect(site, DATABASE, most)) {
            for (Question question : questions) {
                setup.progress().step("read: warming up for " + question.name());
                measure(setup, query, plain, question, new ReadFigures());
            }
            for (int round = 1; round <= setup.rounds(); round++) {
                for (Question question : questions) {
                    setup.progress()
                            .step("read: %s (round %d of %d)".formatted(question.name(), round, setup.rounds()));
                    measure(setup, query, plain, question, measured.computeIfAbsent(question, _ -> new ReadFigures()));
                }
            }
        }
        site.stop(query);
        site.databases().drop(DATABASE);
        return result("%,d trades on %,d keys".formatted(trades, keys));
    }

    private static void fill(Setup setup, int trades, int keys) throws Exception {
        setup.progress().step("read: filling the database");
        Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, keys), setup.progress());
        WorkerRun.drain(setup, DATABASE, trades);
        try (Connection connection = setup.site().databases().connect(DATABASE);
                Statement statement = connection.createStatement()) {
            Prices.recordRate(connection);
            // What autovacuum does in time.
            statement.execute("VACUUM ANALYZE");
        }
        try (RedisReads redis = RedisReads.connect(setup.site().redis())) {
            Prices.set(redis, RandomTrades.tickers());
        }
    }

    private static void measure(Setup setup, App query, PlainReads plain, Question question, ReadFigures figures)
            throws Exception {
        if (question.pricesMove()) {
            whilePricesMove(setup, () -> askBoth(setup, query, plain, question, figures));
        } else {
            askBoth(setup, query, plain, question, figures);
        }
    }

    /** The app, then its peer. */
    private static void askBoth(Setup setup, App query, PlainReads plain, Question question, ReadFigures figures)
            throws Exception {
        ProcessorTimes before = ProcessorTimes.ofReading(setup.site(), query);
        Load.Outcome outcome = ask(setup, query, question);
        figures.add(outcome, ProcessorTimes.ofReading(setup.site(), query).since(before));
        figures.add(askPlainly(setup, plain, question));
    }

    private interface Asking {
        void run() throws Exception;
    }

    private static void whilePricesMove(Setup setup, Asking asking) throws Exception {
        try (RedisReads redis = RedisReads.connect(setup.site().redis());
                ScheduledExecutorService feed = Executors.newSingleThreadScheduledExecutor()) {
            Future<?> moving = feed.scheduleAtFixedRate(
                    () -> {
                        try {
                            Prices.set(redis, RandomTrades.tickers());
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    0,
                    1,
                    TimeUnit.SECONDS);
            asking.run();
            if (moving.isDone()) {
                moving.get();
            }
        }
    }

    private static PlainReads.Outcome askPlainly(Setup setup, PlainReads plain, Question question) throws Exception {
        return plain.run(setup.scaled(question.times()), question.connections(), question.plain());
    }

    private static Load.Outcome ask(Setup setup, App query, Question question) throws Exception {
        List<byte[]> requests = question.paths().stream()
                .map(path -> HttpConnection.withKey(
                        HttpConnection.get(query.uri(), path), setup.site().key()))
                .toList();
        Load.Outcome outcome = new Load(query.uri(), question.connections())
                .closed(
                        setup.scaled(question.times()),
                        (connection, number) -> connection
                                        .exchange(requests.get((int) (number % requests.size())))
                                        .status()
                                == 200);
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " questions were not answered");
        }
        return outcome;
    }

    private Result result(String setting) {
        List<Figure> figures = new ArrayList<>();
        measured.forEach((question, rounds) -> figures.addAll(rounds.of(question)));
        figures.add(depth());
        List<String> notes = measured.entrySet().stream()
                .map(entry -> entry.getValue().cost(entry.getKey().name()))
                .toList();
        return new Result("read", setting, figures, notes);
    }

    /** What the deep page costs of what the first does. */
    private Figure depth() {
        List<ReadFigures> lists = measured.entrySet().stream()
                .filter(entry -> entry.getKey().isTradeList())
                .map(Map.Entry::getValue)
                .toList();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < lists.getFirst().p50().size(); round++) {
            ratios.add(lists.getLast().p50().get(round) / lists.getFirst().p50().get(round));
        }
        Figure ratio = Figure.of("deep page ÷ first page, by p50", "times", ratios);
        return ratio.with(Target.atMost(1.25, "", ratio.median()));
    }
}
