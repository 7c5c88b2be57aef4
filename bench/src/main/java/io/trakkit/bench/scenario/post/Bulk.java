package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Upload;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeText;
import io.trakkit.bench.peer.RawProducer;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.trade.Trade;
import io.trakkit.faults.site.App;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A million trades in one request, as NDJSON and as CSV, beside Kafka's producer. */
public final class Bulk implements Scenario {

    private static final int TRADES = 1_000_000;
    private static final int KEYS = 100_000;

    /** Sent again and again by the raw producer: more would not fit into memory. */
    private static final int RAW_RECORDS = 100_000;

    private static final String DATABASE = "bulk";
    private static final String UNIT = "records/s";
    private static final String ALL_RESULTS = "";
    private static final String FAILURES_ONLY = "Prefer: return=minimal\r\n";

    private final Map<Kind, List<Double>> measured = new LinkedHashMap<>();
    private final List<Double> raw = new ArrayList<>();
    private long seed;

    /** How it is posted. */
    private enum Kind {
        NDJSON("NDJSON, a result line each", "application/x-ndjson", ALL_RESULTS),
        NDJSON_MINIMAL("NDJSON, failures only", "application/x-ndjson", FAILURES_ONLY),
        CSV("CSV, a result line each", "text/csv", ALL_RESULTS);

        private final String shown;
        private final String headers;

        Kind(String shown, String contentType, String prefer) {
            this.shown = shown;
            this.headers = "Content-Type: " + contentType + "\r\n" + prefer;
        }

        String head() {
            return switch (this) {
                case NDJSON, NDJSON_MINIMAL -> "";
                case CSV -> TradeText.CSV_HEADER;
            };
        }

        Function<Trade, String> line() {
            return switch (this) {
                case NDJSON, NDJSON_MINIMAL -> trade -> TradeText.json(trade) + "\n";
                case CSV -> TradeText::csv;
            };
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        int trades = setup.scaled(TRADES);
        Topic.fresh(site);
        site.databases().create(DATABASE);
        App ingest = site.readyIngest(DATABASE);
        setup.progress().step("bulk: warming up");
        post(setup, ingest, Kind.NDJSON, Math.max(100, trades / 5));
        post(setup, ingest, Kind.CSV, Math.max(100, trades / 5));
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("bulk: the raw producer" + of);
            raw(setup, trades);
            for (Kind kind : Kind.values()) {
                setup.progress().step("bulk: " + kind.shown + of);
                measured.computeIfAbsent(kind, _ -> new ArrayList<>()).add(post(setup, ingest, kind, trades));
            }
        }
        site.stop(ingest);
        site.databases().drop(DATABASE);
        return result(trades);
    }

    private RandomTrades trades(Setup setup, int count) {
        return RandomTrades.uniform(count, setup.scaled(KEYS)).seeded(++seed);
    }

    private void raw(Setup setup, int trades) throws Exception {
        RandomTrades source = trades(setup, Math.min(trades, RAW_RECORDS));
        try (RawProducer producer = RawProducer.streaming(setup.site(), Posts.records(source))) {
            raw.add(producer.stream(trades));
        }
    }

    private double post(Setup setup, App ingest, Kind kind, int trades) throws Exception {
        Path file = setup.site().folder().resolve("bulk");
        write(file, kind, trades(setup, trades));
        long began = System.nanoTime();
        String counts = new Upload(ingest.uri(), "/api/v1/trade/bulk/")
                .post(
                        file,
                        "Authorization: Bearer %s\r\n%s".formatted(setup.site().key(), kind.headers));
        double seconds = (System.nanoTime() - began) / 1e9;
        Files.delete(file);
        if (!counts.matches(".*\"accepted\":%d\\D.*".formatted(trades))) {
            throw new IllegalStateException("Not all were accepted: " + counts);
        }
        return trades / seconds;
    }

    private static void write(Path file, Kind kind, RandomTrades source) throws IOException {
        Function<Trade, String> line = kind.line();
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write(kind.head());
            var events = source.events();
            while (events.hasNext()) {
                writer.write(line.apply(Posts.trade(events.next())));
            }
        }
    }

    private Result result(int trades) {
        List<Figure> figures = new ArrayList<>();
        measured.forEach((kind, rounds) -> {
            Figure figure = Figure.of(kind.shown, UNIT, rounds);
            figures.add(figure.with(Target.atLeast(40_000, "", figure.median())));
        });
        figures.add(
                Figure.of("raw producer, records made beforehand", UNIT, raw).beside(figures.getFirst()));
        return new Result(
                "bulk",
                "%,d trades in one request, the worker stopped".formatted(trades),
                figures,
                List.of("\"ours is\" is that of the first row"));
    }
}
