package io.trakkit.log;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
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
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Creates missing topics, checks existing ones, and reads their ids and end offsets. Never changes an existing topic.
 * Connects on the first call, because Kafka may start later than the app.
 *
 * <p>Every method throws a {@link KafkaException} if Kafka does not answer in time.
 */
public final class TopicGuard implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

    private final Supplier<Admin> connect;
    private final Duration timeout;
    private @Nullable Admin admin;

    /**
     * @param connect creates the client; {@link #close} closes it
     * @param timeout the most time for one answer
     */
    public TopicGuard(Supplier<Admin> connect, Duration timeout) {
        this.connect = connect;
        this.timeout = timeout;
    }

    /** @return whether the topic existed; it is created if not, and can be described a moment later */
    public boolean createIfMissing(NewTopic topic) {
        if (find(topic.name()).isPresent()) {
            return true;
        }
        try {
            answer(connected().createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw failed("Cannot create the topic " + topic.name(), e, AclOperation.CREATE, topic.name());
            }
        }
        return false;
    }

    /**
     * Kafka's id of a topic. A topic that is deleted and created again has another id.
     *
     * @throws LogContradictionException if the topic has another number of partitions
     */
    public UUID requireTopic(String topic, int partitions) {
        TopicDescription description =
                find(topic).orElseThrow(() -> new KafkaException("The topic " + topic + " does not exist"));
        int actual = description.partitions().size();
        if (actual != partitions) {
            throw new LogContradictionException("The topic " + topic + " has " + actual + " partitions, but must have "
                    + partitions + ": with another number, keys move between partitions and lose their order");
        }
        return id(description);
    }

    /** Kafka's ids of those topics that exist. */
    public Map<String, UUID> ids(Collection<String> topics) {
        Map<String, UUID> ids = new HashMap<>();
        topics.forEach(topic -> find(topic).ifPresent(description -> ids.put(topic, id(description))));
        return ids;
    }

    private static UUID id(TopicDescription topic) {
        return new UUID(
                topic.topicId().getMostSignificantBits(), topic.topicId().getLeastSignificantBits());
    }

    private Optional<TopicDescription> find(String topic) {
        try {
            return Optional.of(answer(Objects.requireNonNull(
                    connected().describeTopics(List.of(topic)).topicNameValues().get(topic))));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw failed("Cannot describe the topic " + topic, e, AclOperation.DESCRIBE, topic);
        }
    }

    /**
     * The end offsets of partitions now.
     *
     * @param isolation whether the records of open transactions count
     */
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.latest()));
        try {
            return answer(connected()
                            .listOffsets(latest, new ListOffsetsOptions(isolation))
                            .all())
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw failed("Cannot read the end offsets of " + partitions, e, AclOperation.DESCRIBE, topics(partitions));
        }
    }

    /** The latest timestamp of a record in each partition; empty partitions are left out. */
    public Map<TopicPartition, Instant> latestTimes(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> OffsetSpec.maxTimestamp()));
        try {
            return answer(connected().listOffsets(latest).all()).entrySet().stream()
                    .filter(last -> last.getValue().timestamp() >= 0)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey,
                            last -> Instant.ofEpochMilli(last.getValue().timestamp())));
        } catch (ExecutionException e) {
            throw failed("Cannot read the latest times of " + partitions, e, AclOperation.DESCRIBE, topics(partitions));
        }
    }

    /** The partitions 0 to {@code count - 1} of a topic. */
    public static List<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    private <T> T answer(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static String topics(Collection<TopicPartition> partitions) {
        return partitions.stream()
                .map(TopicPartition::topic)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /** @param needed the operation that Kafka must allow on the topic */
    private static KafkaException failed(String what, ExecutionException e, AclOperation needed, String topic) {
        Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
        return MissingAcl.of(cause, needed, topic)
                // Without a cause, because logs show the message of the innermost one.
                .<KafkaException>map(missing -> new AuthorizationException(what + ": " + missing))
                .orElseGet(() -> new KafkaException(what + ": " + cause.getMessage(), e));
    }

    private synchronized Admin connected() {
        if (admin == null) {
            admin = connect.get();
        }
        return admin;
    }

    /** Fails the calls that still wait for an answer. */
    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(CLOSE_WITHIN);
        }
    }
}
