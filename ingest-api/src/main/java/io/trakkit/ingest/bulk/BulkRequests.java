package io.trakkit.ingest.bulk;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.ingest.bulk.result.ResultBuffer;
import io.trakkit.ingest.bulk.result.ResultCounts;
import io.trakkit.ingest.bulk.result.SpillFile;
import io.trakkit.ingest.bulk.result.SpillSpace;
import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Limits how many bulk requests run at once, and ends them when the app stops. */
@Component
final class BulkRequests implements SmartLifecycle {

    private final BulkSettings settings;
    private final MeterRegistry meters;
    private final SpillSpace spillSpace;
    private final Semaphore free;
    private final Set<BulkExchange> served = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    BulkRequests(BulkSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.meters = meters;
        spillSpace = new SpillSpace(settings.spillLimit().toBytes());
        free = new Semaphore(settings.maxRequests());
        meters.gauge("trakkit.ingest.bulk.requests", served, Set::size);
        meters.gauge("trakkit.ingest.bulk.spilled", spillSpace, SpillSpace::taken);
    }

    BulkSettings settings() {
        return settings;
    }

    /** Results are kept here until the body has been read. */
    ResultBuffer newOutbox(EarlyEnd earlyEnd) {
        return new ResultBuffer(new SpillFile(
                settings.folder(),
                spillSpace,
                () -> earlyEnd.end(
                        Problem.TOO_LARGE.status(),
                        "There is no room for the errors of more records. Post the file in parts; it is safe to post all of"
                                + " it again")));
    }

    /** Serving a request, among others. */
    interface Serving<T> {
        T serve() throws IOException;
    }

    /**
     * Serves a request if not too many are being served already.
     *
     * @throws ProblemException if there are, or if serving it throws one
     */
    <T> T serve(Serving<T> serving) throws IOException {
        if (!free.tryAcquire()) {
            throw ProblemException.of(
                            Problem.TOO_MANY,
                            "At most " + settings.maxRequests() + " bulk requests run at once; retry in "
                                    + RETRY_AFTER.toSeconds() + " s")
                    .withHeader("Retry-After", Long.toString(RETRY_AFTER.toSeconds()));
        }
        try {
            return serving.serve();
        } finally {
            free.release();
        }
    }

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** Runs an exchange to its end, or until the app stops. */
    void run(BulkExchange exchange) throws IOException {
        served.add(exchange);
        try {
            if (!running) {
                exchange.stop();
            }
            count(exchange.run());
        } finally {
            served.remove(exchange);
        }
    }

    private void count(ResultCounts resultCounts) {
        count("accepted", resultCounts.acceptedCount());
        count("repeated", resultCounts.repeatedCount());
        count("refused", resultCounts.refusedCount());
        count("unavailable", resultCounts.unavailableCount());
    }

    private void count(String result, long records) {
        meters.counter("trakkit.ingest.bulk.records", "result", result).increment((double) records);
    }

    @Override
    public void start() {
        running = true;
    }

    /** Before the server waits for what is under way. */
    @Override
    public void stop() {
        running = false;
        served.forEach(BulkExchange::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
