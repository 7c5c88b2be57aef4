package io.trakkit.worker.consume;

import io.trakkit.worker.apply.FailureCauses;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.ListenerUtils;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Reads a failed batch again after a pause that grows to a limit, without giving up. The default of Spring Kafka, ten tries
 * and then discarding every record of the batch, would turn an outage of ten seconds into data loss.
 *
 * <p>The batch comes back through the consumer and is not passed to the listener again, so that a worker retries only
 * partitions that it still has. The pause is far shorter than Kafka allows between two polls.
 */
public final class UnlimitedBackoff implements CommonErrorHandler {

    private static final Logger log = LoggerFactory.getLogger(UnlimitedBackoff.class);

    private final Duration firstWait;
    private final Duration longestWait;
    private final Map<Thread, Failure> failing = new ConcurrentHashMap<>();

    public UnlimitedBackoff(Duration firstWait, Duration longestWait) {
        this.firstWait = firstWait;
        this.longestWait = longestWait;
    }

    private record Failure(Duration pause, String cause) {}

    @Override
    public boolean seeksAfterHandling() {
        return true;
    }

    /** A failed batch was not applied, so its offsets must not be committed. */
    @Override
    public boolean isAckAfterHandle() {
        return false;
    }

    @Override
    public void handleBatch(
            Exception thrown,
            ConsumerRecords<?, ?> records,
            Consumer<?, ?> consumer,
            MessageListenerContainer container,
            Runnable invokeListener) {
        records.partitions().stream()
                .filter(consumer.assignment()::contains)
                .forEach(partition -> consumer.seek(
                        partition, records.records(partition).getFirst().offset()));
        waitAfter(thrown, "A batch of " + records.count() + " records", container);
    }

    /** Failures outside a batch, such as a poll or a commit of offsets. */
    @Override
    public void handleOtherException(
            Exception thrown, Consumer<?, ?> consumer, MessageListenerContainer container, boolean batchListener) {
        waitAfter(thrown, "Reading the log", container);
    }

    private void waitAfter(Exception thrown, String what, MessageListenerContainer container) {
        Failure failure = Objects.requireNonNull(failing.merge(
                Thread.currentThread(),
                new Failure(firstWait, FailureCauses.reason(thrown)),
                (before, now) -> later(before, now)));
        log.warn("{} failed, will retry in {} ms: {}", what, failure.pause().toMillis(), failure.cause());
        log.debug("{} failed", what, thrown);
        try {
            ListenerUtils.stoppableSleep(container, failure.pause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Failure later(Failure before, Failure now) {
        Duration doubled = before.pause().multipliedBy(2);
        return new Failure(doubled.compareTo(longestWait) < 0 ? doubled : longestWait, now.cause());
    }

    /** Notes that the consumer of this thread has succeeded. */
    public void over() {
        failing.remove(Thread.currentThread());
    }

    @Override
    public void clearThreadState() {
        over();
    }

    /** The causes of failures that have lasted until the longest pause. */
    public List<String> lasting() {
        return failing.values().stream()
                .filter(failure -> failure.pause().equals(longestWait))
                .map(Failure::cause)
                .distinct()
                .toList();
    }
}
