package io.trakkit.ingest.publish;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.log.TopicGuard;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Publishes portfolios to their compacted topic: the last record of an id is the current portfolio. */
public final class PortfolioLog {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.PORTFOLIOS, 0);

    private final Publisher publisher;
    private final TopicGuard topics;
    private final PortfolioCodec codec = new PortfolioCodec();

    PortfolioLog(Publisher publisher, TopicGuard topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    /**
     * The topic's one partition.
     *
     * @throws LogUnavailableException if Kafka does not answer
     */
    public LogPartition partition() {
        return new LogPartition(answered(this::topicId), 0);
    }

    private UUID topicId() {
        return Optional.ofNullable(topics.ids(List.of(Topics.PORTFOLIOS)).get(Topics.PORTFOLIOS))
                .orElseThrow(() -> new KafkaException("The topic " + Topics.PORTFOLIOS + " does not exist"));
    }

    /**
     * The end offset of the topic.
     *
     * @throws LogUnavailableException if Kafka does not answer
     */
    public long end() {
        return answered(() -> Objects.requireNonNull(
                topics.ends(List.of(PARTITION), IsolationLevel.READ_UNCOMMITTED).get(PARTITION)));
    }

    /** Callers read the message, so it must name no class. */
    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw new LogUnavailableException("Kafka does not answer", e);
        }
    }

    /**
     * Publishes the new state of a portfolio and waits for the acknowledgement.
     *
     * @return its offset
     * @throws LogUnavailableException if it was not acknowledged in time; it may have been written nevertheless
     */
    public long publish(Portfolio portfolio) {
        return publisher
                .publish(List.of(record(portfolio.id(), codec.encode(portfolio))))
                .getFirst()
                .offset();
    }

    /**
     * Reverts a record that {@link #publish} may have written although it failed. Does not wait: if Kafka is unavailable, this
     * fails too.
     *
     * @param before the former state of the portfolio; empty if there was none
     */
    public void takeBack(PortfolioId id, Optional<Portfolio> before) {
        publisher.publishLater(record(id, before.map(codec::encode).orElse(null)));
    }

    private static ProducerRecord<byte[], byte[]> record(PortfolioId id, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.PORTFOLIOS, id.toString().getBytes(StandardCharsets.US_ASCII), value);
    }
}
