package io.trakkit.worker.log;

import io.trakkit.wire.event.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Sees to it that the topics which the worker needs are there, and as they must be. */
final class LogTopics {

    private static final long TIMEOUT_SECONDS = 10;

    /** A dead letter carries its record, which may be as large as the log takes, and headers beside it. */
    static final int DEAD_LETTER_BYTES = 4 * 1024 * 1024;

    private final Admin admin;
    private final WorkerSettings settings;

    LogTopics(Admin admin, WorkerSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Creates what is missing. Never changes what is there.
     *
     * @return Kafka's id of the topic of trades
     * @throws LogContradictionException if it has another number of partitions than it must
     * @throws KafkaException if Kafka cannot be reached now
     */
    UUID prepare() {
        create(topic(Topics.TRADES, Map.of("retention.ms", "-1")));
        create(topic(
                Topics.DEAD_LETTERS,
                Map.of("retention.ms", "-1", "max.message.bytes", Integer.toString(DEAD_LETTER_BYTES))));
        TopicDescription trades = describedTrades();
        if (trades.partitions().size() != settings.partitions()) {
            throw new LogContradictionException("The topic " + Topics.TRADES + " has "
                    + trades.partitions().size() + " partitions, but must have " + settings.partitions()
                    + ": with another count keys move between partitions and lose their order");
        }
        return new UUID(
                trades.topicId().getMostSignificantBits(), trades.topicId().getLeastSignificantBits());
    }

    private TopicDescription describedTrades() {
        try {
            return describe(Topics.TRADES);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka does not describe " + Topics.TRADES, e);
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

    private void create(NewTopic topic) {
        try {
            describe(topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new KafkaException("Kafka does not describe " + topic.name(), e);
            }
            createMissing(topic);
        }
    }

    private void createMissing(NewTopic topic) {
        try {
            answered(admin.createTopics(List.of(topic)).all());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("Kafka does not create " + topic.name(), e);
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
}
