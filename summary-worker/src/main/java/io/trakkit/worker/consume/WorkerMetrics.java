package io.trakkit.worker.consume;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.worker.apply.BatchResult;

/** The metrics of applied batches. */
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

    /** Starts to time a batch. */
    Batch start() {
        return new Batch();
    }

    /** A batch that is being applied. Only an applied batch counts. */
    final class Batch {

        private final Timer.Sample sample = Timer.start(registry);

        void applied(BatchResult result) {
            sample.stop(batches);
            accepted.increment(result.accepted());
            repeated.increment(result.repeated());
            result.deadLettered().forEach(reason -> deadLetters(reason).increment());
        }
    }

    private Counter deadLetters(DeadLetterReason reason) {
        return Counter.builder("trakkit.worker.dead.letters")
                .description("Records that can never be applied")
                .tag("reason", reason.wireName())
                .register(registry);
    }
}
