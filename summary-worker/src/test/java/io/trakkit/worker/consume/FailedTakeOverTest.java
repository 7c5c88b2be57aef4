package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;

/** The listener with a consumer whose polls a test makes itself. */
class FailedTakeOverTest extends WorkerTest {

    private final Map<TopicPartition, String> tickers = new HashMap<>();

    FailedTakeOverTest() {
        for (int number = 0; tickers.size() < 2; number++) {
            String ticker = "T" + number;
            tickers.put(new TopicPartition(Topics.TRADES, TestKafka.partitionOf(Events.key(ticker))), ticker);
        }
    }

    /**
     * A batch begins with offset 2 of one partition, where 1 is next, so that partition is sought to 1. Then the other one cannot be
     * taken over, and the container gives the listener the same batch again: offset 2 must not be taken for what follows the seek.
     */
    @Test
    void aTakeOverThatFailsAfterASeekPassesNoRecord() {
        // A batch goes through its partitions in this order.
        List<TopicPartition> partitions = List.copyOf(tickers.keySet());
        TopicPartition first = partitions.getFirst();
        TopicPartition second = partitions.getLast();
        try (RunningWorker worker = RunningWorker.start(database);
                KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                        Map.of(
                                "bootstrap.servers",
                                TestKafka.bootstrapServers(),
                                "group.id",
                                "by-hand",
                                "enable.auto.commit",
                                false),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer())) {
            worker.awaitUp();
            worker.bean(TradesConsumption.class).stop();
            TradesListener listener = worker.bean(TradesListener.class);
            listener.stopping(false);
            publish(first, "f-0", "f-1", "f-2");
            publish(second, "s-0");
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<String, ConsumerRecord<byte[], byte[]>> records = new HashMap<>();
            patiently().until(() -> {
                poll(consumer).forEach(record -> records.put(record.partition() + "@" + record.offset(), record));
                return records.size() == 4;
            });
            listener.onPartitionsAssigned(consumer, List.of(first));
            listener.onMessage(List.of(record(records, first, 0)), null, consumer);
            assertThat(readModel.numberOfTrades()).isEqualTo(1);
            List<ConsumerRecord<byte[], byte[]>> batch = List.of(record(records, first, 2), record(records, second, 0));

            database.jdbc().sql("ALTER TABLE progress RENAME TO progress_away").update();
            assertThatThrownBy(() -> listener.onMessage(batch, null, consumer)).isInstanceOf(DataAccessException.class);
            database.jdbc().sql("ALTER TABLE progress_away RENAME TO progress").update();
            listener.onMessage(batch, null, consumer);

            assertThat(readModel.numberOfTrades()).isEqualTo(1);
            patiently().until(() -> {
                List<ConsumerRecord<byte[], byte[]>> polled = poll(consumer);
                if (!polled.isEmpty()) {
                    listener.onMessage(polled, null, consumer);
                }
                return readModel.numberOfTrades() == 4;
            });
        }
    }

    private void publish(TopicPartition partition, String... refIds) {
        String ticker = Objects.requireNonNull(tickers.get(partition));
        for (String refId : refIds) {
            TestKafka.publish(buy(refId, ticker, "1", "1", "09:00:00"));
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(
            Map<String, ConsumerRecord<byte[], byte[]>> records, TopicPartition partition, int offset) {
        return Objects.requireNonNull(records.get(partition.partition() + "@" + offset));
    }

    private static List<ConsumerRecord<byte[], byte[]>> poll(KafkaConsumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
        return records;
    }
}
