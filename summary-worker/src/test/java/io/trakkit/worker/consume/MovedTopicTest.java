package io.trakkit.worker.consume;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.progress.MovedTopics;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A log that was copied to another cluster, at the same offsets, goes on where it stood. */
class MovedTopicTest {

    @Test
    void theCopyGoesOnAsTheSameLog() {
        TestKafka.emptyTopics();
        try (TestDatabase database = TestDatabase.create()) {
            Events.insertPortfolio(database);
            ReadModel readModel = new ReadModel(database);
            try (RunningWorker _ = RunningWorker.start(database)) {
                TestKafka.publish(buy("t-1", "AMZN", "1", "1", "09:00:00"), buy("t-2", "IBM", "1", "1", "09:00:00"));
                TestKafka.publish(new ProducerRecord<>(Topics.TRADES, 3, null, "junk".getBytes(UTF_8)));
                patiently().until(() -> readModel.numberOfTrades() == 2);
                patiently().until(() -> TestKafka.records(Topics.DEAD_LETTERS) == 1);
            }
            UUID before = TestKafka.topicId(Topics.TRADES);
            copyTopics();
            new MovedTopics(database.jdbc()).add(TestKafka.topicId(Topics.TRADES), before);
            String everything = readModel.everything();

            try (RunningWorker worker = RunningWorker.start(database)) {
                worker.awaitUp();
                TestKafka.publish(buy("t-3", "AMZN", "1", "1", "09:00:00"));
                patiently().until(() -> readModel.numberOfTrades() == 3);

                // Counted after the commit, which is what can be seen first.
                patiently().until(() -> worker.counted("trakkit.worker.events.accepted") == 1);
            }
            assertThat(readModel.deadLetters()).containsExactly("malformed");
            assertThat(everything).contains(before.toString());
            assertThat(database.jdbc()
                            .sql("SELECT DISTINCT topic_id FROM events")
                            .query(UUID.class)
                            .list())
                    .containsExactly(before);
        }
    }

    /** As a mirror of the cluster does; another topic of the same name is all that a worker can tell it by. */
    private static void copyTopics() {
        List<ConsumerRecord<byte[], byte[]>> trades = TestKafka.read(Topics.TRADES);
        List<ConsumerRecord<byte[], byte[]>> letters = TestKafka.read(Topics.DEAD_LETTERS);
        TestKafka.emptyTopics();
        trades.forEach(TestKafka::publishCopy);
        letters.forEach(TestKafka::publishCopy);
    }
}
