package io.trakkit.bench.scenario.client;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.http.HttpConnection.Answer;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.log.TradeText;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.ProcessorTimes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WarmUp;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.NewClients;
import io.trakkit.bench.site.Site;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.faults.site.App;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** How long one client waits while another one posts and reads at ten times its limit. */
public final class Noisy implements Scenario {

    private static final String DATABASE = "noisy";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/?page_size=20&portfolio_id=";

    private static final double QUIET_RATE = 100;

    /** How many times as fast the quiet client is before the measurement, so that the compilers have done their work sooner. */
    private static final int WARM_UP = 5;

    /** Ten times as much leaves room on two cores, which the servers share with the load. */
    private static final int LIMIT = 50;

    private static final double FLOOD = 10.0 * LIMIT;
    private static final double SECONDS = 20;
    private static final int CONNECTIONS = 16;

    /** Each trade has one of these tickers, so a page of summaries costs the same in each round. */
    private static final int TICKERS = 100;

    private static final double MOST = 1.5;

    /** Each of the two instances may be a lot ahead of the limit. */
    private static final double GRANTED_TOO = 1.1;

    private static final int ACCEPTED = 202;
    private static final int OK = 200;
    private static final int TOO_MANY = 429;

    private final Kind posts = new Kind("posts");
    private final Kind reads = new Kind("reads");
    private final List<Double> grants = new ArrayList<>();
    private String processors = "";
    private final AtomicLong number = new AtomicLong();

    /** The figures of posts, or of reads. */
    private record Kind(String name, List<Double> quiet, List<Double> flooded, List<Double> ratio) {

        Kind(String name) {
            this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }

        void add(Load.Outcome alone, Load.Outcome beside) {
            double before = alone.latencies().millis(99);
            double after = beside.latencies().millis(99);
            quiet.add(before);
            flooded.add(after);
            ratio.add(after / before);
        }

        List<Figure> figures() {
            Figure times = Figure.of("p99 of " + name + ", beside the flood ÷ alone", "times", ratio);
            return List.of(
                    Figure.of("p99 of " + name + ", alone", "ms", quiet),
                    Figure.of("p99 of " + name + ", beside the flood", "ms", flooded),
                    times.with(Target.atMost(MOST, "", times.median())));
        }
    }

    /** A client with a key and a portfolio. */
    private record Client(String key, long portfolio) {

        Sender at(double perSecond) {
            return new Sender(this, perSecond);
        }
    }

    /** @param perSecond how many posts the client sends in a second, and how many reads */
    private record Sender(Client client, double perSecond) {}

    private record Servers(App ingest, App query) {}

    private record Outcomes(Load.Outcome posts, Load.Outcome reads) {

        long granted() {
            return posts.latencies().count()
                    - posts.failed()
                    + reads.latencies().count()
                    - reads.failed();
        }
    }

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        double seconds = Math.max(3, SECONDS * Math.min(1, setup.scale()));
        Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        NewClients clients = new NewClients(site.databases(), DATABASE);
        String quietKey = clients.create("quiet", NewClients.AMPLE);
        String noisyKey = clients.create("noisy", new ClientLimits(LIMIT, LIMIT, LIMIT, 1, 1, 10));
        App worker = Site.ready(site.startWorker(DATABASE));
        App ingest = site.readyIngest(DATABASE);
        App query = site.readyQuery(DATABASE);
        ActionFlood actions = ActionFlood.prepare(setup, DATABASE, ingest, clients, quietKey);
        Client quiet = new Client(quietKey, NewClients.portfolio(ingest.uri(), quietKey));
        Client noisy = new Client(noisyKey, NewClients.portfolio(ingest.uri(), noisyKey));
        Servers servers = new Servers(ingest, query);
        setup.progress().step("noisy: warming up");
        load(servers, quiet.at(QUIET_RATE / 10), seconds);
        WarmUp warmUp =
                WarmUp.run(setup, step -> beside(servers, quiet.at(WARM_UP * QUIET_RATE), noisy.at(FLOOD / 2), step));
        for (int round = 1; round <= setup.rounds(); round++) {
            setup.progress().step("noisy: one client alone (round %d of %d)".formatted(round, setup.rounds()));
            ProcessorTimes before = ProcessorTimes.of(site, ingest, query, worker);
            Outcomes alone = load(servers, quiet.at(QUIET_RATE), seconds);
            ProcessorTimes after = ProcessorTimes.of(site, ingest, query, worker);
            setup.progress().step("noisy: beside the flood (round %d of %d)".formatted(round, setup.rounds()));
            Beside flooded = beside(servers, quiet.at(QUIET_RATE), noisy.at(FLOOD / 2), seconds);
            ProcessorTimes end = ProcessorTimes.of(site, ingest, query, worker);
            processors = "processor time of a second, the last round: alone %s; beside the flood %s"
                    .formatted(
                            after.since(before).perSecond(seconds),
                            end.since(after).perSecond(seconds));
            add(alone, flooded);
        }
        WarmUp ofActions = actions.run(seconds);
        List.of(query, ingest, worker).forEach(site::stop);
        site.databases().drop(DATABASE);
        return result(
                actions, List.of(warmUp.toString(), processors, "until applied, " + ofActions, actions.inWords()));
    }

    /** What the quiet client and the noisy one got at the same time. */
    private record Beside(Outcomes quiet, Outcomes noisy) {}

    private Beside beside(Servers servers, Sender quiet, Sender noisy, double seconds) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Outcomes> flood = threads.submit(() -> load(servers, noisy, seconds));
            Future<Outcomes> beside = threads.submit(() -> load(servers, quiet, seconds));
            return new Beside(beside.get(), flood.get());
        }
    }

    private void add(Outcomes alone, Beside flooded) {
        requireAll(alone);
        requireAll(flooded.quiet());
        posts.add(alone.posts(), flooded.quiet().posts());
        reads.add(alone.reads(), flooded.quiet().reads());
        grants.add(flooded.noisy().granted() / flooded.noisy().posts().seconds());
    }

    private static void requireAll(Outcomes outcomes) {
        long failed = outcomes.posts().failed() + outcomes.reads().failed();
        if (failed > 0) {
            throw new IllegalStateException(failed + " requests of the quiet client failed");
        }
    }

    /** Posts and reads of a client at the same time, each at that rate; those beyond a limit count as failed. */
    private Outcomes load(Servers servers, Sender sender, double seconds) throws Exception {
        Client client = sender.client();
        double perSecond = sender.perSecond();
        List<byte[]> trades = new ArrayList<>();
        for (int i = 0; i < perSecond * seconds; i++) {
            trades.add(HttpConnection.withKey(
                    HttpConnection.post(
                            servers.ingest().uri(), Posts.TRADE, trade(client.portfolio(), number.incrementAndGet())),
                    client.key()));
        }
        byte[] page = HttpConnection.withKey(
                HttpConnection.get(servers.query().uri(), SUMMARIES + client.portfolio()), client.key());
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Callable<Load.Outcome> posting = () -> new Load(servers.ingest().uri(), CONNECTIONS)
                    .open(
                            perSecond,
                            seconds,
                            (connection, i) -> granted(connection.exchange(trades.get((int) i)), ACCEPTED));
            Callable<Load.Outcome> reading = () -> new Load(servers.query().uri(), CONNECTIONS)
                    .open(perSecond, seconds, (connection, _) -> granted(connection.exchange(page), OK));
            Future<Load.Outcome> posted = threads.submit(posting);
            Future<Load.Outcome> read = threads.submit(reading);
            return new Outcomes(posted.get(), read.get());
        }
    }

    private static boolean granted(Answer answer, int status) {
        if (answer.status() != status && answer.status() != TOO_MANY) {
            throw new IllegalStateException("Answer " + answer.status() + ": " + answer.text());
        }
        return answer.status() == status;
    }

    private static String trade(long portfolio, long number) {
        return """
                {"ref_id":"noisy-%d","user_id":"ada","portfolio":%d,"trade_type":1,"security_type":"stock",\
                "ticker":"TICK%03d","volume":1,"amount":"100.00","status":"success",\
                "executed_at":"2026-01-02T09:15:00Z"%s}""".formatted(number, portfolio, number % TICKERS, TradeText.CHARGED);
    }

    private Result result(ActionFlood actions, List<String> notes) {
        List<Figure> figures = new ArrayList<>(posts.figures());
        figures.addAll(reads.figures());
        Figure granted = Figure.of("requests of the other client that were granted", "requests/s", grants);
        figures.add(granted.with(Target.atMost(LIMIT * GRANTED_TOO, " requests/s", granted.median())));
        figures.addAll(actions.figures());
        return new Result(
                "noisy",
                "%,.0f posts/s and as many summary pages/s of one client; another with a limit of %d requests/s sends %,.0f"
                        .formatted(QUIET_RATE, LIMIT, FLOOD),
                figures,
                notes);
    }
}
