package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.log.Topic;
import io.trakkit.bench.peer.RawProducer;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Rate;
import io.trakkit.bench.report.Result;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.ProcessorTimes;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

/** Single posts over 64 connections, beside Kafka's producer with as many threads that wait for each record. */
public final class Ingest implements Scenario {

    private static final int POSTS = 120_000;
    private static final int KEYS = 100_000;
    private static final int CONNECTIONS = 64;
    private static final double HALF_RATE = 3_000;
    private static final double SECONDS = 20;
    private static final String DATABASE = "ingest";

    private final List<Double> rate = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> p99AtHalf = new ArrayList<>();
    private final List<Double> withWorker = new ArrayList<>();
    private final List<Double> raw = new ArrayList<>();
    private final List<Double> rawP99 = new ArrayList<>();
    private final List<String> costs = new ArrayList<>();
    private final List<String> costsWithWorker = new ArrayList<>();
    private long seed;

    @Override
    public Result run(Setup setup) throws Exception {
        Site site = setup.site();
        int posts = setup.scaled(POSTS);
        Topic topic = Topic.fresh(site);
        WorkerRun.forgetGroup(site);
        site.databases().create(DATABASE);
        App ingest = site.readyIngest(DATABASE);
        setup.progress().step("ingest: warming up");
        ready(setup, ingest, posts).send();
        rawRun(setup, posts, new Latencies());
        for (int round = 1; round <= setup.rounds(); round++) {
            String of = " (round %d of %d)".formatted(round, setup.rounds());
            setup.progress().step("ingest: the raw producer" + of);
            raw(setup, posts);
            setup.progress().step("ingest: ingest-api" + of);
            Ready ready = ready(setup, ingest, posts);
            ProcessorTimes before = ProcessorTimes.of(site, ingest);
            Load.Outcome closed = ready.send();
            costs.add(ProcessorTimes.of(site, ingest).since(before).perMillion(posts));
            rate.add(closed.perSecond());
            p99.add(closed.latencies().millis(99));
            setup.progress().step("ingest: at half the rate" + of);
            p99AtHalf.add(open(setup, ingest).latencies().millis(99));
        }
        beside(setup, topic, ingest, posts);
        site.stop(ingest);
        site.databases().drop(DATABASE);
        return result(posts);
    }

    /** With a worker that applies them at the same time, on the same processors. */
    private void beside(Setup setup, Topic topic, App ingest, int posts) throws Exception {
        Site site = setup.site();
        setup.progress().step("ingest: letting a worker catch up");
        App worker = site.startWorker(DATABASE);
        try (Connection connection = site.databases().connect(DATABASE)) {
            long total =
                    topic.ends().values().stream().mapToLong(Long::longValue).sum();
            Rate.watch(() -> WorkerRun.progress(connection, worker), total, setup.progress());
        }
        for (int round = 1; round <= setup.rounds(); round++) {
            setup.progress().step("ingest: with the worker (round %d of %d)".formatted(round, setup.rounds()));
            Ready ready = ready(setup, ingest, posts);
            ProcessorTimes before = ProcessorTimes.of(site, ingest, worker);
            withWorker.add(ready.send().perSecond());
            costsWithWorker.add(
                    ProcessorTimes.of(site, ingest, worker).since(before).perMillion(posts));
        }
        site.stop(worker);
    }

    private RandomTrades trades(Setup setup, int count) {
        return RandomTrades.uniform(count, setup.scaled(KEYS)).seeded(++seed);
    }

    private void raw(Setup setup, int posts) throws Exception {
        Latencies latencies = new Latencies();
        raw.add(rawRun(setup, posts, latencies));
        rawP99.add(latencies.millis(99));
    }

    private double rawRun(Setup setup, int posts, Latencies latencies) throws Exception {
        try (RawProducer producer = RawProducer.waiting(setup.site(), Posts.records(trades(setup, posts)))) {
            return producer.waitForEach(CONNECTIONS, latencies);
        }
    }

    /** Posts that were made before the measurement. */
    private interface Ready {
        Load.Outcome send() throws Exception;
    }

    private Ready ready(Setup setup, App ingest, int posts) {
        List<byte[]> requests =
                Posts.requests(ingest.uri(), trades(setup, posts), setup.site().key());
        return () -> checked(new Load(ingest.uri(), CONNECTIONS)
                .closed(
                        posts,
                        (connection, number) ->
                                connection.exchange(requests.get((int) number)).status() == Posts.ACCEPTED));
    }

    private Load.Outcome open(Setup setup, App ingest) throws Exception {
        double seconds = Math.max(2, SECONDS * Math.min(1, setup.scale()));
        List<byte[]> requests = Posts.requests(
                ingest.uri(),
                trades(setup, (int) (HALF_RATE * seconds)),
                setup.site().key());
        return checked(new Load(ingest.uri(), CONNECTIONS)
                .open(
                        HALF_RATE,
                        seconds,
                        (connection, number) ->
                                connection.exchange(requests.get((int) number)).status() == Posts.ACCEPTED));
    }

    private static Load.Outcome checked(Load.Outcome outcome) {
        if (outcome.failed() > 0) {
            throw new IllegalStateException(outcome.failed() + " posts were not accepted");
        }
        return outcome;
    }

    private Result result(int posts) {
        Figure ours = Figure.of("ingest-api, the worker stopped", "posts/s", rate);
        Figure beside =
                Figure.of("raw producer, 64 threads wait", "posts/s", raw).beside(ours);
        Figure half = Figure.of("p99 at 3,000 posts/s", "ms", p99AtHalf);
        return new Result(
                "ingest",
                "%,d posts over %d connections".formatted(posts, CONNECTIONS),
                List.of(
                        ours.with(Target.atLeast(6_000, "", ours.median())),
                        beside.with(Target.atLeast(85, " %", 100 * ours.median() / beside.median())),
                        Figure.of("ingest-api, the worker running", "posts/s", withWorker),
                        half.with(Target.atMost(30, " ms", half.median())),
                        Figure.of("p99 at the full rate", "ms", p99),
                        Figure.of("p99 of the raw producer", "ms", rawP99)),
                List.of(
                        "at 3,000 posts/s the time counts from when a post was due, not from when it was sent",
                        "processor time for a million posts, the last round: " + costs.getLast(),
                        "the worker running: " + costsWithWorker.getLast()));
    }
}
