package io.trakkit.worker.projection;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.amend;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A topic that was moved to another cluster goes on as the same log, if it is the same. */
class TopicMigrationTest {

    private static final String ADOPT = "{\"command\": \"adopt\"}";

    private final TestDatabase database = TestDatabase.create();
    private final ReadModel readModel = new ReadModel(database);
    private List<ConsumerRecord<byte[], byte[]>> log = List.of();
    private List<ConsumerRecord<byte[], byte[]>> verdicts = List.of();

    @BeforeEach
    void applyThreeTradesAndRefuseOneAmendment() {
        TestKafka.emptyTopics();
        Events.insertPortfolio(database);
        TradeEvent.Created bought = buy("b1", "AAPL", "10", "100", "09:00:00");
        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            TestKafka.publish(
                    amend(buy("b0", "AAPL", "1", "1", "08:00:00"), "2"),
                    bought,
                    amend(bought, "12"),
                    buy("b2", "IBM", "7", "50", "09:00:00"));
            ReplayTesting.awaitApplied(database);
            assertThat(new Operators(worker).report(ADOPT).get("summary").asString())
                    .startsWith("Nothing to adopt");
            patiently()
                    .until(() -> database.jdbc()
                            .sql("SELECT bool_and(relayed) FROM dead_letters")
                            .query(Boolean.class)
                            .single());
        }
        log = TestKafka.read(Topics.TRADES);
        verdicts = TestKafka.read(Topics.DEAD_LETTERS);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void aCopyGoesOnAsTheLogThatItWasCopiedFromWithItsVerdicts() {
        TestKafka.emptyTopics();
        log.forEach(TestKafka::publishCopy);
        verdicts.forEach(TestKafka::publishCopy);

        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            JsonNode dry = new Operators(worker).report("{\"command\": \"adopt\", \"dry_run\": true}");
            assertThat(dry.get("summary").asString())
                    .isEqualTo("3 events of the journal found in the topic, each at the same offset");
            JsonNode report = new Operators(worker).report(ADOPT);
            assertThat(report.get("exit").asInt()).as("%s", report).isZero();
        }
        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            TestKafka.publish(buy("b0", "AAPL", "1", "1", "08:00:00"), buy("b3", "IBM", "1", "50", "10:00:00"));
            ReplayTesting.awaitApplied(database);
            assertThat(readModel.numberOfTrades()).isEqualTo(4);
            assertThat(readModel.deadLetters()).containsExactly("unknown_trade");
            assertThat(worker.counted("trakkit.worker.events.repeated")).isZero();
            assertThat(new Operators(worker)
                            .report("{\"command\": \"verify\"}")
                            .get("summary")
                            .asString())
                    .isEqualTo("No drift: 2 keys, 4 trades and 1 dead letter compared");
        }
    }

    @Test
    void anotherTopicIsNoCopy() {
        TestKafka.emptyTopics();
        log.stream().skip(1).forEach(TestKafka::publishCopy);
        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            JsonNode report = new Operators(worker).report(ADOPT);

            assertThat(report.get("exit").asInt()).isEqualTo(1);
            assertThat(report.get("summary").asString()).startsWith("The topic is not a copy of the log: ");
        }
    }

    @Test
    void norIsOneWithOtherRecordsAtTheSamePlaces() {
        TestKafka.emptyTopics();
        log.forEach(record -> TestKafka.publish(
                new ProducerRecord<>(record.topic(), record.partition(), record.key(), new byte[] {'{', '}'})));
        try (RunningWorker worker = RunningWorker.start(database, Operators.httpSettings())) {
            assertThat(new Operators(worker).report(ADOPT).get("summary").asString())
                    .startsWith("The topic is not a copy of the log: a different record is at partition ");
        }
    }
}
