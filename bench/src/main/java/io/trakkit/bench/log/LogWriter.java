package io.trakkit.bench.log;

import io.trakkit.bench.site.Site;
import io.trakkit.domain.event.TradeEvent;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes single events to the log. */
public final class LogWriter implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;

    public LogWriter(Site site) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        site.bootstrapServers(),
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.LINGER_MS_CONFIG,
                        0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes an event and waits until it is acknowledged. */
    public void write(TradeEvent event) throws ExecutionException, InterruptedException {
        producer.send(Topic.record(event)).get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
