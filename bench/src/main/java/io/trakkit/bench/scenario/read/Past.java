package io.trakkit.bench.scenario.read;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.OneKeyTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.MemoryWatch;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The past of one position of a hundred thousand trades, asked for by four at once of a query-api that has little memory. */
public final class Past implements Scenario {

    private static final int TRADES = 100_000;
    private static final int CONNECTIONS = 4;
    private static final int TIMES = 40;
    private static final int HEAP_MEGABYTES = 256;
    private static final String DATABASE = "past";

    /** The trades are of 2024-01-02 and the days that follow, one a second. */
    private static final Map<String, String> QUESTIONS = questions();

    private final Map<String, List<Double>> median = new LinkedHashMap<>();
    private final Map<String, List<Double>> slowest = new LinkedHashMap<>();

    private static Map<String, String> questions() {
        Map<String, String> questions = new LinkedHashMap<>();
        questions.put("the return at present", "cumulative-returns/");
        questions.put("the return as of the first day", "cumulative-returns/?as_of=2024-01-02T20:00:00Z");
        questions.put("the return as of the end", "cumulative-returns/?as_of=2026-01-01T00:00:00Z");
        questions.put(
                "two years by month", "performance/?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&interval=month");
        questions.put(
                "two years by day", "performance/?from=2024-01-01T00:00:00Z&to=2026-01-01T00:00:00Z&interval=day");
        return questions;
    }

    @Override
    public Result run(Setup setup) throws Exception {
        OneKeyTrades trades = OneKeyTrades.inOrder("LONG", setup.scaled(TRADES));
        setup.progress().step("past: filling the database");
        Topic.fresh(setup.site()).load(trades, setup.progress());
        WorkerRun.drain(setup, DATABASE, trades.count());
        String key = setup.site().key();
        String portfolio = "/api/v1/portfolio/%s/".formatted(trades.key().portfolio());
        App query = Site.ready(setup.site().start(Site.QUERY, DATABASE, List.of("-Xmx" + HEAP_MEGABYTES + "m")));
        try (MemoryWatch watch = new MemoryWatch()) {
            watch.start(query, setup.site().operatorsKey());
            requireAgreement(query, key, portfolio);
            for (int round = 1; round <= setup.rounds(); round++) {
                for (Map.Entry<String, String> question : QUESTIONS.entrySet()) {
                    setup.progress()
                            .step("past: %s (round %d of %d)".formatted(question.getKey(), round, setup.rounds()));
                    ask(query, key, question.getKey(), portfolio + question.getValue());
                }
            }
            return result(trades.count(), watch);
        } finally {
            setup.site().stop(query);
            setup.site().databases().drop(DATABASE);
        }
    }

    /** All trades read one by one give what the summary says. */
    private static void requireAgreement(App query, String key, String portfolio) throws IOException {
        try (HttpConnection http = HttpConnection.to(query.uri())) {
            JsonNode present = answer(http, query, key, portfolio + QUESTIONS.get("the return at present"));
            JsonNode past = answer(http, query, key, portfolio + QUESTIONS.get("the return as of the end"));
            for (String field : List.of("/realised", "/cost", "/market_value", "/positions/0/held")) {
                if (!present.at(field).equals(past.at(field))) {
                    throw new IllegalStateException(
                            "%s is %s, and %s trade by trade".formatted(field, present.at(field), past.at(field)));
                }
            }
        }
    }

    private static JsonNode answer(HttpConnection http, App query, String key, String path) throws IOException {
        return JsonMapper.shared()
                .readTree(http.exchange(HttpConnection.withKey(HttpConnection.get(query.uri(), path), key))
                        .body());
    }

    private void ask(App query, String key, String name, String path) throws Exception {
        byte[] request = HttpConnection.withKey(HttpConnection.get(query.uri(), path), key);
        Load.Outcome outcome = new Load(query.uri(), CONNECTIONS)
                .closed(TIMES, (connection, _) -> connection.exchange(request).status() == 200);
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " questions were not answered: " + path);
        }
        median.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(outcome.latencies().millis(50));
        slowest.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(outcome.latencies().maxMillis());
    }

    private Result result(int trades, MemoryWatch watch) {
        List<Figure> figures = new ArrayList<>();
        QUESTIONS.keySet().forEach(name -> {
            figures.add(Figure.of(name + ", p50", "ms", median.getOrDefault(name, List.of())));
            figures.add(Figure.of("  the longest", "ms", slowest.getOrDefault(name, List.of())));
        });
        double heap = watch.heapMegabytes();
        figures.add(
                Figure.of("most heap in use", "MB", List.of(heap)).with(Target.atMost(HEAP_MEGABYTES, " MB", heap)));
        figures.add(Figure.of("most resident memory", "MB", List.of(watch.residentMegabytes())));
        return new Result(
                "past",
                "one position of %,d trades, %d connections, -Xmx%dm".formatted(trades, CONNECTIONS, HEAP_MEGABYTES),
                figures,
                List.of("as of the end, all trades read one by one give what the summary says"));
    }
}
