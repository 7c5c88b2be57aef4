package io.trakkit.ingest.publish;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.store.log.LogPartition;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Publishes portfolios to their compacted topic. */
public final class PortfolioLog {

    private static final TopicPartition PARTITION = new TopicPartition(Topics.PORTFOLIOS, 0);

    private final Publisher publisher;
    private final LogAdmin admin;
    private final PortfolioCodec codec = new PortfolioCodec();

    PortfolioLog(Publisher publisher, LogAdmin admin) {
        this.publisher = publisher;
        this.admin = admin;
    }

    /**
     * The topic's one partition.
     *
     * @throws LogUnavailableException if the cluster does not say
     */
    public LogPartition partition() {
        return new LogPartition(answered(() -> LogAdmin.id(admin.describe(Topics.PORTFOLIOS))), 0);
    }

    /**
     * Where the topic ends at this moment.
     *
     * @throws LogUnavailableException if the cluster does not say
     */
    public long end() {
        return answered(() -> admin.end(PARTITION));
    }

    /** What goes wrong is told to callers, in words that are no class names. */
    private static <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (LogUnavailableException e) {
            throw new LogUnavailableException("Kafka does not answer", e);
        }
    }

    /**
     * Publishes a portfolio as it is about to stand and waits for the acknowledgement.
     *
     * @return the offset at which it stands
     * @throws LogUnavailableException if it was not acknowledged in time; it may have been written all the same
     */
    public long publish(Portfolio portfolio) {
        return publisher
                .publish(List.of(record(portfolio.id(), codec.encode(portfolio))))
                .getFirst()
                .offset();
    }

    /**
     * Takes back what {@link #publish} may have written all the same. Nobody waits for it: where Kafka is away it fails
     * as well.
     *
     * @param before the portfolio as it stood; empty if there was none
     */
    public void takeBack(PortfolioId id, Optional<Portfolio> before) {
        publisher.publishLater(record(id, before.map(codec::encode).orElse(null)));
    }

    private static ProducerRecord<byte[], byte[]> record(PortfolioId id, byte @Nullable [] value) {
        return new ProducerRecord<>(Topics.PORTFOLIOS, id.toString().getBytes(StandardCharsets.US_ASCII), value);
    }
}
