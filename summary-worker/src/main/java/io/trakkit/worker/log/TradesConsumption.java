package io.trakkit.worker.log;

import io.trakkit.store.Generations;
import io.trakkit.store.Progress;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.LogApplier;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Starts reading the log once its topics are there and as they must be, and stops it after the batch in hand. Waits for
 * Kafka as long as it takes.
 */
public final class TradesConsumption implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TradesConsumption.class);
    private static final String LISTENER = "trades";
    private static final long SHUTDOWN_MILLIS = 9_000;

    private final LogTopics topics;
    private final Generations generations;
    private final Progress progress;
    private final LogApplier applier;
    private final Alarm alarm;
    private final WorkerMetrics metrics;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final WorkerSettings settings;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean running;
    private volatile @Nullable TradesListener listener;
    private volatile @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    TradesConsumption(
            LogTopics topics,
            Generations generations,
            Progress progress,
            LogApplier applier,
            Alarm alarm,
            WorkerMetrics metrics,
            ConsumerFactory<byte[], byte[]> consumers,
            WorkerSettings settings) {
        this.topics = topics;
        this.generations = generations;
        this.progress = progress;
        this.applier = applier;
        this.alarm = alarm;
        this.metrics = metrics;
        this.consumers = consumers;
        this.settings = settings;
    }

    @Override
    public void start() {
        running = true;
        Thread.ofVirtual().name("log-topics").start(this::startReading);
    }

    private void startReading() {
        long wait = settings.firstRetryAfter().toMillis();
        while (running) {
            try {
                read(topics.prepare());
                return;
            } catch (LogContradictionException e) {
                alarm.raise(e.getMessage());
                return;
            } catch (KafkaException e) {
                log.warn("Kafka is not ready yet: {}", e.getMessage());
            }
            if (stoppedWithin(wait)) {
                return;
            }
            wait = Math.min(2 * wait, settings.longestRetryAfter().toMillis());
        }
    }

    private boolean stoppedWithin(long millis) {
        try {
            return stopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized void read(UUID topicId) {
        if (!running) {
            return;
        }
        listener = new TradesListener(new Ownerships(generations, progress, topicId), applier, alarm, metrics);
        ContainerProperties properties = new ContainerProperties(Topics.TRADES);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setIdleEventInterval(settings.idleAfter().toMillis());
        properties.setShutdownTimeout(SHUTDOWN_MILLIS);
        ConcurrentMessageListenerContainer<byte[], byte[]> started =
                new ConcurrentMessageListenerContainer<>(consumers, properties);
        started.setBeanName(LISTENER);
        started.setConcurrency(settings.threads());
        started.setCommonErrorHandler(ForEver.errorHandler(settings));
        started.setApplicationEventPublisher(this::published);
        started.start();
        container = started;
        alarm.whenRaised(() -> started.stop(() -> {}));
    }

    private void published(Object event) {
        TradesListener current = listener;
        if (event instanceof ListenerContainerIdleEvent idle && current != null) {
            current.onIdle(idle.getConsumer());
        }
    }

    /** Whether the log is being read, by every thread that should. */
    boolean isReading() {
        ConcurrentMessageListenerContainer<byte[], byte[]> current = container;
        return current != null && current.isRunning() && current.isInExpectedState();
    }

    @Override
    public synchronized void stop() {
        running = false;
        stopped.countDown();
        ConcurrentMessageListenerContainer<byte[], byte[]> current = container;
        if (current != null) {
            current.stop();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
