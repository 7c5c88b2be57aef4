package io.trakkit.bench.scenario;

import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import java.time.Duration;
import java.util.Locale;

/** How much processor time the processes of a drain have had. */
record ProcessorTimes(Duration worker, Duration database, Duration broker) {

    /** Up to now, since each of them was started. */
    static ProcessorTimes of(Site site, App worker) {
        return new ProcessorTimes(
                time(worker.process()),
                site.databases().processorTime(),
                time(site.broker().process()));
    }

    private static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    ProcessorTimes since(ProcessorTimes earlier) {
        return new ProcessorTimes(
                worker.minus(earlier.worker), database.minus(earlier.database), broker.minus(earlier.broker));
    }

    /** In seconds, for so many trades. */
    String perMillion(long trades) {
        return String.format(
                Locale.ROOT,
                "summary-worker %.1f s, PostgreSQL %.1f s, broker %.1f s",
                seconds(worker, trades),
                seconds(database, trades),
                seconds(broker, trades));
    }

    private static double seconds(Duration time, long trades) {
        return time.toMillis() / 1e3 * 1e6 / trades;
    }
}
