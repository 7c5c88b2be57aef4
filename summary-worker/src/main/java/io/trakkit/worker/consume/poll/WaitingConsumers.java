package io.trakkit.worker.consume.poll;

import io.trakkit.worker.log.WorkerSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Consumers that wait a few milliseconds from poll to poll while the machine is busy, so that batches are larger. Spring Kafka's
 * {@code idleBetweenPolls} sleeps for 10 ms at least, and a poll after it would return only the first records.
 */
public final class WaitingConsumers extends DefaultKafkaConsumerFactory<byte[], byte[]> {

    private final Duration longestWait;
    private final int batchRecords;
    private final IntSupplier load;

    /** @param config the settings of the consumers */
    public WaitingConsumers(Map<String, Object> config, WorkerSettings settings) {
        this(config, settings.longestPollWait(), settings.batchRecords(), ProcessorLoad.ofThisMachine()::mean);
    }

    WaitingConsumers(Map<String, Object> config, Duration longestWait, int batchRecords, IntSupplier load) {
        super(config);
        this.longestWait = longestWait;
        this.batchRecords = batchRecords;
        this.load = load;
    }

    @Override
    protected Consumer<byte[], byte[]> createRawConsumer(Map<String, Object> config) {
        return new WaitingConsumer(config);
    }

    private final class WaitingConsumer extends KafkaConsumer<byte[], byte[]> {

        private final WaitingPolls polls =
                new WaitingPolls(this, super::poll, new PollWait(longestWait, batchRecords), load, batchRecords);

        WaitingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            return polls.poll(timeout);
        }

        @Override
        public void wakeup() {
            super.wakeup();
            polls.wakeUp();
        }
    }
}
