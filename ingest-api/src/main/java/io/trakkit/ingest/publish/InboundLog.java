package io.trakkit.ingest.publish;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;
import org.springframework.kafka.support.SendResult;

/**
 * Publishes what became of inbound records in one Kafka transaction: the events, the verdicts, and the offsets up to which
 * the records were read. A consumer that was replaced meanwhile cannot commit.
 */
public final class InboundLog implements AutoCloseable {

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final KafkaTemplate<byte[], byte[]> kafka;
    private final TopicWatch topics;
    private final LogIds ids;
    private final TradeEventCodec codec = new TradeEventCodec();

    /** @param producers of transactions */
    InboundLog(DefaultKafkaProducerFactory<byte[], byte[]> producers, TopicWatch topics, LogIds ids) {
        this.producers = producers;
        this.topics = topics;
        this.ids = ids;
        kafka = new KafkaTemplate<>(producers);
        // The default listener logs each failed record with a stack trace.
        kafka.setProducerListener(new ProducerListener<>() {});
    }

    /** An event, and the trace that it belongs to. */
    public record TracedEvent(TradeEvent.Creation event, TraceParent trace) {}

    /**
     * Commits a transaction.
     *
     * @param next the offsets after the records
     * @param group the consumer that read them
     * @return the positions of the events in the log, in their order
     * @throws LogUnavailableException if the commit was not acknowledged; it may have taken place nevertheless
     */
    public List<LogPosition> publish(
            List<TracedEvent> events,
            List<ProducerRecord<byte[], byte[]>> verdicts,
            Map<TopicPartition, OffsetAndMetadata> next,
            ConsumerGroupMetadata group) {
        if (!(topics.state() instanceof TopicWatch.State.Right(UUID tradesId))) {
            throw new LogUnavailableException("Kafka is not ready", null);
        }
        UUID logId = ids.logOf(tradesId);
        try {
            return Objects.requireNonNull(
                            kafka.executeInTransaction(transaction -> send(events, verdicts, next, group, transaction)))
                    .stream()
                    .map(CompletableFuture::join)
                    .map(SendResult::getRecordMetadata)
                    .map(written -> new LogPartition(logId, written.partition()).at(written.offset()))
                    .toList();
        } catch (KafkaException | org.springframework.kafka.KafkaException | CompletionException e) {
            throw new LogUnavailableException("Kafka has not committed the transaction", e, true);
        }
    }

    private List<CompletableFuture<SendResult<byte[], byte[]>>> send(
            List<TracedEvent> events,
            List<ProducerRecord<byte[], byte[]>> verdicts,
            Map<TopicPartition, OffsetAndMetadata> next,
            ConsumerGroupMetadata group,
            KafkaOperations<byte[], byte[]> transaction) {
        // Before the events: where their topic is missing, nothing is in the log yet. A verdict that fails fails the
        // commit.
        verdicts.forEach(verdict -> {
            var _ = transaction.send(verdict);
        });
        List<CompletableFuture<SendResult<byte[], byte[]>>> sent = new ArrayList<>(events.size());
        events.forEach(event -> sent.add(transaction.send(record(event))));
        transaction.sendOffsetsToTransaction(next, group);
        return sent;
    }

    private ProducerRecord<byte[], byte[]> record(TracedEvent traced) {
        TradeEvent.Creation event = traced.event();
        byte[] key = event.key().logKey().getBytes(StandardCharsets.US_ASCII);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(Topics.TRADES, key, codec.encode(event));
        record.headers().add(TraceParent.HEADER, traced.trace().bytes());
        return record;
    }

    @Override
    public void close() {
        producers.destroy();
    }
}
