package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.JdbcReads;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Spread;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Answers of query-api over 32 connections, beside the same SQL by plain JDBC over as many. */
public final class Read implements Scenario {

    private static final int TRADES = 1_000_000;
    private static final int KEYS = 100_000;
    private static final int CONNECTIONS = 32;
    private static final String DATABASE = "reading";

    /** Deep in a list of a million. */
    private static final int DEEP_PAGE = 10_000;

    private final Map<Question, Measured> measured = new LinkedHashMap<>();

    /** Of one question, over the rounds. */
    private record Measured(
            List<Double> rate,
            List<Double> p50,
            List<Double> p99,
            List<Double> jdbcRate,
            List<Double> appMicros,
            List<Double> databaseMicros) {

        Measured() {
            this(
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>(),
                    new ArrayList<>());
        }

        /** Processor time for an answer: what bounds it where all share the processors. */
        String cost(String name) {
            return "processor time for an answer, %s: query-api %.0f µs, PostgreSQL %.0f µs"
                    .formatted(
                            name.strip(),
                            Spread.of(appMicros).median(),
                            Spread.of(databaseMicros).median());
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        Site site = setup.site();
        fill(setup, trades, keys);
        App query = site.readyQuery(DATABASE);
        List<Question> questions = Question.all(site, DATABASE, query, Math.min(DEEP_PAGE, trades / 20));
        questions.forEach(question -> measured.put(question, new Measured()));
        try (JdbcReads jdbc = jdbc(site)) {
            for (Question question : questions) {
                setup.progress().step("read: warming up for " + question.name());
                ask(setup, query, question);
                jdbc.run(setup.scaled(question.times()), question.sql(), new Latencies());
            }
            for (int round = 1; round <= setup.rounds(); round++) {
                for (Question question : questions) {
                    setup.progress()
                            .step("read: %s (round %d of %d)".formatted(question.name(), round, setup.rounds()));
                    measure(setup, query, jdbc, question);
                }
            }
        }
        site.stop(query);
        site.databases().drop(DATABASE);
        return result("%,d trades on %,d keys, %d connections".formatted(trades, keys, CONNECTIONS));
    }

    private static void fill(Setup setup, int trades, int keys) throws Exception {
        setup.progress().step("read: filling the database");
        Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, keys), setup.progress());
        WorkerRun.drain(setup, DATABASE, trades);
        try (Connection connection = setup.site().databases().connect(DATABASE);
                Statement statement = connection.createStatement()) {
            // What autovacuum does in time.
            statement.execute("VACUUM ANALYZE");
        }
    }

    private static JdbcReads jdbc(Site site) throws Exception {
        List<Connection> connections = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(site.databases().connect(DATABASE));
        }
        return new JdbcReads(connections);
    }

    private void measure(Setup setup, App query, JdbcReads jdbc, Question question) throws Exception {
        Measured figures = measured.computeIfAbsent(question, _ -> new Measured());
        Duration appBefore = ProcessorTimes.time(query.process());
        Duration databaseBefore = setup.site().databases().processorTime();
        Load.Outcome outcome = ask(setup, query, question);
        figures.appMicros().add(micros(ProcessorTimes.time(query.process()).minus(appBefore), outcome));
        figures.databaseMicros()
                .add(micros(setup.site().databases().processorTime().minus(databaseBefore), outcome));
        figures.rate().add(outcome.perSecond());
        figures.p50().add(outcome.latencies().millis(50));
        figures.p99().add(outcome.latencies().millis(99));
        figures.jdbcRate().add(jdbc.run(setup.scaled(question.times()), question.sql(), new Latencies()));
    }

    private static double micros(Duration time, Load.Outcome outcome) {
        return time.toNanos() / 1e3 / outcome.latencies().count();
    }

    private static Load.Outcome ask(Setup setup, App query, Question question) throws Exception {
        List<byte[]> requests = question.paths().stream()
                .map(path -> HttpConnection.get(query.uri(), path))
                .toList();
        Load.Outcome outcome = new Load(query.uri(), CONNECTIONS)
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
        measured.forEach((question, rounds) -> {
            Figure rate = Figure.of(question.name(), "answers/s", rounds.rate());
            Figure jdbc = Figure.of("  the same SQL by JDBC", "answers/s", rounds.jdbcRate())
                    .beside(rate);
            double percent = 100 * rate.median() / jdbc.median();
            Figure p99 = Figure.of("  p99", "ms", rounds.p99());
            figures.add(rate);
            figures.add(question.isSummaryPage() ? jdbc.with(Target.atLeast(50, " %", percent)) : jdbc);
            figures.add(Figure.of("  p50", "ms", rounds.p50()));
            figures.add(p99.with(Target.atMost(25, " ms", p99.median())));
        });
        List<Figure> depth = depth();
        figures.addAll(depth);
        List<String> notes = measured.entrySet().stream()
                .map(entry -> entry.getValue().cost(entry.getKey().name()))
                .toList();
        return new Result("read", setting, figures, notes);
    }

    /** What the deep page costs of what the first does. */
    private List<Figure> depth() {
        List<Measured> lists = measured.entrySet().stream()
                .filter(entry -> entry.getKey().isTradeList())
                .map(Map.Entry::getValue)
                .toList();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < lists.getFirst().p50().size(); round++) {
            ratios.add(lists.getLast().p50().get(round) / lists.getFirst().p50().get(round));
        }
        Figure ratio = Figure.of("deep page ÷ first page, by p50", "times", ratios);
        return List.of(ratio.with(Target.atMost(1.25, "", ratio.median())));
    }
}
