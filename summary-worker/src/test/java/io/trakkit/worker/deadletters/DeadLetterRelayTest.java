package io.trakkit.worker.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.log.HeaderSerializer;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerClients;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.TestKafka;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadLetterRelayTest {

    private static final LogPartition PARTITION = new LogPartition(new UUID(0, 1), 5);

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetters deadLetters = new DeadLetters(database.jdbc());

    @BeforeEach
    void empty() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void whatCouldNotBeRelayedWhileKafkaWasAwayIsRelayedAfterwards() {
        record(0, 250, 10);
        try (LogProducer producer = producer(Map.of("bootstrap.servers", "localhost:1", "max.block.ms", 100))) {
            DeadLetterRelay relay = relay(producer);
            relay.relay();
        }
        assertThat(waiting()).isEqualTo(250);

        try (LogProducer producer = producer(Map.of())) {
            DeadLetterRelay relay = relay(producer);
            relay.relay();
        }
        assertThat(waiting()).isZero();
        assertThat(relayedOffsets()).containsExactlyElementsOf(offsets(0, 250));
    }

    @Test
    void nothingIsRelayedBeforeTheTopicIsThere() {
        record(0, 1, 10);
        try (LogProducer producer = producer(Map.of())) {
            new DeadLetterRelay(deadLetters, database.transactions(), () -> false, producer).relay();
        }
        assertThat(waiting()).isEqualTo(1);
    }

    /** A crash between Kafka's acknowledgement and the mark in the table. */
    @Test
    void aCrashBringsALetterTwiceAndNeverNotAtAll() {
        record(0, 3, 10);
        database.jdbc()
                .sql("ALTER TABLE dead_letters ADD CONSTRAINT crash CHECK (NOT relayed)")
                .update();
        try (LogProducer producer = producer(Map.of())) {
            DeadLetterRelay relay = relay(producer);
            relay.relay();
            assertThat(waiting()).isEqualTo(3);

            database.jdbc()
                    .sql("ALTER TABLE dead_letters DROP CONSTRAINT crash")
                    .update();
            relay.relay();
        }
        assertThat(waiting()).isZero();
        assertThat(relayedOffsets()).containsExactly("0", "1", "2", "0", "1", "2");
    }

    @Test
    void severalWorkersRelayEachLetterOnce() {
        record(0, 1_000, 10);
        try (LogProducer producer = producer(Map.of());
                LogProducer another = producer(Map.of())) {
            DeadLetterRelay one = relay(producer);
            DeadLetterRelay other = relay(another);
            CompletableFuture.allOf(atOnce(one), atOnce(other)).join();
            // Either may have ended while the other held the last of them.
            one.relay();
        }
        assertThat(waiting()).isZero();
        assertThat(relayedOffsets()).containsExactlyInAnyOrderElementsOf(offsets(0, 1_000));
    }

    @Test
    void aLetterTooLargeForKafkaKeepsNoOtherBack() {
        record(0, 2, 10);
        record(2, 3, 5_000_000);
        record(3, 5, 10);
        try (LogProducer producer = producer(Map.of())) {
            DeadLetterRelay relay = relay(producer);
            relay.relay();
        }
        assertThat(waiting()).isEqualTo(1);
        assertThat(relayedOffsets()).containsExactly("0", "1", "3", "4");
    }

    @Test
    void largeLettersAreRelayedAFewAtATime() {
        record(0, 20, 1_000_000);
        assertThat(database.transactions()
                        .<Integer>execute(_ -> deadLetters
                                .toRelay(LogPosition.START, 200, 4_000_000)
                                .size()))
                .isBetween(4, 5);
        try (LogProducer producer = producer(Map.of())) {
            DeadLetterRelay relay = relay(producer);
            relay.relay();
        }
        assertThat(relayedOffsets()).containsExactlyElementsOf(offsets(0, 20));
    }

    private DeadLetterRelay relay(LogProducer producer) {
        return new DeadLetterRelay(deadLetters, database.transactions(), () -> true, producer);
    }

    private static CompletableFuture<Void> atOnce(DeadLetterRelay relay) {
        return CompletableFuture.runAsync(relay::relay, Thread::startVirtualThread);
    }

    private static LogProducer producer(Map<String, Object> settings) {
        return new LogProducer(WorkerClients.producers(config(settings)));
    }

    private static Map<String, Object> config(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", TestKafka.bootstrapServers());
        config.putAll(settings);
        return config;
    }

    private void record(int from, int to, int bytes) {
        deadLetters.record(IntStream.range(from, to)
                .mapToObj(offset -> new DeadLetter(
                        PARTITION.at(offset),
                        Topics.TRADES,
                        DeadLetterReason.MALFORMED,
                        "junk",
                        new DeadLetter.Raw(null, new byte[bytes], HeaderSerializer.write(new RecordHeaders())),
                        Events.NOW,
                        new DeadLetter.About(ClientId.DEFAULT, null, null, null, null, null, null)))
                .toList());
    }

    private int waiting() {
        return database.jdbc()
                .sql("SELECT count(*) FROM dead_letters WHERE NOT relayed")
                .query(Integer.class)
                .single();
    }

    private static List<String> relayedOffsets() {
        return TestKafka.read(Topics.DEAD_LETTERS).stream()
                .map(letter -> text(letter.headers()
                        .lastHeader(DeadLetterHeaders.ORIGIN_OFFSET)
                        .value()))
                .toList();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }

    private static List<String> offsets(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }
}
