package io.trakkit.bench.scenario.client;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.faults.site.App;
import java.net.URI;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * How long a refused request takes, by its credential, and whether the time tells what another client has from what does not
 * exist. One connection sends all kinds of requests in turns, so that other work of the machine delays all kinds alike.
 */
public final class Access implements Scenario {

    private static final String DATABASE = "access";
    private static final String TRADES = "/api/v1/trade/";
    private static final String PORTFOLIOS = "/api/v1/portfolio/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/?portfolio_id=";
    private static final String REF_ID = "bench-of-victim";
    private static final String ABSENT_REF_ID = "bench-of-nobody";
    private static final long ABSENT_PORTFOLIO = 999_999;
    private static final int TIMES = 1_000;
    private static final double MOST_MILLIS = 20;

    /** Medians of the same request differ by as much from round to round. */
    private static final double NOISE = 1.1;

    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;

    /** A request, and its figures of each round. */
    private record Question(String name, byte[] request, int status, List<Double> p50, List<Double> p99) {

        static Question of(URI app, String name, String path, @Nullable String key, int status) {
            byte[] request = HttpConnection.get(app, path);
            return new Question(
                    name,
                    key == null ? request : HttpConnection.withKey(request, key),
                    status,
                    new ArrayList<>(),
                    new ArrayList<>());
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
        Site site = setup.site();
        Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        NewClients clients = new NewClients(site.databases(), DATABASE);
        String victim = clients.create("victim", NewClients.AMPLE);
        String attacker = clients.create("attacker", NewClients.AMPLE);
        String revoked = clients.key("attacker", EnumSet.of(Scope.READ), true);
        String writes = clients.key("attacker", EnumSet.of(Scope.WRITE), false);
        App worker = site.readyWithKeys(Site.WORKER, DATABASE);
        App ingest = site.readyWithKeys(Site.INGEST, DATABASE);
        App query = site.readyWithKeys(Site.QUERY, DATABASE);
        long portfolio = NewClients.portfolio(ingest.uri(), victim);
        long own = NewClients.portfolio(ingest.uri(), attacker);
        postAndAwait(ingest, query, victim, trade(REF_ID, portfolio), REF_ID);
        postAndAwait(ingest, query, attacker, trade("bench-of-attacker", own), "bench-of-attacker");

        URI uri = query.uri();
        String last = attacker.endsWith("0") ? "1" : "0";
        List<Question> refused = List.of(
                Question.of(uri, "no key", TRADES, null, UNAUTHORIZED),
                Question.of(uri, "a malformed key", TRADES, "trk_0123", UNAUTHORIZED),
                Question.of(
                        uri,
                        "a wrong checksum",
                        TRADES,
                        attacker.substring(0, attacker.length() - 1) + last,
                        UNAUTHORIZED),
                Question.of(
                        uri,
                        "an unknown key",
                        TRADES,
                        ApiKey.generate(new SecureRandom()).reveal(),
                        UNAUTHORIZED),
                Question.of(uri, "a revoked key", TRADES, revoked, UNAUTHORIZED),
                Question.of(uri, "a key without the scope", TRADES, writes, FORBIDDEN));
        List<Pair> pairs = List.of(
                new Pair(
                        "trade",
                        Question.of(uri, "", TRADES + REF_ID, attacker, NOT_FOUND),
                        Question.of(uri, "", TRADES + ABSENT_REF_ID, attacker, NOT_FOUND)),
                new Pair(
                        "list of summaries",
                        Question.of(uri, "", SUMMARIES + portfolio, attacker, OK),
                        Question.of(uri, "", SUMMARIES + ABSENT_PORTFOLIO, attacker, OK)),
                new Pair(
                        "portfolio",
                        Question.of(uri, "", PORTFOLIOS + portfolio, attacker, NOT_FOUND),
                        Question.of(uri, "", PORTFOLIOS + ABSENT_PORTFOLIO, attacker, NOT_FOUND)));
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

    private static String trade(String refId, long portfolio) {
        return """
                {"ref_id":"%s","user_id":"ada","portfolio":%d,"trade_type":1,"security_type":"stock","ticker":"ACME",\
                "volume":1,"amount":"100.00","status":"success","executed_at":"2026-01-02T09:15:00Z"}""".formatted(refId, portfolio);
    }

    private static void ask(App query, List<Question> questions, int times, boolean counted) throws Exception {
        List<Latencies> latencies = questions.stream().map(_ -> new Latencies()).toList();
        try (HttpConnection connection = HttpConnection.to(query.uri())) {
            for (int i = 0; i < times; i++) {
                for (int place = 0; place < questions.size(); place++) {
                    // Forwards and backwards in turns, so that neither of a pair is always the first.
                    int which = i % 2 == 0 ? place : questions.size() - 1 - place;
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
