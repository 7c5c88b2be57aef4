package io.trakkit.worker.deadletters;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DecisionOutbox;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts dead letters without a decision, and decisions that are not published yet. */
public final class DeadLetterMetrics {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterMetrics.class);

    private final DeadLetterQueries deadLetterQueries;
    private final DecisionOutbox outbox;
    private volatile @Nullable Counted counted;

    private record Counted(Map<DeadLetterReason, Long> open, long pending) {}

    public DeadLetterMetrics(DeadLetterQueries deadLetterQueries, DecisionOutbox outbox, MeterRegistry registry) {
        this.deadLetterQueries = deadLetterQueries;
        this.outbox = outbox;
        for (DeadLetterReason reason : DeadLetterReason.values()) {
            Gauge.builder("trakkit.worker.dead.letters.open", () -> open(reason))
                    .description("Dead letters that are neither redriven nor discarded; no number while not known")
                    .tag("reason", reason.wireName())
                    .register(registry);
        }
        Gauge.builder("trakkit.worker.dead.letters.pending", this::pending)
                .description("Decisions about dead letters that are not published to the dead-letter topic yet")
                .register(registry);
    }

    /** Updates both counts. */
    public void count() {
        try {
            counted = new Counted(deadLetterQueries.open(), outbox.pending());
        } catch (RuntimeException e) {
            counted = null;
            log.debug("Cannot count the open dead letters now", e);
        }
    }

    private @Nullable Long open(DeadLetterReason reason) {
        Counted known = counted;
        return known == null ? null : known.open().getOrDefault(reason, 0L);
    }

    private @Nullable Long pending() {
        Counted known = counted;
        return known == null ? null : known.pending();
    }
}
