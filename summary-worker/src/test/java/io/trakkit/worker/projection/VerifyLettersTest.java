package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The dead letters, held against their topic. */
class VerifyLettersTest {

    private static final String VERIFY = "{\"command\": \"verify\"}";
    private static final String JOURNAL = "{\"command\": \"journal\"}";
    private static final DeadLetterFilter ALL = DeadLetterFilter.all(ClientId.DEFAULT);

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetterDecisions outcomes = new DeadLetterDecisions(database.jdbc());
    private final ReadModel readModel = new ReadModel(database);
    private RunningWorker worker;
    private Operators operators;

    @BeforeEach
    void start() {
        TestKafka.emptyTopics();
        worker = RunningWorker.start(database, Operators.httpSettings());
        operators = new Operators(worker);
    }

    @AfterEach
    void stop() {
        worker.close();
        database.close();
    }

    @Test
    void whatSomebodyDidToTheTableByHandIsDriftAndNamedWithBothValues() {
        for (int i = 0; i < 5; i++) {
            TestKafka.publish(junk("junk " + i));
        }
        awaitLetters(5);
        decide(DeadLetterDecision.Kind.DISCARDED, "of no use");
        awaitRelayed();
        assertThat(operators.report(VERIFY).get("summary").asString())
                .isEqualTo("No drift: 0 keys, 0 trades and 5 dead letters compared");

        change("UPDATE dead_letters SET reason = 'invalid' WHERE log_offset = 0");
        change("UPDATE dead_letters SET record_value = 'other' WHERE log_offset = 1");
        change("UPDATE dead_letters SET outcome_note = 'of use' WHERE log_offset = 2");
        change("DELETE FROM dead_letters WHERE log_offset = 3");
        change("INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail,"
                + " record_headers, logged_at, relayed) SELECT client_id, topic_id, partition, 99, topic, reason,"
                + " detail, record_headers, logged_at, true FROM dead_letters WHERE log_offset = 4");
        JsonNode report = operators.report(VERIFY);
        JsonNode journal = operators.report(JOURNAL);

        assertThat(report.get("exit").asInt()).isEqualTo(3);
        assertThat(report.get("summary").asString())
                .isEqualTo("DRIFT in 5 dead letters, and 1 record without a dead letter would be refused now:"
                        + " 0 keys, 0 trades and 6 dead letters compared");
        assertThat(report.get("dead_letters_compared").asInt()).isEqualTo(6);
        assertThat(report.get("dead_letters_drifted").asInt()).isEqualTo(5);
        JsonNode drifted = report.get("drifted_dead_letters");
        assertThat(drifted.get(0).get("id").asString()).isEqualTo(TestKafka.topicId(Topics.TRADES) + ":7:0");
        assertThat(drifted.get(0).get("what").asString()).isEqualTo("the table says something else than the topic");
        assertThat(drifted.get(0).get("table").asString()).contains("reason invalid,");
        assertThat(drifted.get(0).get("topic").asString()).contains("reason malformed,");
        assertThat(drifted.get(1).get("table").asString()).contains("value 5 bytes ");
        assertThat(drifted.get(1).get("topic").asString()).contains("value 6 bytes ");
        assertThat(drifted.get(2).get("table").asString())
                .endsWith("; discarded by ann at 2026-11-01T12:00:00.000000Z, note of use");
        assertThat(drifted.get(2).get("topic").asString())
                .endsWith("; discarded by ann at 2026-11-01T12:00:00.000000Z, note of no use");
        assertThat(drifted.get(3).get("offset").asInt()).isEqualTo(3);
        assertThat(drifted.get(3).get("what").asString()).isEqualTo("the table lacks it");
        assertThat(drifted.get(3).get("table").isNull()).isTrue();
        assertThat(drifted.get(4).get("offset").asInt()).isEqualTo(99);
        assertThat(drifted.get(4).get("what").asString())
                .isEqualTo("the table says that it is relayed, and the topic lacks it");
        assertThat(drifted.get(4).get("topic").isNull()).isTrue();
        assertThat(journal.get("exit").asInt()).isEqualTo(3);
        assertThat(journal.get("drifted_dead_letters")).isEqualTo(drifted);
    }

    @Test
    void lettersOfOtherKeysAreLeftOutWhereOnlySomeAreWanted() {
        TestKafka.publish(
                Events.buy("b1", "AMZN", "1", "1", "09:00:00"), Events.buy("b2", "IBM", "1", "1", "09:00:00"));
        awaitLetters(2);
        awaitRelayed();
        change("UPDATE dead_letters SET reason = 'invalid' WHERE ticker = 'IBM'");

        assertThat(operators
                        .report("{\"command\": \"verify\", \"portfolio_id\": 1, \"ticker\": \"AMZN\"}")
                        .get("summary")
                        .asString())
                .isEqualTo("No drift: 0 keys, 0 trades and 1 dead letter compared");
        assertThat(operators
                        .report("{\"command\": \"verify\", \"from_time\": \"2020-01-01T00:00:00Z\"}")
                        .get("summary")
                        .asString())
                .isEqualTo("DRIFT in 1 dead letter: 0 keys, 0 trades and 2 dead letters compared");
        assertThat(operators
                        .report("{\"command\": \"verify\", \"from_time\": \"2999-01-01T00:00:00Z\"}")
                        .get("summary")
                        .asString())
                .isEqualTo("No drift: 0 keys, 0 trades and 0 dead letters compared");
    }

    /** Letters come, are redriven, refused again and relayed all the time. */
    @Test
    void nothingIsDriftThatIsRelayedWhileItIsCompared() {
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> traffic = CompletableFuture.runAsync(
                () -> {
                    while (!ended.get()) {
                        TestKafka.publish(junk("junk"));
                        decide(DeadLetterDecision.Kind.DISCARDED, "for now");
                        TestKafka.publish(junk("more junk"));
                        decide(DeadLetterDecision.Kind.REDRIVEN, null);
                    }
                },
                Thread::startVirtualThread);
        try {
            patiently().until(() -> readModel.deadLetters().size() > 20);
            for (int i = 0; i < 5; i++) {
                JsonNode report = operators.report(VERIFY);
                assertThat(report.get("exit").asInt()).as("%s", report).isZero();
                assertThat(report.get("dead_letters_compared").asInt()).isGreaterThan(20);
            }
        } finally {
            ended.set(true);
            traffic.join();
        }
        awaitRelayed();
        assertThat(operators.report(VERIFY).get("exit").asInt()).isZero();
    }

    @Test
    void withATopicThatWasCutOffItCannotBeToldAndTheJournalSaysSo() {
        TestKafka.publish(junk("junk"));
        awaitLetters(1);
        awaitRelayed();
        TestKafka.answered(TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(Topics.DEAD_LETTERS, 7), RecordsToDelete.beforeOffset(1)))
                .all());

        JsonNode log = operators.report(VERIFY);
        JsonNode journal = operators.report(JOURNAL);

        String why = "trakkit.trades.dlt-7 begins at offset 1: what was before is gone from the log";
        assertThat(log.get("exit").asInt()).isEqualTo(1);
        assertThat(log.get("summary").asString())
                .isEqualTo("Could not compare the dead letters: " + why
                        + ". Everything else: no drift, 0 keys and 0 trades compared");
        assertThat(journal.get("exit").asInt()).isZero();
        assertThat(journal.get("summary").asString())
                .isEqualTo("No drift: 0 keys and 0 trades compared; dead letters not compared: " + why);
    }

    private void decide(DeadLetterDecision.Kind kind, @Nullable String note) {
        outcomes.decide(ALL, new DeadLetterDecisions.NewDecision(kind, "ann", Events.NOW, note));
    }

    private void change(String sql) {
        assertThat(database.jdbc().sql(sql).update()).isEqualTo(1);
    }

    private void awaitLetters(int letters) {
        patiently().untilAsserted(() -> assertThat(readModel.deadLetters()).hasSize(letters));
    }

    /** All is in the topic and read back: from now on the table must have what the topic has. */
    private void awaitRelayed() {
        patiently()
                .until(() -> database.jdbc()
                        .sql("SELECT coalesce(bool_and(relayed AND outcome_relayed), true) FROM dead_letters")
                        .query(Boolean.class)
                        .single());
        UUID topic = TestKafka.topicId(Topics.DEAD_LETTERS);
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT coalesce(sum(next_offset), 0) FROM log_reads WHERE topic_id = ?")
                                .param(topic)
                                .query(Long.class)
                                .single()
                        == TestKafka.records(Topics.DEAD_LETTERS));
    }

    private static ProducerRecord<byte[], byte[]> junk(String value) {
        return new ProducerRecord<>(Topics.TRADES, 7, null, value.getBytes(UTF_8));
    }
}
