package io.trakkit.bench.scenario.post;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.http.Load;
import io.trakkit.bench.log.RandomTrades;
import io.trakkit.bench.scenario.LiveCost;
import io.trakkit.bench.scenario.Posts;
import io.trakkit.bench.scenario.Probes;
import io.trakkit.bench.scenario.Setup;
import io.trakkit.bench.scenario.WorkerRun;
import io.trakkit.bench.site.CountedStatements;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The apps, to which posts are offered at a rate, and beside them probes. */
final class LiveApps implements AutoCloseable {

    private static final int KEYS = 100_000;
    private static final int CONNECTIONS = 64;

    /** A post that waits longer does so because those before it do: the rate is more than is sustained. */
    static final int IN_TIME_MILLIS = 1_000;

    private final Setup setup;
    private final String database;
    private final List<App> workers;
    private final List<App> others;
    private final App ingest;
    private final Probes probes;
    private long seed;

    private LiveApps(Setup setup, String database, List<App> workers, App ingest, List<App> readers, URI asked) {
        this.setup = setup;
        this.database = database;
        this.workers = workers;
        this.ingest = ingest;
        others = readers.isEmpty() ? List.of(ingest) : List.of(ingest, readers.getFirst());
        probes = new Probes(ingest.uri(), asked, setup.site().key());
    }

    /** All of them on a fresh database, with settings of the worker. */
    static LiveApps start(Setup setup, String database, List<String> settings) throws Exception {
        setup.site().databases().create(database);
        return withWorker(setup, database, setup.site().startWorker(database, settings));
    }

    /** The same, with the statements of the worker counted. */
    static LiveApps start(Setup setup, String database, CountedStatements counted) throws Exception {
        setup.site().databases().create(database);
        return withWorker(setup, database, setup.site().startWorker(database, counted));
    }

    private static LiveApps withWorker(Setup setup, String database, App worker) throws Exception {
        Site site = setup.site();
        Site.ready(worker);
        App query = site.readyQuery(database);
        return new LiveApps(setup, database, List.of(worker), site.readyIngest(database), List.of(query), query.uri());
    }

    /** Those that a peer in the worker's place needs. */
    static LiveApps withoutWorker(Setup setup, String database) {
        App query = setup.site().readyQuery(database);
        return new LiveApps(
                setup, database, List.of(), setup.site().readyIngest(database), List.of(query), query.uri());
    }

    /** ingest-api alone, where a peer answers for the summaries. */
    static LiveApps posting(Setup setup, String database, URI asked) {
        return new LiveApps(setup, database, List.of(), setup.site().readyIngest(database), List.of(), asked);
    }

    /** Forgets where the group of the worker has read to: the topic is new. */
    static void forgetGroup(Setup setup) throws Exception {
        WorkerRun.forgetGroup(setup.site());
    }

    /**
     * What came of posts and of the probes beside them.
     *
     * @param refused how many of both were not accepted
     * @param percent how many of the posts were answered within {@link #IN_TIME_MILLIS} of when they were due
     * @param latestMillis from when a post was due until it was answered, at most
     */
    record Offered(Latencies probes, long refused, double percent, double latestMillis) {}

    /** Posts that are ready to be sent at a rate. */
    final class Offer {

        private final int rate;
        private final double seconds;
        private final List<byte[]> requests;

        private Offer(int rate, double seconds) {
            this.rate = rate - Probes.PER_SECOND;
            this.seconds = seconds;
            // Later in time than those of the last offer, as trades come: earlier ones would have to be folded in
            // between.
            requests = Posts.requests(
                    ingest.uri(),
                    RandomTrades.uniform((int) (this.rate * seconds), setup.scaled(KEYS))
                            .seeded(++seed),
                    setup.site().key());
        }

        /** Sends them, and probes beside them; returns once each of the probes has been seen. */
        Offered send() throws Exception {
            long refusedBefore = probes.refused();
            try (ExecutorService aside = Executors.newSingleThreadExecutor()) {
                Future<Latencies> probed = aside.submit(() -> probes.run(seconds));
                Load.Outcome posts = new Load(ingest.uri(), CONNECTIONS)
                        .open(
                                rate,
                                seconds,
                                (connection, number) -> connection
                                                .exchange(requests.get((int) number))
                                                .status()
                                        == Posts.ACCEPTED);
                Latencies seen = probed.get();
                return new Offered(
                        seen,
                        posts.failed() + probes.refused() - refusedBefore,
                        posts.latencies().percentWithin(IN_TIME_MILLIS),
                        posts.latencies().maxMillis());
            }
        }
    }

    App worker() {
        return workers.getFirst();
    }

    /** Up to now. */
    LiveCost cost() throws IOException, SQLException {
        return LiveCost.of(setup.site(), database, worker(), others.toArray(App[]::new));
    }

    /** Makes posts ready, which takes time by itself. */
    Offer offer(int rate, double seconds) {
        return new Offer(rate, seconds);
    }

    @Override
    public void close() {
        others.reversed().forEach(setup.site()::stop);
        workers.forEach(setup.site()::stop);
    }
}
