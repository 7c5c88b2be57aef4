package io.trakkit.worker.log;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.event.Topics;
import io.trakkit.worker.consume.ConsumerHealth;
import io.trakkit.worker.consume.TradesConsumption;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import io.trakkit.worker.testing.WorkerTest;
import java.util.Map;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Where log and database contradict each other the worker stops for a person to look; where they do not, it goes on. */
class ConsumerHaltTest extends WorkerTest {

    private static final TopicPartition AMZN =
            new TopicPartition(Topics.TRADES, TestKafka.partitionOf(Events.key("AMZN")));

    @Test
    void aLogThatBeginsAfterWhatIsApplied() {
        applyOneTrade();
        TestKafka.publish(buy("t-2", "AMZN", "1", "1", "09:00:00"), buy("t-3", "AMZN", "1", "1", "09:00:00"));
        TestKafka.answered(TestKafka.admin()
                .deleteRecords(Map.of(AMZN, RecordsToDelete.beforeOffset(2)))
                .all());

        alarms(AMZN + " begins at offset 2, but has been applied up to 1 only: the records in between are gone");
    }

    @Test
    void aLogThatIsCutOffWhileItIsRead() {
        applyOneTrade();
        try (RunningWorker worker = RunningWorker.start(database, "trakkit.worker.compare-every=100ms")) {
            patiently().until(() -> health(worker).getStatus().equals(Status.UP));
            TestKafka.answered(TestKafka.admin()
                    .deleteRecords(Map.of(AMZN, RecordsToDelete.beforeOffset(1)))
                    .all());
            // As if the record had expired faster than it was read; the other way round it would be read again at once.
            progressOfAmzn("next_offset = 0");

            patiently().until(() -> health(worker).getDetails().containsKey("alarm"));
            assertThat(health(worker).getStatus()).isEqualTo(Status.DOWN);
            assertThat(alarm(worker)).contains("begins at offset 1");
        }
    }

    @Test
    void aLogThatEndsBeforeWhatIsApplied() {
        applyOneTrade();
        progressOfAmzn("next_offset = 100");

        alarms(AMZN + " ends at offset 1, but has been applied up to 100: the log has lost records that were applied");
    }

    @Test
    void aTopicWithAnotherNumberOfPartitions() {
        TestKafka.deleteTopics();
        TestKafka.createTopic(Topics.TRADES, 6);

        alarms("The topic trakkit.trades has 6 partitions, but must have 12");
    }

    @Test
    void aTopicOfPortfoliosThatEndsBeforeWhatWasReadOfIt() {
        applyOneTrade();
        database.jdbc()
                .sql("INSERT INTO log_reads VALUES (?, 0, 5)")
                .param(TestKafka.topicId(Topics.PORTFOLIOS))
                .update();

        alarms("trakkit.portfolios-0 ends at offset 0, but was read up to 5: the log has lost records");
    }

    @Test
    void aTopicOfVerdictsThatBeginsAfterWhatWasReadOfIt() {
        applyOneTrade();
        TestKafka.publish(new ProducerRecord<>(Topics.DEAD_LETTERS, 0, null, new byte[1]));
        TestKafka.answered(TestKafka.admin()
                .deleteRecords(Map.of(new TopicPartition(Topics.DEAD_LETTERS, 0), RecordsToDelete.beforeOffset(1)))
                .all());

        alarms("trakkit.trades.dlt-0 begins at offset 1, but was read up to 0 only: the records in between are gone");
    }

    /** Its offsets mean nothing here, and what was refused would be decided anew. */
    @Test
    void aTopicMadeAnewAlsoWhileItIsRead() {
        try (RunningWorker worker = RunningWorker.start(database)) {
            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> readModel.numberOfTrades() == 1);

            TestKafka.emptyTopics();
            TestKafka.publish(buy("t-2", "AMZN", "1", "1", "09:00:00"));

            patiently().until(() -> health(worker).getDetails().containsKey("alarm"));
            assertThat(health(worker).getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(health(worker).getDetails().get("alarm")))
                    .startsWith("The topic trakkit.trades (id " + TestKafka.topicId(Topics.TRADES)
                            + ") is another one than was applied");
            assertThat(readModel.numberOfTrades()).isEqualTo(1);
        }
    }

    private void applyOneTrade() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"));
            patiently().until(() -> readModel.numberOfTrades() == 1);
        }
    }

    private void progressOfAmzn(String change) {
        database.jdbc()
                .sql("UPDATE progress SET " + change + " WHERE partition = " + AMZN.partition())
                .update();
    }

    /** A worker that is started now raises the alarm, stops reading and applies nothing, of no partition. */
    private void alarms(String reason) {
        String before = readModel.everything();
        try (RunningWorker worker = RunningWorker.start(database)) {
            patiently().until(() -> health(worker).getDetails().containsKey("alarm"));
            assertThat(health(worker).getStatus()).isEqualTo(Status.DOWN);
            assertThat(alarm(worker)).startsWith(reason);
            patiently().until(() -> !worker.bean(TradesConsumption.class).isReading());
        }
        assertThat(readModel.everything()).isEqualTo(before);
    }

    private static String alarm(RunningWorker worker) {
        return String.valueOf(health(worker).getDetails().get("alarm"));
    }

    private static Health health(RunningWorker worker) {
        return worker.bean(ConsumerHealth.class).health();
    }
}
