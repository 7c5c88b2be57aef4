package io.trakkit.bench.scenario;

import io.trakkit.bench.report.Rate;
import io.trakkit.bench.site.Databases;
import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * A drain by summary-worker: started on a fresh database, with a full topic, and watched by the progress that it commits.
 *
 * @param threads how many consumers it has, each of which applies batches
 * @param cost the processor time per million trades
 */
record WorkerRun(Rate rate, int threads, String cost) {

    private static final String GROUP = "summary-worker";

    private static final String PROGRESS = "SELECT coalesce(sum(next_offset), 0) FROM progress WHERE generation = 1";

    static WorkerRun drain(Setup setup, String database, long total) throws Exception {
        return drain(setup, database, total, _ -> {});
    }

    /** @param started told of the worker when it runs */
    static WorkerRun drain(Setup setup, String database, long total, Consumer<App> started) throws Exception {
        Site site = setup.site();
        forgetGroup(site);
        site.databases().create(database);
        Duration brokerBefore = time(site.broker().process());
        App worker = site.startWorker(database);
        started.accept(worker);
        try (Connection connection = site.databases().connect(database)) {
            Rate rate = Rate.watch(() -> progress(connection, worker), total, setup.progress());
            int threads = members(site);
            requireAll(connection, total);
            String cost = String.format(
                    Locale.ROOT,
                    "summary-worker %.1f s, PostgreSQL %.1f s, broker %.1f s",
                    seconds(time(worker.process()), total),
                    seconds(site.databases().processorTime(), total),
                    seconds(time(site.broker().process()).minus(brokerBefore), total));
            return new WorkerRun(rate, threads, cost);
        } finally {
            site.stop(worker);
        }
    }

    private static int members(Site site) throws Exception {
        return site.admin().describeConsumerGroups(List.of(GROUP)).all().get().values().stream()
                .mapToInt(group -> group.members().size())
                .sum();
    }

    private static double seconds(Duration time, long total) {
        return time.toMillis() / 1e3 * 1e6 / total;
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Where the group has read to is no matter: the database is new. */
    static void forgetGroup(Site site) throws Exception {
        var groups = site.admin().listGroups().all().get();
        if (groups.stream().anyMatch(group -> group.groupId().equals(GROUP))) {
            site.admin().deleteConsumerGroups(List.of(GROUP)).all().get();
        }
    }

    static long progress(Connection connection, App worker) {
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
    static void requireAll(Connection connection, long total) throws SQLException {
        for (String table : Arrays.asList("events", "trades")) {
            long rows = Databases.number(connection, "SELECT count(*) FROM " + table);
            if (rows != total) {
                throw new IllegalStateException("%,d rows in %s, not %,d".formatted(rows, table, total));
            }
        }
        long letters = Databases.number(connection, "SELECT count(*) FROM dead_letters");
        if (letters > 0) {
            throw new IllegalStateException(letters + " dead letters");
        }
    }
}
