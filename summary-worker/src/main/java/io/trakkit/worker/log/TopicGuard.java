package io.trakkit.worker.log;

import io.trakkit.store.ledger.MovedTopics;
import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Sees to it that the topics which the worker needs are there, and as they must be. */
public final class TopicGuard implements SmartLifecycle {

    private static final long TIMEOUT_SECONDS = 10;
    private static final Duration CLOSING = Duration.ofSeconds(1);

    /** A dead letter carries its record, which may be as large as the log takes, and headers beside it. */
    static final int DEAD_LETTER_BYTES = 4 * 1024 * 1024;

    private final Admin admin;
    private final MovedTopics moved;
    private final WorkerSettings settings;
    private volatile @Nullable LogOfTopic known;
    private volatile boolean running = true;

    /** The log that a topic holds. */
    private record LogOfTopic(UUID topicId, UUID logId) {}

    public TopicGuard(Admin admin, MovedTopics moved, WorkerSettings settings) {
        this.admin = admin;
        this.moved = moved;
        this.settings = settings;
    }

    /**
     * Creates what is missing. Never changes what is there.
     *
     * @return whether the topics are there and as they must be; what was just created is looked at the next time
     * @throws LogContradictionException if a topic has another number of partitions than it must
     * @throws KafkaException if Kafka cannot be reached now
     */
    public boolean prepare() {
        boolean allThere = isThere(topic(Topics.TRADES, Topics.TRADES_CONFIG));
        allThere &= isThere(topic(
                Topics.DEAD_LETTERS,
                Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(DEAD_LETTER_BYTES))));
        if (allThere) {
            idOfTrades();
            checked(Topics.DEAD_LETTERS, "a verdict stands in the partition of its record");
        }
        return allThere;
    }

    /**
     * The id of the log that the topic of trades holds now: Kafka's id of the topic, or of the one that it was moved from.
     * Another one if the topic was deleted and made anew.
     *
     * @throws LogContradictionException if it has another number of partitions than it must
     * @throws KafkaException if Kafka cannot be reached now
     * @throws org.springframework.core.NestedRuntimeException if the topic is new and PostgreSQL is unavailable now
     */
    public UUID idOfTrades() {
        UUID topicId =
                id(checked(Topics.TRADES, "with another count keys move between partitions and lose their order"));
        LogOfTopic log = known;
        if (log == null || !log.topicId().equals(topicId)) {
            log = new LogOfTopic(topicId, moved.logOf(topicId));
            known = log;
        }
        return log.logId();
    }

    /**
     * Where each partition of the topic of trades ends now; what an open transaction has written does not count yet.
     *
     * @throws KafkaException if Kafka cannot be reached now
     */
    public Map<Integer, Long> endsOfTrades() {
        List<TopicPartition> partitions = IntStream.range(0, settings.partitions())
                .mapToObj(partition -> new TopicPartition(Topics.TRADES, partition))
                .toList();
        return ends(partitions).entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    }

    /**
     * Where partitions end now; what an open transaction has written does not count yet.
     *
     * @throws KafkaException if Kafka cannot be reached now
     */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        ListOffsetsOptions committed = new ListOffsetsOptions(IsolationLevel.READ_COMMITTED);
        try {
            return answered(admin.listOffsets(wanted, committed).all()).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot read the end offsets of " + partitions, e);
        }
    }

    /**
     * The latest time that a record of each partition of the topic of trades has; empty ones are left out.
     *
     * @throws KafkaException if Kafka cannot be reached now
     */
    Map<Integer, Instant> lastTimesOfTrades() {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, settings.partitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(Topics.TRADES, partition), _ -> OffsetSpec.maxTimestamp()));
        try {
            return answered(admin.listOffsets(wanted).all()).entrySet().stream()
                    .filter(last -> last.getValue().timestamp() >= 0)
                    .collect(Collectors.toMap(
                            last -> last.getKey().partition(),
                            last -> Instant.ofEpochMilli(last.getValue().timestamp())));
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot read the latest times of " + Topics.TRADES, e);
        }
    }

    /**
     * Kafka's ids of those of the topics that are there.
     *
     * @throws KafkaException if Kafka cannot be reached now
     */
    public Map<String, UUID> ids(Collection<String> topics) {
        Map<String, UUID> ids = new HashMap<>();
        admin.describeTopics(topics).topicNameValues().forEach((topic, answer) -> {
            try {
                ids.put(topic, id(answered(answer)));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw new KafkaException("Cannot describe the topic " + topic, e);
                }
            }
        });
        return ids;
    }

    private static UUID id(TopicDescription topic) {
        return new UUID(
                topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits());
    }

    private TopicDescription checked(String topic, String why) {
        TopicDescription described = describedNow(topic);
        int partitions = described.partitions().size();
        if (partitions != settings.partitions()) {
            throw new LogContradictionException("The topic " + topic + " has " + partitions
                    + " partitions, but must have " + settings.partitions() + ": " + why);
        }
        return described;
    }

    private TopicDescription describedNow(String topic) {
        try {
            return describe(topic);
        } catch (ExecutionException e) {
            throw new KafkaException("Cannot describe the topic " + topic, e);
        }
    }

    private NewTopic topic(String name, Map<String, String> config) {
        Map<String, String> all = new HashMap<>(config);
        all.put("min.insync.replicas", Integer.toString(settings.minInsyncReplicas()));
        return new NewTopic(name, settings.partitions(), settings.replication()).configs(all);
    }

    private TopicDescription describe(String topic) throws ExecutionException {
        return answered(Objects.requireNonNull(
                admin.describeTopics(List.of(topic)).topicNameValues().get(topic)));
    }

    /** Whether a topic was there; it is created if not. */
    private boolean isThere(NewTopic topic) {
        try {
            describe(topic.name());
            return true;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new KafkaException("Cannot describe the topic " + topic.name(), e);
            }
            create(topic);
            return false;
        }
    }

    private void create(NewTopic topic) {
        try {
            answered(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("Cannot create the topic " + topic.name(), e);
            }
        }
    }

    private static <T> T answered(KafkaFuture<T> answer) throws ExecutionException {
        try {
            return answer.get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void start() {
        // It can be asked from the first.
    }

    /** What Kafka has not answered by then is given up, and whoever waits for it with it. */
    @Override
    public void stop() {
        running = false;
        admin.close(CLOSING);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WorkerSettings.PHASE;
    }
}
