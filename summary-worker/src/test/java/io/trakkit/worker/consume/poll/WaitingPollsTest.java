package io.trakkit.worker.consume.poll;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.wire.event.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingPollsTest {

    private static final TopicPartition ONE = new TopicPartition(Topics.TRADES, 1);
    private static final TopicPartition TWO = new TopicPartition(Topics.TRADES, 2);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofMillis(25);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration ANSWER = Duration.ofMillis(5);
    private static final int BATCH = 16;

    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<Duration> timeouts = new ArrayList<>();
    private int load = 1_000;

    @BeforeEach
    void assign() {
        consumer.assign(List.of(ONE, TWO));
        consumer.updateBeginningOffsets(Map.of(ONE, 0L, TWO, 0L));
    }

    @Test
    void aPollIsMadeInShortStepsUntilARecordComes() {
        load = 0;
        WaitingPolls polls = polls(Duration.ofHours(1));
        pollReturnsNothing();
        pollReturnsNothing();
        pollReturns(ONE, 0);

        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@0");
        assertThat(timeouts).containsExactly(STEP, STEP, STEP);
        assertThat(polls.poll(Duration.ofMillis(60)).isEmpty()).isTrue();
        assertThat(timeouts).endsWith(STEP, STEP, Duration.ofMillis(10)).hasSize(6);
    }

    @Test
    void onACalmMachineThereIsNoWait() {
        load = 500;
        WaitingPolls polls = polls(Duration.ofHours(1));
        pollReturns(ONE, 0);
        pollReturns(ONE, 1);

        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@0");
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@1");
        assertThat(timeouts).containsExactly(STEP, STEP);
    }

    @Test
    void onABusyMachineThoseThatCameDuringTheWaitAreOneBatch() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 0);
        pollReturns(ONE, 1);
        consumer.schedulePollTask(() -> {
            consumer.addRecord(record(ONE, 2));
            consumer.addRecord(record(TWO, 0));
        });

        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@0");
        ConsumerRecords<byte[], byte[]> batch = polls.poll(TIMEOUT);
        assertThat(offsets(batch)).containsExactlyInAnyOrder("1@1", "1@2", "2@0");
        assertThat(batch.records(ONE)).extracting(ConsumerRecord::offset).containsExactly(1L, 2L);
        assertThat(batch.nextOffsets().get(ONE))
                .extracting(OffsetAndMetadata::offset)
                .isEqualTo(3L);
        assertThat(timeouts).containsExactly(STEP, AT_ONCE, ANSWER);
    }

    @Test
    void ifNothingCameDuringTheWaitTheNextRecordIsReturnedAtOnce() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 0);
        pollReturnsNothing();
        pollReturns(ONE, 1);

        polls.poll(TIMEOUT);
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@1");
        assertThat(timeouts).containsExactly(STEP, AT_ONCE, STEP);
    }

    @Test
    void aDrainDoesNotWait() {
        WaitingPolls polls = polls(Duration.ofHours(1));
        for (int poll = 0; poll < 100; poll++) {
            pollReturns(ONE, 16L * poll, 16);
        }

        for (int poll = 0; poll < 100; poll++) {
            assertThat(polls.poll(TIMEOUT).count()).isEqualTo(16);
        }
        assertThat(timeouts).hasSize(100).containsOnly(STEP);
    }

    @Test
    void aBacklogAfterAWaitIsNoReasonForASecondPoll() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 0);
        pollReturns(ONE, 1, 15);

        polls.poll(TIMEOUT);
        assertThat(polls.poll(TIMEOUT).count()).isEqualTo(15);
        assertThat(timeouts).containsExactly(STEP, AT_ONCE);
    }

    @Test
    void aStopEndsTheWait() {
        WaitingPolls polls = polls(Duration.ofHours(1));
        pollReturns(ONE, 0);
        polls.poll(TIMEOUT);
        FutureTask<ConsumerRecords<byte[], byte[]>> waiting = new FutureTask<>(() -> polls.poll(TIMEOUT));
        Thread thread = Thread.ofPlatform().start(waiting);
        patiently().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        consumer.wakeup();
        polls.wakeUp();

        assertThat(waiting)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withCauseInstanceOf(WakeupException.class);
        assertThat(consumer.position(ONE)).isEqualTo(1);
    }

    @Test
    void aFailureOfTheSecondPollLosesNoRecordAndIsThrownByTheNext() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 0);
        pollReturns(ONE, 1);
        consumer.schedulePollTask(() -> consumer.setPollException(new KafkaException("away")));

        polls.poll(TIMEOUT);
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@1");
        assertThatThrownBy(() -> polls.poll(TIMEOUT)).hasMessage("away");
        pollReturns(ONE, 2);
        pollReturnsNothing();
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@2");
    }

    @Test
    void aBatchHasNoMoreRecordsThanTheSettingSays() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 0);
        pollReturns(ONE, 1);
        pollReturns(TWO, 0, 16);
        pollReturns(TWO, 0, 16);

        polls.poll(TIMEOUT);
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@1");
        assertThat(consumer.position(TWO)).isZero();
        assertThat(polls.poll(TIMEOUT).count()).isEqualTo(16);
        assertThat(timeouts).containsExactly(STEP, AT_ONCE, ANSWER, STEP);
    }

    @Test
    void aPartitionThatWasSoughtBackInTheSecondPollIsReadFromThere() {
        WaitingPolls polls = polls(Duration.ofMillis(1));
        pollReturns(ONE, 5);
        pollReturns(ONE, 6);
        consumer.schedulePollTask(() -> {
            consumer.seek(ONE, 4);
            consumer.addRecord(record(ONE, 4));
            consumer.addRecord(record(ONE, 5));
        });

        polls.poll(TIMEOUT);
        assertThat(offsets(polls.poll(TIMEOUT))).containsExactly("1@4", "1@5");
    }

    private WaitingPolls polls(Duration longest) {
        return new WaitingPolls(
                consumer,
                timeout -> {
                    timeouts.add(timeout);
                    return consumer.poll(timeout);
                },
                new PollWait(longest, BATCH),
                () -> load,
                BATCH);
    }

    private void pollReturns(TopicPartition partition, long offset) {
        pollReturns(partition, offset, 1);
    }

    private void pollReturns(TopicPartition partition, long offset, int records) {
        consumer.schedulePollTask(() -> {
            for (long next = offset; next < offset + records; next++) {
                consumer.addRecord(record(partition, next));
            }
        });
    }

    private void pollReturnsNothing() {
        consumer.schedulePollTask(() -> {});
    }

    private static List<String> offsets(ConsumerRecords<byte[], byte[]> records) {
        return StreamSupport.stream(records.spliterator(), false)
                .map(record -> record.partition() + "@" + record.offset())
                .toList();
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset) {
        return new ConsumerRecord<>(partition.topic(), partition.partition(), offset, new byte[0], new byte[0]);
    }
}
