package io.trakkit.worker.recovery;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.portfolios.RestoredPortfolios.Entry;
import io.trakkit.wire.event.PortfolioCodec;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads the records of the portfolios' topic. */
final class PortfolioRecords {

    private static final PortfolioCodec CODEC = new PortfolioCodec();

    private PortfolioRecords() {}

    /** @throws InvalidValueException if the record is not a portfolio; the message says why */
    static Entry read(ConsumerRecord<byte[], byte[]> record) {
        PortfolioId id = id(record.key());
        if (record.value() == null) {
            return new Entry(id, Optional.empty());
        }
        Portfolio portfolio = CODEC.decode(record.value());
        if (!portfolio.id().equals(id)) {
            throw new InvalidValueException("The key is " + id + ", but the portfolio is " + portfolio.id());
        }
        if (portfolio.updatedAt().isBefore(portfolio.createdAt())) {
            throw new InvalidValueException("updated_at is before created_at");
        }
        return new Entry(id, Optional.of(portfolio));
    }

    private static PortfolioId id(byte @Nullable [] key) {
        if (key == null) {
            throw new InvalidValueException("The record has no key");
        }
        return PortfolioId.parse(new String(key, StandardCharsets.UTF_8));
    }
}
