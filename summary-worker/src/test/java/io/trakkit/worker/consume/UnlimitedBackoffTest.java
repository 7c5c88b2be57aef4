package io.trakkit.worker.consume;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListenerContainer;

class UnlimitedBackoffTest {

    private static final TopicPartition OURS = new TopicPartition(Topics.TRADES, 1);
    private static final TopicPartition LOST = new TopicPartition(Topics.TRADES, 2);
    private static final ConsumerRecords<byte[], byte[]> BATCH = new ConsumerRecords<>(
            Map.of(OURS, List.of(record(OURS, 7), record(OURS, 8)), LOST, List.of(record(LOST, 3))), Map.of());

    private final UnlimitedBackoff retry = new UnlimitedBackoff(Duration.ofMillis(1), Duration.ofMillis(400));
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");

    /** Not running, so that hardly any time passes in its waits. */
    private final MessageListenerContainer container = new ConcurrentMessageListenerContainer<>(
            new DefaultKafkaConsumerFactory<byte[], byte[]>(Map.of()), new ContainerProperties(Topics.TRADES));

    @BeforeEach
    void assign() {
        consumer.assign(List.of(OURS));
    }

    @Test
    void aBatchIsNeverGivenUp() {
        for (int attempt = 0; attempt < 100; attempt++) {
            consumer.seek(OURS, 9);

            retry.handleBatch(
                    new IllegalStateException("away"), BATCH, consumer, container, UnlimitedBackoffTest::never);

            assertThat(consumer.position(OURS)).isEqualTo(7);
        }
        assertThat(consumer.committed(Set.of(OURS))).isEmpty();
        assertThat(retry.isAckAfterHandle()).isFalse();
        assertThat(retry.seeksAfterHandling()).isTrue();
    }

    @Test
    void itShowsWhenTheWaitHasGrownToItsLimitAndNoMoreWhenItIsOver() {
        for (int attempt = 0; attempt < 9; attempt++) {
            retry.handleOtherException(new IllegalStateException("away"), consumer, container, true);
            assertThat(retry.lasting()).isEmpty();
        }
        retry.handleOtherException(new IllegalStateException("away"), consumer, container, true);
        assertThat(retry.lasting()).containsExactly("away");

        retry.over();
        assertThat(retry.lasting()).isEmpty();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    }

    private static void never() {
        throw new AssertionError("The listener is not called by the error handler");
    }
}
