package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * What it has cost to apply trades that come one by one, up to a moment.
 *
 * @param batches those of the worker
 * @param applied the events in them
 * @param commits transactions of the database, those of readers and of ingest-api included
 * @param flushes of PostgreSQL's log to disk
 */
public record LiveCost(ProcessorTimes times, double batches, double applied, long commits, long flushes) {

    private static final String BATCHES = "trakkit_worker_batch_seconds_count";
    private static final String APPLIED = "trakkit_worker_events_accepted_total";

    /** Up to now. */
    public static LiveCost of(Site site, String database, App worker, App... others) throws IOException, SQLException {
        App[] apps = new App[others.length + 1];
        apps[0] = worker;
        System.arraycopy(others, 0, apps, 1, others.length);
        try (HttpConnection toWorker = HttpConnection.to(worker.uri());
                Connection connection = site.databases().connect(database)) {
            String metrics = toWorker.exchange(HttpConnection.get(worker.uri(), "/actuator/prometheus", "text/plain"))
                    .text();
            return new LiveCost(
                    ProcessorTimes.of(site, apps),
                    metric(metrics, BATCHES),
                    metric(metrics, APPLIED),
                    Databases.number(
                            connection, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"),
                    Databases.number(connection, "SELECT sum(fsyncs)::bigint FROM pg_stat_io WHERE object = 'wal'"));
        }
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    /** What it has cost since an earlier moment, by trade, in words. */
    public String since(LiveCost earlier) {
        double trades = applied - earlier.applied;
        double inBatches = batches - earlier.batches;
        return String.format(
                Locale.ROOT,
                "processor time per million trades: %s; %.1f trades in a batch; by batch %.1f transactions of all and %.2f"
                        + " flushes",
                times.since(earlier.times).perMillion((long) trades),
                trades / inBatches,
                (commits - earlier.commits) / inBatches,
                (flushes - earlier.flushes) / inBatches);
    }
}
