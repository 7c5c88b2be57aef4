package io.trakkit.bench.scenario.apply;

import com.sun.net.httpserver.HttpServer;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A drain of which one record in a hundred is of a sampled trace, by a worker that sends spans and by one that does not. */
public final class Traced implements Scenario {

    private static final int TRADES = 500_000;
    private static final int KEYS = 100_000;
    private static final int SAMPLED_EVERY = 100;
    private static final String DATABASE = "traced";
    private static final String UNIT = "trades/s";

    private final List<Double> without = new ArrayList<>();
    private final List<Double> with = new ArrayList<>();
    private String costWithout = "";
    private String costWith = "";

    @Override
    public Result run(Setup setup) throws Exception {
        int trades = setup.scaled(TRADES);
        int keys = setup.scaled(KEYS);
        AtomicLong received = new AtomicLong();
        HttpServer collector = collector(received);
        try {
            Topic.fresh(setup.site()).load(RandomTrades.uniform(trades, keys), SAMPLED_EVERY, setup.progress());
            List<String> tracing = List.of("--management.opentelemetry.tracing.export.otlp.endpoint=http://127.0.0.1:"
                    + collector.getAddress().getPort() + "/v1/traces");
            for (int round = 1; round <= setup.rounds(); round++) {
                // Whichever comes first in a round has the emptier caches.
                if (round % 2 == 0) {
                    traced(setup, trades, tracing, round);
                    untraced(setup, trades, round);
                } else {
                    untraced(setup, trades, round);
                    traced(setup, trades, tracing, round);
                }
            }
        } finally {
            collector.stop(0);
        }
        setup.site().databases().drop(DATABASE);
        if (received.get() == 0) {
            throw new IllegalStateException("The worker with tracing has sent no spans");
        }
        Figure ours = Figure.of("with tracing", UNIT, with);
        Figure beside = Figure.of("without", UNIT, without).beside(ours);
        double percent = 100 * ours.median() / beside.median();
        return new Result(
                "traced",
                "%,d trades on %,d keys, 1 %% of them traced".formatted(trades, keys),
                List.of(ours, beside.with(Target.atLeast(98, " %", percent))),
                List.of(
                        "processor time per million trades, the last round: with tracing " + costWith + "; without "
                                + costWithout,
                        "the collector received %,d bytes of spans".formatted(received.get())));
    }

    private void untraced(Setup setup, int trades, int round) throws Exception {
        setup.progress().step("traced: without tracing (round %d of %d)".formatted(round, setup.rounds()));
        WorkerRun run = WorkerRun.drain(setup, DATABASE, trades);
        without.add(run.rate().sustained());
        costWithout = run.cost();
    }

    private void traced(Setup setup, int trades, List<String> tracing, int round) throws Exception {
        setup.progress().step("traced: with tracing (round %d of %d)".formatted(round, setup.rounds()));
        WorkerRun run = WorkerRun.drain(setup, DATABASE, trades, tracing);
        with.add(run.rate().sustained());
        costWith = run.cost();
    }

    /** Takes all and keeps nothing. */
    private static HttpServer collector(AtomicLong received) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            received.addAndGet(exchange.getRequestBody().transferTo(OutputStream.nullOutputStream()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
