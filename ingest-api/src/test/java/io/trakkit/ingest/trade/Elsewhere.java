package io.trakkit.ingest.trade;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What another instance would publish: ten units bought for 100 each. */
final class Elsewhere {

    private Elsewhere() {}

    static TradeEvent.Created creation(Portfolio portfolio, String refId, Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Trade trade = new Trade(
                new RefId(refId),
                portfolio.user(),
                portfolio.id(),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker("GODREJIND"),
                Volume.of("10"),
                Price.of("100"),
                TradeStatus.SUCCESS,
                now);
        return new TradeEvent.Created(UUID.randomUUID(), portfolio.client(), now, trade, true);
    }

    static void publish(TradeEvent event) {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Servers.kafka(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            var sent = producer.send(new ProducerRecord<>(
                    Topics.TRADES,
                    event.key().logKey().getBytes(StandardCharsets.US_ASCII),
                    new TradeEventCodec().encode(event)));
            sent.get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
