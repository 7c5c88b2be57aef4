package io.trakkit.bench.scenario.client;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeText;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.NewClients;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import io.trakkit.testing.JwtIssuer;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * How long a refused request takes, by its credential, and whether the time tells what another client has from what does not
 * exist. One connection sends all kinds of requests in turns, so that other work of the machine delays all kinds alike.
 */
public final class Access implements Scenario {

    private static final String DATABASE = "access";

    /** The client whose keys ask. */
    static final String ATTACKER = "attacker";

    private static final String TRADES = "/api/v1/trade/";
    private static final String PORTFOLIOS = "/api/v1/portfolio/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/?portfolio_id=";
    private static final String REF_ID = "bench-of-victim";
    private static final String ABSENT_REF_ID = "bench-of-nobody";
    private static final String TICKER = "ACME";
    private static final String ABSENT_TICKER = "NONE";
    private static final long ABSENT_PORTFOLIO = 999_999;
    private static final int TIMES = 1_000;

    /** Of the order in which the kinds of requests come. */
    private static final long SEED = 1;

    private static final double MOST_MILLIS = 20;

    /** Medians of the same request differ by as much from round to round. */
    private static final double NOISE = 1.1;

    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    /** A request, and its figures of each round. */
    private record Question(String name, byte[] request, int status, List<Double> p50, List<Double> p99) {

        static Question of(URI app, String name, String path, List<String> secrets, int status) {
            byte[] request = HttpConnection.get(app, path);
            for (String secret : secrets) {
                request = HttpConnection.withKey(request, secret);
            }
            return new Question(name, request, status, new ArrayList<>(), new ArrayList<>());
        }
    }

    /** The same question about what another client has, and about what does not exist. */
    private record Pair(String name, Question foreign, Question absent) {

        Figure ratio() {
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round < foreign.p50().size(); round++) {
                double ratio = foreign.p50().get(round) / absent.p50().get(round);
                ratios.add(Math.max(ratio, 1 / ratio));
            }
            Figure figure =
                    Figure.of("p50 of another client's " + name + " ÷ of an absent one, or reversed", "times", ratios);
            return figure.with(Target.atMost(NOISE, "", figure.median()));
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        try (JwtIssuer issuer = JwtIssuer.start()) {
            return run(setup, issuer);
        }
    }

    private static Result run(Setup setup, JwtIssuer issuer) throws Exception {
        Site site = setup.site();
        Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        NewClients clients = new NewClients(site.databases(), DATABASE);
        String victim = clients.create("victim", NewClients.AMPLE);
        String attacker = clients.create(ATTACKER, NewClients.AMPLE);
        Credentials bad = Credentials.of(clients, attacker, issuer);
        App worker = Site.ready(site.startWorker(DATABASE));
        App ingest = site.readyIngest(DATABASE);
        App query = site.ready(Site.QUERY, DATABASE, issuer.settings());
        long portfolio = NewClients.portfolio(ingest.uri(), victim);
        long own = NewClients.portfolio(ingest.uri(), attacker);
        postAndAwait(ingest, query, victim, trade(REF_ID, portfolio, TICKER), REF_ID);
        postAndAwait(ingest, query, attacker, trade("bench-of-attacker", own, "OTHER"), "bench-of-attacker");

        URI uri = query.uri();
        List<Question> refused = bad.all().stream()
                .map(credential ->
                        Question.of(uri, credential.name(), TRADES, credential.secrets(), credential.status()))
                .toList();
        List<Pair> pairs = List.of(
                pair(uri, attacker, "trade", TRADES, REF_ID, ABSENT_REF_ID, NOT_FOUND),
                pair(uri, attacker, "portfolio", PORTFOLIOS, portfolio, ABSENT_PORTFOLIO, NOT_FOUND),
                pair(uri, attacker, "list of summaries", SUMMARIES, portfolio, ABSENT_PORTFOLIO, OK),
                pair(uri, attacker, "list of trades", TRADES + "?portfolio_id=", portfolio, ABSENT_PORTFOLIO, OK),
                pair(uri, attacker, "list of trades by ticker", TRADES + "?ticker=", TICKER, ABSENT_TICKER, OK));
        List<Question> all = new ArrayList<>(refused);
        pairs.forEach(pair -> all.addAll(List.of(pair.foreign(), pair.absent())));
        setup.progress().step("access: warming up");
        ask(query, all, setup.scaled(TIMES), false);
        for (int round = 1; round <= setup.rounds(); round++) {
            setup.progress().step("access (round %d of %d)".formatted(round, setup.rounds()));
            ask(query, all, setup.scaled(TIMES), true);
        }
        List.of(query, ingest, worker).forEach(site::stop);
        site.databases().drop(DATABASE);
        return result(refused, pairs);
    }

    private static Pair pair(URI uri, String key, String name, String path, Object foreign, Object absent, int status) {
        return new Pair(
                name,
                Question.of(uri, "", path + foreign, List.of(key), status),
                Question.of(uri, "", path + absent, List.of(key), status));
    }

    private static void postAndAwait(App ingest, App query, String key, String trade, String refId) throws Exception {
        try (HttpConnection posting = HttpConnection.to(ingest.uri());
                HttpConnection reading = HttpConnection.to(query.uri())) {
            Answer posted =
                    posting.exchange(HttpConnection.withKey(HttpConnection.post(ingest.uri(), TRADES, trade), key));
            if (posted.status() != Posts.ACCEPTED) {
                throw new IllegalStateException("The trade was not accepted: " + posted.text());
            }
            byte[] look = HttpConnection.withKey(HttpConnection.get(query.uri(), TRADES + refId), key);
            for (int attempts = 0; reading.exchange(look).status() != OK; attempts++) {
                if (attempts > 1_000) {
                    throw new IllegalStateException("The trade " + refId + " was not applied");
                }
                LockSupport.parkNanos(20_000_000);
            }
        }
    }

    private static String trade(String refId, long portfolio, String ticker) {
        return """
                {"ref_id":"%s","user_id":"ada","portfolio":%d,"trade_type":1,"security_type":"stock","ticker":"%s",\
                "volume":1,"amount":"100.00","status":"success",\
                "executed_at":"2026-01-02T09:15:00Z"%s}""".formatted(refId, portfolio, ticker, TradeText.CHARGED);
    }

    private static void ask(App query, List<Question> questions, int times, boolean counted) throws Exception {
        List<Latencies> latencies = questions.stream().map(_ -> new Latencies()).toList();
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, questions.size()).boxed().toList());
        Random random = new Random(SEED);
        try (HttpConnection connection = HttpConnection.to(query.uri())) {
            for (int i = 0; i < times; i++) {
                // Each turn in another order: what a request finds in the caches depends on the one before it.
                Collections.shuffle(order, random);
                for (int which : order) {
                    Question question = questions.get(which);
                    long from = System.nanoTime();
                    Answer answer = connection.exchange(question.request());
                    latencies.get(which).add(System.nanoTime() - from);
                    if (answer.status() != question.status()) {
                        throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
                    }
                }
            }
        }
        for (int which = 0; counted && which < questions.size(); which++) {
            questions.get(which).p50().add(latencies.get(which).millis(50));
            questions.get(which).p99().add(latencies.get(which).millis(99));
        }
    }

    private static Result result(List<Question> refused, List<Pair> pairs) {
        List<Figure> figures = new ArrayList<>();
        for (Question question : refused) {
            figures.add(Figure.of("p50 of " + question.name(), "ms", question.p50()));
            Figure p99 = Figure.of("p99 of " + question.name(), "ms", question.p99());
            figures.add(p99.with(Target.atMost(MOST_MILLIS, "ms", p99.median())));
        }
        for (Pair pair : pairs) {
            figures.add(Figure.of(
                    "p50 of another client's " + pair.name(),
                    "ms",
                    pair.foreign().p50()));
            figures.add(Figure.of(
                    "p99 of another client's " + pair.name(),
                    "ms",
                    pair.foreign().p99()));
            figures.add(Figure.of(
                    "p50 of an absent " + pair.name(), "ms", pair.absent().p50()));
            figures.add(Figure.of(
                    "p99 of an absent " + pair.name(), "ms", pair.absent().p99()));
            figures.add(pair.ratio());
        }
        return new Result(
                "access",
                "%,d requests of each kind in turns, over one connection".formatted(TIMES),
                figures,
                List.of());
    }
}
