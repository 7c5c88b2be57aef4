package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;

/**
 * What it has cost to apply trades that come one by one, up to a moment.
 *
 * @param ofSessions the part of PostgreSQL's processor time that the sessions of the worker had
 * @param batches those of the worker
 * @param applied the events in them
 * @param flushes of PostgreSQL's log to disk
 */
public record LiveCost(ProcessorTimes times, Duration ofSessions, double batches, double applied, long flushes) {

    private static final String BATCHES = "trakkit_worker_batch_seconds_count";
    private static final String APPLIED = "trakkit_worker_events_accepted_total";

    /** Up to now. */
    public static LiveCost of(Site site, String database, App worker, App... others) throws IOException, SQLException {
        App[] apps = new App[others.length + 1];
        apps[0] = worker;
        System.arraycopy(others, 0, apps, 1, others.length);
        try (HttpConnection toWorker = HttpConnection.to(worker.uri());
                Connection connection = site.databases().connect(database)) {
            String metrics = toWorker.exchange(HttpConnection.withKey(
                            HttpConnection.get(worker.uri(), "/actuator/prometheus", "text/plain"),
                            site.operatorsKey()))
                    .text();
            return new LiveCost(
                    ProcessorTimes.of(site, apps),
                    Databases.processorTime(connection, Site.WORKER),
                    metric(metrics, BATCHES),
                    metric(metrics, APPLIED),
                    Databases.number(connection, "SELECT sum(fsyncs)::bigint FROM pg_stat_io WHERE object = 'wal'"));
        }
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** What it has cost since an earlier moment. */
    public LiveCost since(LiveCost earlier) {
        return new LiveCost(
                times.since(earlier.times),
                ofSessions.minus(earlier.ofSessions),
                batches - earlier.batches,
                applied - earlier.applied,
                flushes - earlier.flushes);
    }

    /** Processor time of the worker and of its sessions, in microseconds for a trade. */
    public double microsPerTrade() {
        return times.of(Site.WORKER).plus(ofSessions).toNanos() / 1e3 / applied;
    }

    /** How many trades were in a batch. */
    public double tradesPerBatch() {
        return applied / batches;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "processor time per million trades: %s (its part for the worker %.1f s); %.1f trades in a batch, %.2f"
                        + " flushes of PostgreSQL's log for it",
                times.perMillion((long) applied),
                ofSessions.toNanos() / 1e3 / applied,
                tradesPerBatch(),
                flushes / batches);
    }
}
