package io.trakkit.bench.scenario.client;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.TradeText;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WarmUp;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.NewClients;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.faults.site.App;
import java.net.URI;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How long one client's trades take until they are applied, alone and while another one corrects corporate actions at ten times
 * its limit. Each correction has all positions of its ticker folded again, beside the batches of all clients.
 */
final class ActionFlood {

    private static final String ACTIONS = "/api/v1/corporate-action/";
    private static final String TICKER = "FLOOD";

    private static final double QUIET_RATE = 20;
    private static final int LIMIT = 50;
    private static final double FLOOD = 10.0 * LIMIT;
    private static final int PORTFOLIOS = 100;
    private static final int CORRECTED = 10;
    private static final int CONNECTIONS = 16;
    private static final double MOST = 1.5;

    private static final int CREATED = 201;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PATIENCE = TimeUnit.MINUTES.toNanos(5);

    private final Setup setup;
    private final String database;
    private final URI ingest;
    private final String quietKey;
    private final String floodKey;
    private final long portfolio;
    private final int positions;
    private final AtomicLong number = new AtomicLong();
    private final List<Double> quiet = new ArrayList<>();
    private final List<Double> flooded = new ArrayList<>();
    private final List<Double> ratio = new ArrayList<>();
    private final List<Double> grants = new ArrayList<>();

    private ActionFlood(
            Setup setup, String database, URI ingest, String quietKey, String floodKey, long portfolio, int positions) {
        this.setup = setup;
        this.database = database;
        this.ingest = ingest;
        this.quietKey = quietKey;
        this.floodKey = floodKey;
        this.portfolio = portfolio;
        this.positions = positions;
    }

    /** Makes the client that floods, with its positions and actions. */
    static ActionFlood prepare(Setup setup, String database, App ingest, NewClients clients, String quietKey)
            throws Exception {
        int positions = (int) Math.max(10, PORTFOLIOS * Math.min(1, setup.scale()));
        String key = clients.create("splitting", new ClientLimits(LIMIT, LIMIT, LIMIT, 1, 1, positions));
        setup.progress().step("noisy: %d portfolios with the same ticker".formatted(positions));
        ActionFlood flood = new ActionFlood(
                setup,
                database,
                ingest.uri(),
                quietKey,
                key,
                NewClients.portfolio(ingest.uri(), quietKey, "applied"),
                positions);
        try (HttpConnection connection = HttpConnection.to(ingest.uri())) {
            for (int i = 0; i < positions; i++) {
                flood.pace();
                long of = NewClients.portfolio(ingest.uri(), key, "flood-" + i);
                flood.require(connection, flood.trade(of, TICKER, key), Posts.ACCEPTED);
            }
            for (int i = 0; i < CORRECTED; i++) {
                flood.pace();
                flood.require(connection, flood.action(i), CREATED);
            }
        }
        return flood;
    }

    /** Two requests at this pace stay below the limit. */
    private void pace() {
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3) / LIMIT);
    }

    private void require(HttpConnection connection, byte[] request, int status) throws Exception {
        Answer answer = connection.exchange(request);
        if (answer.status() != status) {
            throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
        }
    }

    private byte[] trade(long of, String ticker, String key) {
        return HttpConnection.withKey(
                HttpConnection.post(
                        ingest, Posts.TRADE, """
                        {"ref_id":"applied-%d","user_id":"ada","portfolio":%d,"trade_type":1,"security_type":"stock",\
                        "ticker":"%s","volume":1,"amount":"100.00","status":"success",\
                        "executed_at":"2026-01-02T09:15:00Z"%s}""".formatted(number.incrementAndGet(), of, ticker, TradeText.CHARGED)),
                key);
    }

    private byte[] action(int id) {
        return HttpConnection.withKey(HttpConnection.post(ingest, ACTIONS, """
                        {"action_id":"flood-%d","ticker":"%s","type":"dividend","per_unit":"0.01",\
                        "ex_date":"2026-01-05"}""".formatted(id, TICKER)), floodKey);
    }

    private byte[] correction(long count) {
        String body = "{\"per_unit\":\"0.%06d\"}".formatted(1 + count % 999_999);
        return HttpConnection.withKey(
                HttpConnection.patch(ingest, ACTIONS + "flood-" + count % CORRECTED, body), floodKey);
    }

    WarmUp run(double seconds) throws Exception {
        setup.progress().step("noisy: until trades are applied, warming up");
        WarmUp warmUp = WarmUp.run(setup, this::besideFlood);
        for (int round = 1; round <= setup.rounds(); round++) {
            awaitRefolded();
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("noisy: until trades are applied, one client alone" + of);
            double alone = applied(seconds);
            setup.progress().step("noisy: the same beside a flood of corporate actions" + of);
            Beside beside = besideFlood(seconds);
            quiet.add(alone);
            flooded.add(beside.applied());
            ratio.add(beside.applied() / alone);
            grants.add(beside.granted());
        }
        return warmUp;
    }

    /**
     * @param applied the p99 of the quiet client, in milliseconds
     * @param granted how many corrections of the other one were granted in a second
     */
    private record Beside(double applied, double granted) {}

    private Beside besideFlood(double seconds) throws Exception {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<Load.Outcome> flooding = thread.submit(() -> flood(seconds));
            double applied = applied(seconds);
            Load.Outcome flood = flooding.get();
            return new Beside(applied, (flood.latencies().count() - flood.failed()) / flood.seconds());
        }
    }

    /** The p99 from a post until it is applied, in milliseconds. */
    private double applied(double seconds) throws Exception {
        List<byte[]> trades = new ArrayList<>();
        for (int i = 0; i < QUIET_RATE * seconds; i++) {
            trades.add(HttpConnection.with(
                    trade(portfolio, "TICK%03d".formatted(i % PORTFOLIOS), quietKey), "Prefer: wait=25"));
        }
        Load.Outcome outcome = new Load(ingest, CONNECTIONS)
                .open(
                        QUIET_RATE,
                        seconds,
                        (connection, i) ->
                                connection.exchange(trades.get((int) i)).status() == CREATED);
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " trades were not applied in time");
        }
        return outcome.latencies().millis(99);
    }

    private Load.Outcome flood(double seconds) throws Exception {
        return new Load(ingest, CONNECTIONS).open(FLOOD, seconds, (connection, _) -> {
            Answer answer = connection.exchange(correction(number.incrementAndGet()));
            if (answer.status() != OK && answer.status() != TOO_MANY) {
                throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
            }
            return answer.status() == OK;
        });
    }

    /** Or what the flood has left would slow down the client that is alone. */
    private void awaitRefolded() throws Exception {
        long begin = System.nanoTime();
        try (Connection connection = setup.site().databases().connect(database)) {
            while (Databases.number(connection, "SELECT count(*) FROM refolds") > 0) {
                if (System.nanoTime() - begin > PATIENCE) {
                    throw new IllegalStateException("Positions are still to be folded again after five minutes");
                }
                LockSupport.parkNanos(LOOK_EVERY);
            }
        }
    }

    List<Figure> figures() {
        Figure times = Figure.of("p99 until applied, beside corporate actions ÷ alone", "times", ratio);
        return List.of(
                Figure.of("p99 until applied, alone", "ms", quiet),
                Figure.of("p99 until applied, beside corporate actions", "ms", flooded),
                times.with(Target.atMost(MOST, "", times.median())),
                Figure.of("corporate actions that were granted", "requests/s", grants));
    }

    String inWords() {
        return "until applied: %,.0f trades/s that wait for their result; another client with a limit of %d requests/s corrects actions of %d positions %,.0f times/s"
                .formatted(QUIET_RATE, LIMIT, positions, FLOOD);
    }
}
