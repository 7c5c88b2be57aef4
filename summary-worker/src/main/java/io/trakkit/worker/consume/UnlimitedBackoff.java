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
 * Has a batch that failed read again, after a while that grows to a limit, and without end. Nothing here can give up:
 * what Spring Kafka does by default, ten tries in a row and then every record of the batch discarded, would turn an
 * outage of ten seconds into a loss.
 *
 * <p>The batch comes back through the consumer, rather than being handed to the listener once more, so that a worker
 * tries only what is still its to read. The wait is far shorter than what Kafka allows between two polls.
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

    /** Offsets are committed for what was applied, and a batch that failed was not. */
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

    /** What fails beside a batch: a poll, a commit of offsets. */
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

    /** The consumer of this thread gets on again. */
    public void over() {
        failing.remove(Thread.currentThread());
    }

    @Override
    public void clearThreadState() {
        over();
    }

    /** Why consumers have not got on for so long that they wait as long as they ever do. */
    public List<String> lasting() {
        return failing.values().stream()
                .filter(failure -> failure.pause().equals(longestWait))
                .map(Failure::cause)
                .distinct()
                .toList();
    }
}
