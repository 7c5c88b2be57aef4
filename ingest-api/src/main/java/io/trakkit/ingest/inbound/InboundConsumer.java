package io.trakkit.ingest.inbound;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.KafkaMessageListenerContainer;

/** The consumer of the inbound topics: one thread, which can pause single partitions. */
final class InboundConsumer implements SmartLifecycle, Pauses, AutoCloseable {

    /** A pause ends, and a stop begins, at most that much later. */
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration AUTH_RETRY = Duration.ofSeconds(1);

    private final KafkaMessageListenerContainer<byte[], byte[]> container;
    private final Map<TopicPartition, ScheduledFuture<?>> ends = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("inbound-pauses").factory());

    InboundConsumer(ConsumerFactory<byte[], byte[]> consumers, InboundHealth health) {
        ContainerProperties properties = new ContainerProperties(InboundTopics.ALL);
        // Offsets are committed by the transactions of the listener only.
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setPollTimeout(POLL.toMillis());
        // Without it, a missing ACL would end the consumer for all clients.
        properties.setAuthExceptionRetryInterval(AUTH_RETRY);
        container = new KafkaMessageListenerContainer<>(consumers, properties);
        container.setBeanName("inbound");
        container.setApplicationEventPublisher(health::heard);
    }

    /** @param listener called with the records of each poll */
    InboundConsumer with(InboundListener listener) {
        container.setupMessageListener(listener);
        container.getContainerProperties().setConsumerRebalanceListener(listener);
        return this;
    }

    @Override
    public void begin(TopicPartition partition, Duration wait) {
        container.pausePartition(partition);
        replace(
                partition,
                clock.schedule(() -> container.resumePartition(partition), wait.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public void end(TopicPartition partition) {
        replace(partition, null);
        container.resumePartition(partition);
    }

    private void replace(TopicPartition partition, @Nullable ScheduledFuture<?> end) {
        ScheduledFuture<?> before = end == null ? ends.remove(partition) : ends.put(partition, end);
        if (before != null) {
            before.cancel(false);
        }
    }

    @Override
    public void start() {
        container.start();
    }

    @Override
    public void stop() {
        container.stop();
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    @Override
    public boolean isRunning() {
        return container.isRunning();
    }
}
