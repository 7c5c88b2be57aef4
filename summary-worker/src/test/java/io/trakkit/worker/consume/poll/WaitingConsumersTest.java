package io.trakkit.worker.consume.poll;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.worker.testing.TestKafka;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a real broker, as it depends on when Kafka's consumer sends its fetches. */
class WaitingConsumersTest {

    private static final String TOPIC = "waiting-consumers";
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final List<Long> offsets = new ArrayList<>();

    @BeforeEach
    void emptyTopic() {
        TestKafka.deleteTopics();
        TestKafka.createTopic(TOPIC, 1);
    }

    @Test
    void whatComesDuringTheWaitIsReadAtOnce() {
        try (Consumer<byte[], byte[]> consumer = consumer(Duration.ofMillis(300))) {
            // A machine that is busy with something else may miss the wait, or the answer to a fetch.
            patiently().until(() -> {
                publish(1);
                readAll(consumer);
                publish(5);
                return poll(consumer) == 5;
            });
            readAll(consumer);

            assertThat(offsets)
                    .containsExactlyElementsOf(LongStream.range(0, TestKafka.records(TOPIC))
                            .boxed()
                            .toList());
        }
    }

    @Test
    void aStopEndsTheWait() {
        try (Consumer<byte[], byte[]> consumer = consumer(Duration.ofHours(1))) {
            publish(1);
            readAll(consumer);
            FutureTask<ConsumerRecords<byte[], byte[]>> waiting = new FutureTask<>(() -> consumer.poll(TIMEOUT));
            Thread thread = Thread.ofPlatform().start(waiting);
            patiently().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

            consumer.wakeup();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(10))
                    .withThrowableThat()
                    .withCauseInstanceOf(WakeupException.class);
        }
    }

    private static Consumer<byte[], byte[]> consumer(Duration longestWait) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                TestKafka.bootstrapServers(),
                "group.protocol",
                "consumer",
                "group.id",
                "waiting-consumers",
                "auto.offset.reset",
                "earliest",
                "enable.auto.commit",
                false);
        Consumer<byte[], byte[]> consumer =
                new WaitingConsumers(config, longestWait, 2000, () -> 1_000).createConsumer();
        consumer.assign(List.of(PARTITION));
        return consumer;
    }

    /** One after the other, each acknowledged before the next. */
    private static void publish(int records) {
        for (int i = 0; i < records; i++) {
            TestKafka.publish(new ProducerRecord<>(TOPIC, 0, new byte[0], new byte[0]));
        }
    }

    private void readAll(Consumer<byte[], byte[]> consumer) {
        long end =
                Objects.requireNonNull(consumer.endOffsets(List.of(PARTITION)).get(PARTITION));
        while (consumer.position(PARTITION) < end) {
            poll(consumer);
        }
    }

    private int poll(Consumer<byte[], byte[]> consumer) {
        ConsumerRecords<byte[], byte[]> records = consumer.poll(TIMEOUT);
        records.forEach(record -> offsets.add(record.offset()));
        return records.count();
    }
}
