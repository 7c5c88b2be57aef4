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
 * Tells Kafka how far its partitions have been applied. The database knows it to the record and is what is gone by; this
 * is for Kafka's own tools, and costs the broker as much as a batch of trades. So it is told once a second, when nothing
 * comes, and before a partition goes to another consumer. One that fails is a hint less.
 */
public final class OffsetCommits {

    private static final Logger log = LoggerFactory.getLogger(OffsetCommits.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final ThreadLocal<Long> committedAt = ThreadLocal.withInitial(System::nanoTime);

    /** Commits if this consumer has not for a while. */
    void commitNowAndThen(Supplier<Map<TopicPartition, Long>> applied, Consumer<?, ?> consumer) {
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

    /** Commits, and waits a little for the answer: it is the last word on these partitions. */
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

    /** A consumer that is being stopped was woken from its poll, or would have been: the call for it is still pending. */
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
