package io.trakkit.worker.consume;

import io.trakkit.wire.event.Topics;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.apply.WrongFoldVersionException;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.log.WorkerSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedRuntimeException;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.event.ConsumerRetryAuthEvent;
import org.springframework.kafka.event.ConsumerStoppedEvent;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Starts to read the log as soon as its topics are right and the live read model has this worker's version of the fold, and
 * stops after the current batch. Waits for these conditions without limit.
 */
public final class TradesConsumption implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TradesConsumption.class);
    private static final String LISTENER = "trades";

    /** Longer than a batch takes; of ten seconds for a stop, the rest is for the other clients. */
    private static final long SHUTDOWN_MILLIS = 6_000;

    /**
     * The longest poll; the broker answers a fetch after 20 ms. Kafka's consumer does not fetch again in a poll whose fetch was
     * answered without a record, and ends that poll at its next heartbeat (KAFKA-20780, mended after 4.2): a record that came
     * meanwhile would wait as long.
     */
    private static final long POLL_MILLIS = 25;

    /** After a seek, a poll may wait for the answer to an earlier fetch: without records for a shorter time is not idle. */
    private static final long SHORTEST_IDLE_MILLIS = 1_000;

    private final StartupChecks startupChecks;
    private final TradesListener listener;
    private final UnlimitedBackoff retry;
    private final ConsumerHalt consumerHalt;
    private final VersionGate versionGate;
    private final ConsumerFactory<byte[], byte[]> consumers;
    private final WorkerSettings settings;
    private final ApplicationEventPublisher events;
    private CountDownLatch stopped = new CountDownLatch(0);
    private volatile String obstacle = "The worker is starting";
    private volatile @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    public TradesConsumption(
            StartupChecks startupChecks,
            TradesListener listener,
            UnlimitedBackoff retry,
            ConsumerHalt consumerHalt,
            VersionGate versionGate,
            ConsumerFactory<byte[], byte[]> consumers,
            WorkerSettings settings,
            ApplicationEventPublisher events) {
        this.startupChecks = startupChecks;
        this.listener = listener;
        this.retry = retry;
        this.consumerHalt = consumerHalt;
        this.versionGate = versionGate;
        this.consumers = consumers;
        this.settings = settings;
        this.events = events;
    }

    @Override
    public synchronized void start() {
        CountDownLatch untilStopped = new CountDownLatch(1);
        stopped = untilStopped;
        listener.stopping(false);
        startReadingWhenReady(untilStopped);
    }

    private void startReadingWhenReady(CountDownLatch untilStopped) {
        Thread.ofVirtual().name("log-preparation").start(() -> prepare(untilStopped));
    }

    private void prepare(CountDownLatch untilStopped) {
        long wait = settings.firstRetryAfter().toMillis();
        while (!startedReading(untilStopped) && !stoppedWithin(wait, untilStopped)) {
            long longest = versionGate.reason().isPresent()
                    ? settings.compareEvery().toMillis()
                    : settings.longestRetryAfter().toMillis();
            wait = Math.min(2 * wait, longest);
        }
    }

    /** Returns whether preparation is over: the log is read, or must not be read. */
    private boolean startedReading(CountDownLatch untilStopped) {
        try {
            boolean prepared = startupChecks.prepare();
            if (prepared) {
                versionGate.end();
                read(untilStopped);
            } else {
                obstacle = "The topics of the log are being created";
            }
            return prepared;
        } catch (WrongFoldVersionException e) {
            versionGate.begin(e);
            return false;
        } catch (AuthorizationException e) {
            retryLater("Kafka refuses the worker", e, untilStopped);
            return false;
        } catch (KafkaException e) {
            retryLater("Kafka is unavailable", e, untilStopped);
            return false;
        } catch (NestedRuntimeException e) {
            retryLater("PostgreSQL is unavailable", e, untilStopped);
            return false;
        } catch (RuntimeException e) {
            consumerHalt.raise(e);
            return true;
        }
    }

    private void retryLater(String what, RuntimeException failure, CountDownLatch untilStopped) {
        obstacle = what + ": " + FailureCauses.reason(failure);
        if (untilStopped.getCount() > 0) {
            log.warn("{}; will retry", obstacle);
        }
    }

    private static boolean stoppedWithin(long millis, CountDownLatch untilStopped) {
        try {
            return untilStopped.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized void read(CountDownLatch untilStopped) {
        if (untilStopped.getCount() == 0) {
            return;
        }
        ConcurrentMessageListenerContainer<byte[], byte[]> started =
                new ConcurrentMessageListenerContainer<>(consumers, properties());
        started.setBeanName(LISTENER);
        started.setConcurrency(settings.threads());
        started.setCommonErrorHandler(retry);
        started.setApplicationEventPublisher(this::published);
        started.start();
        container = started;
        obstacle = "A consumer has stopped";
        // Asynchronously, because a consumer thread may raise the alarm.
        consumerHalt.whenRaised(() -> started.stop(() -> {}));
        versionGate.whenBegun(() -> started.stop(() -> startReadingWhenReady(untilStopped)));
    }

    private ContainerProperties properties() {
        ContainerProperties properties = new ContainerProperties(Topics.TRADES);
        properties.setMessageListener(listener);
        properties.setConsumerRebalanceListener(listener);
        // The listener commits offsets itself.
        properties.setAckMode(ContainerProperties.AckMode.MANUAL);
        properties.setIdleEventInterval(Math.max(settings.compareEvery().toMillis(), SHORTEST_IDLE_MILLIS));
        properties.setPollTimeout(POLL_MILLIS);
        properties.setAuthExceptionRetryInterval(settings.longestRetryAfter());
        properties.setShutdownTimeout(SHUTDOWN_MILLIS);
        return properties;
    }

    private void published(Object event) {
        switch (event) {
            case ListenerContainerIdleEvent idle -> listener.onIdle(idle.getConsumer());
            case ConsumerRetryAuthEvent refused
            when refused.getReason() == ConsumerRetryAuthEvent.Reason.AUTHORIZATION ->
                log.error(
                        "The Kafka user of this app lacks the ACL READ on the group {} or on the topic {}; will retry",
                        settings.group(),
                        Topics.TRADES);
            case ConsumerStoppedEvent end when end.getReason() != ConsumerStoppedEvent.Reason.NORMAL -> died(end);
            default -> log.debug("{}", event);
        }
    }

    /** An error that ends a consumer thread, such as out of memory, needs a new process. */
    private void died(ConsumerStoppedEvent end) {
        log.error("A consumer thread has ended, reason {}: restart the process", end.getReason());
        AvailabilityChangeEvent.publish(events, this, LivenessState.BROKEN);
    }

    /** Whether the topics exist and have the right settings. */
    public boolean isPrepared() {
        return startupChecks.topicsAreReady();
    }

    /** Why the log is not read. */
    String obstacle() {
        return "The log is not being read: " + obstacle;
    }

    /** The prefix of the client ids of this worker's consumers. */
    public String clientId() {
        return consumers.getConfigurationProperties().get(ConsumerConfig.CLIENT_ID_CONFIG) + "-";
    }

    /** Whether every consumer thread reads the log. */
    public boolean isReading() {
        ConcurrentMessageListenerContainer<byte[], byte[]> current = container;
        return current != null && current.isRunning() && current.isInExpectedState();
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    /** Stops after the current batch; the consumers leave the group when they close. */
    @Override
    public synchronized void stop(Runnable whenStopped) {
        stopped.countDown();
        listener.stopping(true);
        ConcurrentMessageListenerContainer<byte[], byte[]> current = container;
        if (current == null) {
            whenStopped.run();
        } else {
            Thread.ofVirtual().name("log-stop").start(() -> {
                current.stop();
                whenStopped.run();
            });
        }
    }

    @Override
    public int getPhase() {
        return WorkerSettings.PHASE;
    }

    @Override
    public synchronized boolean isRunning() {
        return stopped.getCount() > 0;
    }
}
