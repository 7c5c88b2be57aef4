package io.trakkit.bench.scenario.read;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.LotTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.MemoryWatch;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lots and realised gains of one position of a hundred thousand trades by each cost method, from a query-api with little memory; then
 * with a thousand splits and returns of capital among the trades, each of which changes all open lots.
 */
public final class Lots implements Scenario {

    private static final int TRADES = 100_000;
    private static final int ACTIONS = 1_000;
    private static final int TIMES = 20;
    private static final int TIMES_WITH_ACTIONS = 5;
    private static final int CONNECTIONS = 4;
    private static final int HEAP_MEGABYTES = 256;
    private static final double MOST_MILLIS = 500;
    private static final String DATABASE = "lots";
    private static final int OK = 200;

    private static final String WITH_ACTIONS = ", with splits";

    private final Map<String, List<Double>> median = new LinkedHashMap<>();
    private final Map<String, List<Double>> atOnce = new LinkedHashMap<>();
    private final MemoryWatch watch = new MemoryWatch();

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int actions = setup.scaled(ACTIONS);
        try (watch) {
            ask(setup, new LotTrades(trades, 0), TIMES, "");
            ask(setup, new LotTrades(trades, actions), TIMES_WITH_ACTIONS, WITH_ACTIONS);
            return result(trades, actions);
        }
    }

    private void ask(Setup setup, LotTrades trades, int times, String suffix) throws Exception {
        setup.progress().step("lots: filling the database");
        Topic.fresh(setup.site()).load(trades, setup.progress());
        WorkerRun.drain(setup, DATABASE, trades.count());
        String key = setup.site().key();
        String portfolio = "/api/v1/portfolio/%s/".formatted(trades.key().portfolio());
        App query = Site.ready(setup.site().start(Site.QUERY, DATABASE, List.of("-Xmx" + HEAP_MEGABYTES + "m")));
        try {
            watch.start(query, setup.site().operatorsKey());
            requireAgreement(query, key, portfolio);
            for (int round = 1; round <= setup.rounds(); round++) {
                for (CostMethod method : CostMethod.values()) {
                    for (String list : List.of("lots", "realised-gains")) {
                        String name = list + ", " + method.wireName() + suffix;
                        setup.progress().step("lots: %s (round %d of %d)".formatted(name, round, setup.rounds()));
                        ask(query, key, name, portfolio + list + "/?cost_method=" + method.wireName(), times);
                    }
                }
            }
        } finally {
            setup.site().stop(query);
            setup.site().databases().drop(DATABASE);
        }
    }

    /** By each method, lots and gains add up to one another, and by average cost also to the summary. */
    private static void requireAgreement(App query, String key, String portfolio) throws IOException {
        try (HttpConnection http = HttpConnection.to(query.uri())) {
            for (CostMethod method : CostMethod.values()) {
                String suffix = "/?page_size=1&cost_method=" + method.wireName();
                JsonNode lots = answer(http, query, key, portfolio + "lots" + suffix);
                JsonNode gains = answer(http, query, key, portfolio + "realised-gains" + suffix);
                requireEqual("gain by " + method.wireName(), lots, "realised", gains, "gain");
                if (method == CostMethod.AVERAGE) {
                    JsonNode returned = answer(http, query, key, portfolio + "cumulative-returns/");
                    requireEqual("gain", lots, "realised", returned, "realised");
                    requireEqual("cost", lots, "cost", returned, "cost");
                }
            }
        }
    }

    private static void requireEqual(String what, JsonNode one, String field, JsonNode other, String otherField) {
        BigDecimal first = new BigDecimal(one.required(field).asString());
        BigDecimal second = new BigDecimal(other.required(otherField).asString());
        if (first.compareTo(second) != 0) {
            throw new IllegalStateException("The %s is %s and %s".formatted(what, first, second));
        }
    }

    private static JsonNode answer(HttpConnection http, App query, String key, String path) throws IOException {
        Answer answer = http.exchange(HttpConnection.withKey(HttpConnection.get(query.uri(), path), key));
        if (answer.status() != OK) {
            throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
        }
        return JsonMapper.shared().readTree(answer.body());
    }

    private void ask(App query, String key, String name, String path, int times) throws Exception {
        median.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(latencies(query, key, path, 1, times).millis(50));
        if (name.endsWith(WITH_ACTIONS)) {
            // One answer takes seconds; four on two processors would be a measure of the patience of clients.
            return;
        }
        atOnce.computeIfAbsent(name, _ -> new ArrayList<>())
                .add(latencies(query, key, path, CONNECTIONS, times).millis(50));
    }

    private static Latencies latencies(App query, String key, String path, int connections, int times)
            throws Exception {
        byte[] request = HttpConnection.withKey(HttpConnection.get(query.uri(), path), key);
        Load.Outcome outcome = new Load(query.uri(), connections)
                .closed(times, (connection, _) -> connection.exchange(request).status() == OK);
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " requests were not answered: " + path);
        }
        return outcome.latencies();
    }

    private Result result(int trades, int actions) {
        List<Figure> figures = new ArrayList<>();
        median.forEach((name, rounds) -> {
            Figure alone = Figure.of(name + ", p50", "ms", rounds);
            List<Double> together = atOnce.get(name);
            if (together == null) {
                figures.add(alone);
            } else {
                figures.add(alone.with(Target.atMost(MOST_MILLIS, " ms", alone.median())));
                figures.add(Figure.of("  four at once", "ms", together));
            }
        });
        double heap = watch.heapMegabytes();
        figures.add(
                Figure.of("most heap in use", "MB", List.of(heap)).with(Target.atMost(HEAP_MEGABYTES, " MB", heap)));
        figures.add(Figure.of("most resident memory", "MB", List.of(watch.residentMegabytes())));
        return new Result(
                "lots",
                "one position of %,d trades with %,d open lots, and with %,d splits and returns of capital, -Xmx%dm"
                        .formatted(trades, trades / 6, actions, HEAP_MEGABYTES),
                figures,
                List.of("by each method, lots and realised gains add up; by average cost, also to the summary"));
    }
}
