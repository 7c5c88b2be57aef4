package io.trakkit.ingest.log;

import io.trakkit.domain.Portfolio;
import io.trakkit.domain.PortfolioId;
import io.trakkit.wire.event.PortfolioCodec;
import io.trakkit.wire.event.Topics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** The compacted topic of the portfolios, for writing: the last record under an id is the portfolio as it stands. */
public final class PortfolioLog {

    private final Publisher publisher;
    private final PortfolioCodec codec = new PortfolioCodec();

    PortfolioLog(Publisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Publishes a portfolio as it is about to stand and waits for the acknowledgement.
     *
     * @throws LogUnavailableException if it was not acknowledged in time; it may have been written all the same
     */
    public void publish(Portfolio portfolio) {
        publisher.publish(List.of(record(portfolio.id(), codec.encode(portfolio))));
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
