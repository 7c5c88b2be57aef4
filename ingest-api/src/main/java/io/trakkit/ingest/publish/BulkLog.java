package io.trakkit.ingest.publish;

import io.trakkit.domain.event.TradeEvent;
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
 * Publishes the events of bulk requests: sends each without waiting, and calls its receipt later. Has its own producer, which
 * sends large batches, so that single posts do not queue behind them. The events of one thread keep their order per key.
 */
public final class BulkLog implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(BulkLog.class);

    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final TopicWatch topics;
    private final LogIds ids;
    private final TradeEventCodec codec = new TradeEventCodec();

    BulkLog(DefaultKafkaProducerFactory<byte[], byte[]> producers, TopicWatch topics, LogIds ids) {
        this.producers = producers;
        this.topics = topics;
        this.ids = ids;
    }

    /** Called once for an event, on the network thread of the producer, which must not be blocked. */
    public interface Receipt {

        /** All in-sync replicas have the event, at this offset. */
        void acknowledged(int partition, long offset);

        /** The event was not acknowledged in time; it may have been written nevertheless. */
        void failed();
    }

    /** The events of one request. */
    public final class Stream {

        private final Producer<byte[], byte[]> producer = producers.createProducer();
        private final byte[] trace;
        private final UUID logId;

        private Stream(TraceParent trace, UUID logId) {
            this.trace = trace.bytes();
            this.logId = logId;
        }

        /** Sends an event. Waits only if the buffer of the producer is full. */
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

        /** The position in the log of a receipt. */
        public LogPosition position(int partition, long offset) {
            return new LogPartition(logId, partition).at(offset);
        }
    }

    /**
     * Opens a stream for one request.
     *
     * @throws LogUnavailableException if Kafka is not ready
     */
    public Stream open(TraceParent trace) {
        if (topics.state() instanceof TopicWatch.State.Right(UUID tradesId)) {
            return new Stream(trace, ids.logOf(tradesId));
        }
        throw new LogUnavailableException("Kafka is not ready", null);
    }

    /** Waits for pending records. */
    @Override
    public void close() {
        producers.destroy();
    }
}
