package io.trakkit.worker.consume.poll;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The polls of one consumer. While the machine is busy, a poll waits until the time of {@link PollWait} has passed since the
 * one before, and returns what has come meanwhile.
 *
 * <p>That takes two polls of Kafka's consumer. Before one returns, it sends the next fetch, which the broker answers as soon
 * as there is a record. After a wait the first poll therefore returns the one or two records that came first, and sends the
 * fetch that brings the others; the second one waits for its answer.
 */
final class WaitingPolls {

    /**
     * The longest single poll. A poll whose fetch is answered without a record does not send another one before it ends
     * (KAFKA-20780, mended after 4.2): records that came then waited for up to half a second.
     */
    private static final Duration STEP = Duration.ofMillis(25);

    /** How long the answer to a fetch may take if the broker has the records. */
    private static final Duration ANSWER = Duration.ofMillis(5);

    private final Consumer<byte[], byte[]> consumer;
    private final Function<Duration, ConsumerRecords<byte[], byte[]>> poll;
    private final PollWait rule;
    private final IntSupplier load;
    private final int batchRecords;
    private final Semaphore woken = new Semaphore(0);
    private long polledAt = System.nanoTime();
    private @Nullable RuntimeException failure;

    /**
     * @param poll the consumer's own poll
     * @param load the load of the processors, 0 to 1,000
     * @param batchRecords the most records of a batch, and of a poll of Kafka's
     */
    WaitingPolls(
            Consumer<byte[], byte[]> consumer,
            Function<Duration, ConsumerRecords<byte[], byte[]>> poll,
            PollWait rule,
            IntSupplier load,
            int batchRecords) {
        this.consumer = consumer;
        this.poll = poll;
        this.rule = rule;
        this.load = load;
        this.batchRecords = batchRecords;
    }

    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        RuntimeException earlier = failure;
        if (earlier != null) {
            failure = null;
            throw earlier;
        }
        Duration wait = rule.next(load.getAsInt());
        ConsumerRecords<byte[], byte[]> records = wait.isPositive() ? pollAfter(wait, timeout) : pollInSteps(timeout);
        rule.polled(records.count());
        polledAt = System.nanoTime();
        return records;
    }

    /** Ends a wait. The consumer itself must have been woken up before. */
    void wakeUp() {
        woken.release();
    }

    private ConsumerRecords<byte[], byte[]> pollAfter(Duration wait, Duration timeout) {
        // The batch since the last poll has taken some of the time.
        await(wait.toNanos() - (System.nanoTime() - polledAt));
        ConsumerRecords<byte[], byte[]> first = poll.apply(Duration.ZERO);
        if (first.isEmpty()) {
            return pollInSteps(timeout);
        }
        return rule.isLarge(first.count()) ? first : withThoseSince(first);
    }

    private ConsumerRecords<byte[], byte[]> pollInSteps(Duration timeout) {
        Duration left = timeout;
        while (left.compareTo(STEP) > 0) {
            ConsumerRecords<byte[], byte[]> records = poll.apply(STEP);
            if (!records.isEmpty()) {
                return records;
            }
            left = left.minus(STEP);
        }
        return poll.apply(left);
    }

    private void await(long nanos) {
        try {
            // If it was woken up at another time, the permit ends one wait early, which does no harm.
            woken.tryAcquire(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private ConsumerRecords<byte[], byte[]> withThoseSince(ConsumerRecords<byte[], byte[]> first) {
        ConsumerRecords<byte[], byte[]> next;
        try {
            next = poll.apply(ANSWER);
        } catch (RuntimeException e) {
            // The consumer is past the first records, so they must be returned: the next poll throws.
            failure = e;
            return first;
        }
        if (first.count() + next.count() > batchRecords) {
            rule.polled(next.count());
            next.partitions()
                    .forEach(partition -> consumer.seek(
                            partition, next.records(partition).getFirst().offset()));
            return first;
        }
        return together(first, next);
    }

    private static ConsumerRecords<byte[], byte[]> together(
            ConsumerRecords<byte[], byte[]> first, ConsumerRecords<byte[], byte[]> next) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        first.partitions().forEach(partition -> records.put(partition, first.records(partition)));
        next.partitions()
                .forEach(partition -> records.merge(partition, next.records(partition), WaitingPolls::inOrder));
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>(first.nextOffsets());
        nextOffsets.putAll(next.nextOffsets());
        return new ConsumerRecords<>(records, nextOffsets);
    }

    private static List<ConsumerRecord<byte[], byte[]>> inOrder(
            List<ConsumerRecord<byte[], byte[]>> first, List<ConsumerRecord<byte[], byte[]>> next) {
        if (next.getFirst().offset() <= first.getLast().offset()) {
            // The partition was taken over in the second poll, and is read from an earlier offset.
            return next;
        }
        List<ConsumerRecord<byte[], byte[]>> both = new ArrayList<>(first);
        both.addAll(next);
        return both;
    }
}
