package io.trakkit.ingest.publish;

import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Publishes the trades of a bulk request: each is sent without waiting, its acknowledgement comes later. By a
 * producer of its own, which lets records travel in large batches, so that single posts don't stand in their queue.
 * What one thread hands over stands in the log in that order, key by key.
 */
public final class BulkLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BulkLog.class);

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final TopicGuard topics;
    private final LogIds ids;
    private final TradeEventCodec codec = new TradeEventCodec();

    BulkLog(DefaultKafkaProducerFactory<byte[], byte[]> producers, TopicGuard topics, LogIds ids) {
        this.producers = producers;
        this.topics = topics;
        this.ids = ids;
    }

    /** What became of an event. One of the two is called, once, by a thread that must not be kept. */
    public interface Receipt {

        /** All in-sync replicas have it, at this place of the topic. */
        void acknowledged(int partition, long offset);

        /** It was not acknowledged in time; it may have been written all the same. */
        void failed();
    }

    /** The events of one request, on their way to the log. */
    public final class Stream {

        private final Producer<byte[], byte[]> producer = producers.createProducer();
        private final byte[] trace;
        private final UUID logId;

        private Stream(TraceParent trace, UUID logId) {
            this.trace = trace.bytes();
            this.logId = logId;
        }

        /** Hands an event over; waits, if for anything, for room among those that are on their way. */
        public void send(TradeEvent event, Receipt receipt) {
            byte[] key = event.key().logKey().getBytes(StandardCharsets.US_ASCII);
            var record = new ProducerRecord<>(Topics.TRADES, key, codec.encode(event));
            record.headers().add(TraceParent.HEADER, trace);
            try {
                var _ = producer.send(record, (written, failure) -> {
                    if (failure == null) {
                        receipt.acknowledged(written.partition(), written.offset());
                    } else {
                        receipt.failed();
                    }
                });
            } catch (KafkaException e) {
                log.debug("Kafka's client takes no record", e);
                receipt.failed();
            }
        }

        /** The place in the log that a receipt names. */
        public LogPosition position(int partition, long offset) {
            return new LogPartition(logId, partition).at(offset);
        }
    }

    /**
     * Begins to write.
     *
     * @throws LogUnavailableException if Kafka is not ready
     */
    public Stream open(TraceParent trace) {
        if (topics.state() instanceof TopicGuard.State.Right(UUID tradesId)) {
            return new Stream(trace, ids.logOf(tradesId));
        }
        throw new LogUnavailableException("Kafka is not ready", null);
    }

    /** Waits for what is still on its way. */
    @Override
    public void close() {
        producers.destroy();
    }
}
