package io.trakkit.bench.scenario;

import io.trakkit.bench.report.Rate;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/**
 * A drain by summary-worker: started on a fresh database, with a full topic, and watched by the progress that it commits.
 *
 * @param threads how many consumers it has, each of which applies batches
 * @param cost the processor time per million trades, of all of them and of those after the warm-up
 * @param microsPerTrade the processor time of the worker and of its sessions for a trade after the warm-up, as {@link LiveCost} has
 *     it
 */
public record WorkerRun(Rate rate, int threads, String cost, double microsPerTrade) {

    private static final String GROUP = "summary-worker";

    private static final String PROGRESS = "SELECT coalesce(sum(next_offset), 0) FROM progress WHERE generation = 1";

    public static WorkerRun drain(Setup setup, String database, long total) throws Exception {
        return drain(setup, database, total, _ -> {});
    }

    /** @param settings of the worker */
    public static WorkerRun drain(Setup setup, String database, long total, List<String> settings) throws Exception {
        return drain(setup, database, total, settings, _ -> {});
    }

    /** @param started called with the worker when it runs */
    public static WorkerRun drain(Setup setup, String database, long total, Consumer<App> started) throws Exception {
        return drain(setup, database, total, List.of(), started);
    }

    private static WorkerRun drain(
            Setup setup, String database, long total, List<String> settings, Consumer<App> started) throws Exception {
        Site site = setup.site();
        forgetGroup(site);
        site.databases().create(database);
        App worker = site.startWorker(database, settings);
        started.accept(worker);
        try (Connection connection = site.databases().connect(database)) {
            Cost cost = new Cost(site, worker, connection, total);
            Rate rate = Rate.watch(() -> cost.at(progress(connection, worker)), total, setup.progress());
            cost.end();
            int threads = members(site);
            requireAll(connection, total);
            return new WorkerRun(rate, threads, cost.text(), cost.microsPerTrade());
        } finally {
            site.stop(worker);
        }
    }

    private static int members(Site site) throws Exception {
        return site.admin().describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }

    /** What a drain costs: all of it, with the start of the worker, and what comes after the warm-up. */
    private static final class Cost {

        private final Site site;
        private final App worker;
        private final Connection connection;
        private final long total;
        private final ProcessorTimes before;
        private ProcessorTimes warm;
        private ProcessorTimes end;
        private Duration sessionsWarm = Duration.ZERO;
        private Duration sessionsEnd = Duration.ZERO;
        private long doneWarm;

        Cost(Site site, App worker, Connection connection, long total) {
            this.site = site;
            this.worker = worker;
            this.connection = connection;
            this.total = total;
            // The worker has just been started, and PostgreSQL's processes for this database are new.
            before = ProcessorTimes.of(site).without(ProcessorTimes.POSTGRESQL);
            warm = before;
            end = before;
        }

        /** Passes on how many trades are done. */
        long at(long done) {
            if (doneWarm == 0 && done >= total * Rate.WARM_UP) {
                warm = ProcessorTimes.of(site, worker);
                sessionsWarm = ofSessions();
                doneWarm = done;
            }
            return done;
        }

        void end() {
            end = ProcessorTimes.of(site, worker);
            sessionsEnd = ofSessions();
        }

        private Duration ofSessions() {
            try {
                return Databases.processorTime(connection, Site.WORKER);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        String text() {
            return end.since(before).perMillion(total) + "; after the warm-up "
                    + end.since(warm).perMillion(total - doneWarm);
        }

        double microsPerTrade() {
            Duration taken = end.since(warm).of(Site.WORKER).plus(sessionsEnd.minus(sessionsWarm));
            return taken.toNanos() / 1e3 / (total - doneWarm);
        }
    }

    /** Where the group has read to is no matter: the database is new. */
    public static void forgetGroup(Site site) throws Exception {
        var groups = site.admin().listGroups().all().get();
        if (groups.stream().anyMatch(group -> group.groupId().equals(GROUP))) {
            site.admin().deleteConsumerGroups(List.of(GROUP)).all().get();
        }
    }

    public static long progress(Connection connection, App worker) {
        if (!worker.isRunning()) {
            throw new IllegalStateException("The worker has ended; its log tells why");
        }
        try {
            return Databases.number(connection, PROGRESS);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A figure counts only if everything is there. */
    public static void requireAll(Connection connection, long total) throws SQLException {
        requireRows(connection, "events", "SELECT count(*) FROM events", total);
        requireRows(
                connection,
                "trades and activities",
                "SELECT (SELECT count(*) FROM trades) + (SELECT count(*) FROM activities)",
                total);
        long deadLetters = Databases.number(connection, "SELECT count(*) FROM dead_letters");
        if (deadLetters > 0) {
            throw new IllegalStateException(deadLetters + " dead letters");
        }
    }

    private static void requireRows(Connection connection, String what, String count, long total) throws SQLException {
        long rows = Databases.number(connection, count);
        if (rows != total) {
            throw new IllegalStateException("%,d rows of %s, not %,d".formatted(rows, what, total));
        }
    }
}
