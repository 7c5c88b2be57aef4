package io.trakkit.worker.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.worker.apply.BatchResult;
import java.util.function.Supplier;

/** What the worker tells of its work to those who watch it. */
public final class WorkerMetrics {

    private final MeterRegistry registry;
    private final Timer batches;
    private final Counter accepted;
    private final Counter repeated;

    public WorkerMetrics(MeterRegistry registry) {
        this.registry = registry;
        batches = Timer.builder("trakkit.worker.batch")
                .description("Applying a batch, from decoding to commit")
                .publishPercentileHistogram()
                .register(registry);
        accepted = Counter.builder("trakkit.worker.events.accepted")
                .description("Events that count")
                .register(registry);
        repeated = Counter.builder("trakkit.worker.events.repeated")
                .description("Records that had been applied before")
                .register(registry);
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            deadLetters(reason);
        }
    }

    /** Counts what a batch comes to, and how long it takes. */
    BatchResult timed(Supplier<BatchResult> batch) {
        Timer.Sample start = Timer.start(registry);
        BatchResult result = batch.get();
        start.stop(batches);
        accepted.increment(result.accepted());
        repeated.increment(result.repeated());
        result.deadLettered().forEach(reason -> deadLetters(reason).increment());
        return result;
    }

    private Counter deadLetters(DeadLetterReason reason) {
        return Counter.builder("trakkit.worker.dead.letters")
                .description("Records that can never be applied")
                .tag("reason", reason.wireName())
                .register(registry);
    }
}
