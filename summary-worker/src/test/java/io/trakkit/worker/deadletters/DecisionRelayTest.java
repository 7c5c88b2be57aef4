package io.trakkit.worker.deadletters;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.log.HeaderSerializer;
import io.trakkit.log.LogContradictionException;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.deadletters.RestoredDecisions;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.log.LogPosition;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.log.ConsumerHalt;
import io.trakkit.worker.log.LogProducer;
import io.trakkit.worker.log.WorkerClients;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.TestKafka;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was decided comes into the log, whatever happens in between. */
class DecisionRelayTest {

    private static final UUID TOPIC = new UUID(0, 1);
    private static final LogPartition FIVE = new LogPartition(TOPIC, 5);
    private static final LogPartition SIX = new LogPartition(TOPIC, 6);
    private static final DeadLetterFilter ALL = DeadLetterFilter.all(ClientId.DEFAULT);

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetters letters = new DeadLetters(database.jdbc());
    private final DeadLetterDecisions outcomes = new DeadLetterDecisions(database.jdbc());
    private final DecisionOutbox outbox = new DecisionOutbox(database.jdbc());
    private final LogProducer producer = producer();
    private final DeadLetterRelay refusals =
            new DeadLetterRelay(letters, database.transactions(), () -> true, producer);
    private final DecisionRelay relay = relay(producer);

    @BeforeEach
    void empty() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void stop() {
        producer.close();
        database.close();
    }

    /** A crash between Kafka's acknowledgement and the mark in the table. */
    @Test
    void aCrashBringsCopiesAndOutcomesTwiceAndNeverNotAtAll() {
        record(FIVE, 0, 3);
        refusals.relay();
        decide(DeadLetterDecision.Kind.REDRIVEN);
        crashing(true);
        relay.relay();
        assertThat(outbox.pending()).isEqualTo(3);

        crashing(false);
        relay.relay();
        assertThat(outbox.pending()).isZero();
        assertThat(copies()).containsExactly("5:0", "5:1", "5:2", "5:0", "5:1", "5:2");
        assertThat(TestKafka.read(Topics.DEAD_LETTERS)).hasSize(9);
        theTableAndTheTopicAgree();
    }

    @Test
    void twoWorkersAtOnceBringEachOnceAndInOrder() {
        record(FIVE, 0, 500);
        refusals.relay();
        decide(DeadLetterDecision.Kind.REDRIVEN);
        try (LogProducer another = producer()) {
            DecisionRelay other = relay(another);
            while (outbox.pending() > 0) {
                CompletableFuture.allOf(atOnce(relay), atOnce(other)).join();
            }
        }
        assertThat(copies())
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "5:" + i).toList());
    }

    @Test
    void whatCanNotBeSentHoldsBackItsPartitionOnly() {
        TestKafka.deleteTopics();
        TestKafka.answered(TestKafka.admin()
                .createTopics(List.of(
                        new NewTopic(Topics.TRADES, 12, (short) 1).configs(Map.of("max.message.bytes", "50000"))))
                .all());
        TestKafka.createTopic(Topics.DEAD_LETTERS, 12);
        record(FIVE, 0, 1);
        letters.record(List.of(letter(FIVE.at(1), 100_000)));
        record(FIVE, 2, 4);
        record(SIX, 0, 2);
        refusals.relay();
        decide(DeadLetterDecision.Kind.REDRIVEN);
        relay.relay();
        assertThat(copies()).containsExactlyInAnyOrder("5:0", "6:0", "6:1");
        assertThat(outbox.pending()).isEqualTo(3);

        largestTrade(2_000_000);
        patiently().until(() -> {
            relay.relay();
            return outbox.pending() == 0;
        });
        assertThat(copies()).filteredOn(copy -> copy.startsWith("5")).containsExactly("5:0", "5:1", "5:2", "5:3");
        assertThat(outbox.pending()).isZero();
    }

    @Test
    void nothingIsToldOfALetterBeforeTheTopicHasIt() {
        record(FIVE, 0, 2);
        decide(DeadLetterDecision.Kind.REDRIVEN);
        relay.relay();
        assertThat(copies()).isEmpty();
        refusals.relay();
        relay.relay();
        assertThat(copies()).containsExactly("5:0", "5:1");
    }

    @Test
    void nothingIsSentWhileSomethingStandsInTheWay() {
        record(FIVE, 0, 1);
        refusals.relay();
        decide(DeadLetterDecision.Kind.REDRIVEN);
        new DecisionRelay(outbox, database.transactions(), () -> Optional.of("an alarm"), producer, 12).relay();
        assertThat(copies()).isEmpty();
        assertThat(outbox.pending()).isEqualTo(1);
    }

    @Test
    void anAlarmOrTopicsThatAreNotThereStandInTheWay() {
        ConsumerHalt consumerHalt = new ConsumerHalt();
        assertThat(DecisionRelay.obstacle(true, consumerHalt)).isEmpty();
        assertThat(DecisionRelay.obstacle(false, consumerHalt))
                .contains("The topics of the log are not known yet: Kafka is unavailable, or creates them");
        consumerHalt.raise(new LogContradictionException("the log is shorter"));
        assertThat(DecisionRelay.obstacle(true, consumerHalt))
                .contains("The worker has stopped with an alarm: the log is shorter");
    }

    /** Letters come and are decided while relays run, crash and run two at a time, as the seed has it. */
    @Test
    void theTableAndTheTopicAgreeAfterStopsAtRandom() {
        Seed seed = Seed.ofThisRun();
        System.out.println("theTableAndTheTopicAgreeAfterStopsAtRandom: " + seed);
        RandomGenerator random = seed.random();
        long next = 0;
        try (LogProducer another = producer()) {
            DecisionRelay other = relay(another);
            for (int round = 0; round < 30; round++) {
                int more = random.nextInt(20);
                record(random.nextBoolean() ? FIVE : SIX, next, next + more);
                next += more;
                crashing(random.nextInt(3) == 0);
                run(random.nextBoolean(), refusals::relay);
                decideSome(random, next);
                List<CompletableFuture<Void>> running = new ArrayList<>();
                running.add(atOnce(relay));
                running.add(atOnce(other));
                decideSome(random, next);
                CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                        .join();
            }
        }
        crashing(false);
        refusals.relay();
        relay.relay();
        assertThat(outbox.pending()).as("%s", seed).isZero();
        theTableAndTheTopicAgree();
    }

    private static CompletableFuture<Void> atOnce(DecisionRelay relay) {
        return CompletableFuture.runAsync(relay::relay, Thread::startVirtualThread);
    }

    private static void run(boolean really, Runnable work) {
        if (really) {
            work.run();
        }
    }

    private void decideSome(RandomGenerator random, long offsets) {
        DeadLetterDecision.Kind kind =
                random.nextBoolean() ? DeadLetterDecision.Kind.REDRIVEN : DeadLetterDecision.Kind.DISCARDED;
        if (random.nextInt(4) == 0) {
            decide(kind);
        }
        if (offsets > 0) {
            LogPosition one = (random.nextBoolean() ? FIVE : SIX).at(random.nextLong(offsets));
            database.transactions()
                    .executeWithoutResult(_ -> outcomes.decide(
                            Set.of(one),
                            Optional.empty(),
                            new DeadLetterDecisions.NewDecision(
                                    kind, "bob", Events.NOW.plusSeconds(1), "one of them")));
        }
    }

    private void theTableAndTheTopicAgree() {
        try (TestDatabase empty = TestDatabase.create()) {
            DeadLetters restored = new DeadLetters(empty.jdbc());
            RestoredDecisions decided = new RestoredDecisions(empty.jdbc());
            for (ConsumerRecord<byte[], byte[]> record : TestKafka.read(Topics.DEAD_LETTERS)) {
                switch (DeadLetterRecords.read(record)) {
                    case DeadLetterRecord.Refused refused -> restored.restore(List.of(refused.deadLetter()));
                    case DeadLetterRecord.Decided decision -> decided.restore(List.of(decision.decision()));
                    case DeadLetterRecord.Foreign foreign -> throw new AssertionError(foreign.why());
                }
            }
            assertThat(rows(empty)).isEqualTo(rows(database));
        }
    }

    private static List<@Nullable String> rows(TestDatabase database) {
        return database.jdbc()
                .sql("SELECT d::text FROM dead_letters d ORDER BY topic_id, partition, log_offset")
                .query(String.class)
                .list();
    }

    private void crashing(boolean now) {
        database.jdbc()
                .sql("ALTER TABLE dead_letters DROP CONSTRAINT IF EXISTS crash")
                .update();
        if (now) {
            database.jdbc().sql("""
                            ALTER TABLE dead_letters ADD CONSTRAINT crash
                                CHECK (outcome IS NULL OR NOT outcome_relayed) NOT VALID
                            """).update();
        }
    }

    private static void largestTrade(int bytes) {
        TestKafka.answered(TestKafka.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(ConfigResource.Type.TOPIC, Topics.TRADES),
                        List.of(new AlterConfigOp(
                                new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                                AlterConfigOp.OpType.SET))))
                .all());
    }

    private void decide(DeadLetterDecision.Kind kind) {
        outcomes.decide(ALL, new DeadLetterDecisions.NewDecision(kind, "ann", Events.NOW, null));
    }

    private void record(LogPartition partition, long from, long to) {
        for (long offset = from; offset < to; offset++) {
            letters.record(List.of(letter(partition.at(offset), 10)));
        }
    }

    private static DeadLetter letter(LogPosition origin, int bytes) {
        return new DeadLetter(
                origin,
                Topics.TRADES,
                DeadLetterReason.MALFORMED,
                "junk",
                new DeadLetter.Raw(null, new byte[bytes], HeaderSerializer.write(new RecordHeaders())),
                Events.NOW,
                new DeadLetter.About(ClientId.DEFAULT, null, null, null, null, null, null));
    }

    /** The partitions and offsets of the letters whose copies stand in the log, in its order. */
    private static List<String> copies() {
        return TestKafka.read(Topics.TRADES).stream()
                .map(copy -> new String(
                        copy.headers()
                                .lastHeader(DeadLetterHeaders.REDRIVEN_FROM)
                                .value(),
                        UTF_8))
                .map(from -> from.substring(TOPIC.toString().length() + 1))
                .toList();
    }

    private DecisionRelay relay(LogProducer by) {
        return new DecisionRelay(outbox, database.transactions(), Optional::empty, by, 12);
    }

    private static LogProducer producer() {
        return new LogProducer(
                WorkerClients.producers(new HashMap<>(Map.of("bootstrap.servers", TestKafka.bootstrapServers()))));
    }
}
