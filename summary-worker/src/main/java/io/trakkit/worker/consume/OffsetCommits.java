package io.trakkit.worker.consume;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits offsets to Kafka for Kafka's own tools; the worker itself reads from the offsets in the database. A commit costs
 * the broker as much as a batch of trades, so there is one per second, one when no records come, and one before a
 * partition goes to another consumer. A failed commit does no harm.
 */
public final class OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final ThreadLocal<Long> committedAt = ThreadLocal.withInitial(System::nanoTime);

    /** Commits if the last commit of this consumer is more than a second ago. */
    void commitIfDue(Supplier<Map<TopicPartition, Long>> applied, Consumer<?, ?> consumer) {
        if (System.nanoTime() - committedAt.get() > EVERY.toNanos()) {
            commit(applied.get(), consumer);
        }
    }

    /** Commits without waiting for the answer. */
    void commit(Map<TopicPartition, Long> applied, Consumer<?, ?> consumer) {
        committedAt.set(System.nanoTime());
        consumer.commitAsync(offsets(applied), (_, failure) -> {
            if (failure != null) {
                log.debug("Cannot commit offsets to Kafka", failure);
            }
        });
    }

    /** Commits, and waits up to two seconds for the answer, because it is the last commit of these partitions. */
    void commitAtOnce(Map<TopicPartition, Long> applied, Consumer<?, ?> consumer) {
        if (applied.isEmpty()) {
            return;
        }
        try {
            commitDespiteWakeup(applied, consumer);
        } catch (KafkaException e) {
            log.debug("Cannot commit offsets to Kafka", e);
        }
    }

    /** A stop wakes the consumer up; if it did not poll at that time, the first commit throws. */
    private static void commitDespiteWakeup(Map<TopicPartition, Long> applied, Consumer<?, ?> consumer) {
        try {
            consumer.commitSync(offsets(applied), AT_ONCE);
        } catch (WakeupException _) {
            consumer.commitSync(offsets(applied), AT_ONCE);
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Map<TopicPartition, Long> applied) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        applied.forEach((partition, next) -> offsets.put(partition, new OffsetAndMetadata(next)));
        return offsets;
    }
}
