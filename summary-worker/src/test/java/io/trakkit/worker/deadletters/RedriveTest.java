package io.trakkit.worker.deadletters;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.deadletters.DeadLetterDecisions;
import io.trakkit.store.deadletters.DeadLetterFilter;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.DeadLetterHeaders;
import io.trakkit.wire.event.Topics;
import io.trakkit.wire.event.TradeEventCodec;
import io.trakkit.worker.testing.Backup;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was refused comes back through the log, on a worker as it is deployed. */
class RedriveTest {

    private static final DeadLetterFilter ALL = DeadLetterFilter.all(ClientId.DEFAULT);
    private static final int AMZN = TestKafka.partitionOf(Events.key("AMZN"));

    private final TestDatabase database = TestDatabase.create();
    private final DeadLetterDecisions outcomes = new DeadLetterDecisions(database.jdbc());
    private final DecisionOutbox outbox = new DecisionOutbox(database.jdbc());
    private final ReadModel readModel = new ReadModel(database);
    private RunningWorker worker;

    RedriveTest() {
        TestKafka.emptyTopics();
        worker = RunningWorker.start(database);
    }

    @BeforeEach
    void ready() {
        patiently().until(() -> worker.bean(DecisionRelay.class).obstacle().isEmpty());
    }

    @AfterEach
    void stop() {
        worker.close();
        database.close();
    }

    /** In another order the sell would be rejected, or the amendments would find no trade or end with another volume. */
    @Test
    void manyLettersOfOneKeyComeBackInTheirOrderOnceThePortfolioIsThere() {
        List<TradeEvent> events = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            TradeEvent.Created buy = Events.buy("buy-" + i, "AMZN", "1", "10", "09:00:00");
            events.add(buy);
            events.add(Events.amend(buy, "5"));
            events.add(Events.amend(buy, "2"));
            events.add(Events.sell("sell-" + i, "AMZN", "2", "11", "09:00:00"));
        }
        TestKafka.publish(events);
        awaitLetters(400);

        Events.insertPortfolio(database);
        assertThat(redriveAll()).isEqualTo(400);
        patiently().until(() -> outbox.pending() == 0);
        patiently()
                .untilAsserted(
                        () -> assertThat(readModel.summary(Events.key("AMZN")).version())
                                .isEqualTo(400));
        assertThat(readModel.summary(Events.key("AMZN")).held()).isEqualByComparingTo("0");
        assertThat(readModel.summary(Events.key("AMZN")).realised()).isEqualByComparingTo("200");
        assertThat(readModel.deadLetters()).hasSize(400);
    }

    @Test
    void aWrongKeyAndAWrongPartitionAreMended() {
        Events.insertPortfolio(database);
        TestKafka.publish(record("1:IBM", Events.buy("r-1", "AMZN", "1", "10", "09:00:00")));
        byte[] value = new TradeEventCodec().encode(Events.buy("r-2", "AMZN", "2", "10", "09:00:00"));
        TestKafka.publish(new ProducerRecord<>(Topics.TRADES, (AMZN + 1) % 12, "1:AMZN".getBytes(UTF_8), value));
        TestKafka.publish(new ProducerRecord<>(Topics.TRADES, (AMZN + 2) % 12, null, value));
        awaitLetters(3);

        redriveAll();
        patiently().untilAsserted(() -> assertThat(readModel.trades()).hasSize(2));
        assertThat(readModel.summary(Events.key("AMZN")).held()).isEqualByComparingTo(new BigDecimal(3));
        assertThat(readModel.deadLetters()).hasSize(3);
    }

    /** The amendments stood in other partitions than their trade, the later one in a lower one than the earlier. */
    @Test
    void lettersOfOneKeyComeBackInTheirOrderFromWhateverPartitions() {
        TradeEvent.Created buy = Events.buy("r-1", "AMZN", "1", "10", "09:00:00");
        int[] others =
                IntStream.range(0, 12).filter(partition -> partition != AMZN).toArray();
        long now = System.currentTimeMillis();
        TestKafka.publish(stray(AMZN, now, buy));
        TestKafka.publish(stray(others[10], now + 1, Events.amend(buy, "5")));
        TestKafka.publish(stray(others[0], now + 2, Events.amend(buy, "2")));
        awaitLetters(3);
        Events.insertPortfolio(database);

        assertThat(redriveAll()).isEqualTo(3);
        patiently().until(() -> outbox.pending() == 0);

        patiently()
                .untilAsserted(
                        () -> assertThat(readModel.summary(Events.key("AMZN")).version())
                                .isEqualTo(3));
        assertThat(readModel.summary(Events.key("AMZN")).held()).isEqualByComparingTo("2");
        assertThat(readModel.deadLetters()).hasSize(3);
    }

    private static ProducerRecord<byte[], byte[]> stray(int partition, long timestamp, TradeEvent event) {
        return new ProducerRecord<>(
                Topics.TRADES, partition, timestamp, "1:AMZN".getBytes(UTF_8), new TradeEventCodec().encode(event));
    }

    @Test
    void whatIsRefusedAgainIsALetterOfItsOwnAndSaysWhereItComesFrom() {
        ProducerRecord<byte[], byte[]> junk = new ProducerRecord<>(Topics.TRADES, 7, null, "junk".getBytes(UTF_8));
        junk.headers().add("by", "somebody".getBytes(UTF_8));
        TestKafka.publish(junk);
        awaitLetters(1);

        redriveAll();
        awaitLetters(2);
        redriveAll();
        awaitLetters(3);
        patiently().until(() -> TestKafka.read(Topics.DEAD_LETTERS).size() == 5);
        ConsumerRecord<byte[], byte[]> third = TestKafka.read(Topics.TRADES).getLast();
        String from = TestKafka.topicId(Topics.TRADES) + ":7:";
        assertThat(third.partition()).isEqualTo(7);
        assertThat(third.value()).isEqualTo("junk".getBytes(UTF_8));
        assertThat(headers(third))
                .containsExactly(
                        "by=somebody",
                        DeadLetterHeaders.REDRIVEN_FROM + "=" + from + 0,
                        DeadLetterHeaders.REDRIVEN_FROM + "=" + from + 1);
    }

    @Test
    void aTradeThatWasPostedAgainInTheMeantimeCountsOnce() {
        TradeEvent.Created buy = Events.buy("r-1", "AMZN", "1", "10", "09:00:00");
        TestKafka.publish(buy);
        awaitLetters(1);
        Events.insertPortfolio(database);
        TestKafka.publish(buy);
        patiently().untilAsserted(() -> assertThat(readModel.trades()).containsKey(new RefId("r-1")));

        redriveAll();
        patiently().until(() -> worker.counted("trakkit.worker.events.repeated") == 1);
        assertThat(readModel.summary(Events.key("AMZN")).version()).isEqualTo(1);
        assertThat(readModel.deadLetters()).hasSize(1);
    }

    @Test
    void aDiscardedOneStaysOutOfTheLogOfTrades() {
        TestKafka.publish(Events.buy("r-1", "AMZN", "1", "10", "09:00:00"));
        awaitLetters(1);
        outcomes.decide(
                ALL,
                new DeadLetterDecisions.NewDecision(DeadLetterDecision.Kind.DISCARDED, "ann", Events.NOW, "a test"));
        patiently().until(() -> outbox.pending() == 0);
        assertThat(TestKafka.read(Topics.TRADES)).hasSize(1);
        assertThat(DeadLetterRecords.read(TestKafka.read(Topics.DEAD_LETTERS).getLast()))
                .isInstanceOfSatisfying(DeadLetterRecord.Decided.class, decided -> {
                    assertThat(decided.decision().by()).isEqualTo("ann");
                    assertThat(decided.decision().at()).isEqualTo(Events.NOW);
                    assertThat(decided.decision().note()).isEqualTo("a test");
                });
    }

    /** The portfolio is there by now, so that the originals would be applied as well if their verdicts did not hold. */
    @Test
    void aDatabaseThatWasLostComesBackWithTheCopiesAndWithoutTheirOriginals() {
        TradeEvent.Created buy = Events.buy("r-1", "AMZN", "1", "10", "09:00:00");
        TestKafka.publish(buy, Events.amend(buy, "5"));
        TestKafka.publish(new ProducerRecord<>(Topics.TRADES, 7, null, "junk".getBytes(UTF_8)));
        awaitLetters(3);
        Events.insertPortfolio(database);
        redriveAll();
        awaitLetters(4);
        patiently().until(() -> readModel.numberOfTrades() == 1 && outbox.pending() == 0);
        patiently().until(() -> TestKafka.read(Topics.DEAD_LETTERS).size() == 7);
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT count(*) FROM dead_letters WHERE NOT relayed")
                                .query(Integer.class)
                                .single()
                        == 0);
        patiently()
                .untilAsserted(
                        () -> assertThat(readModel.summary(Events.key("AMZN")).version())
                                .isEqualTo(2));
        String before = readModel.everything();

        worker.close();
        Backup.empty(database);
        worker = RunningWorker.start(database);
        patiently().untilAsserted(() -> assertThat(readModel.everything()).isEqualTo(before));
    }

    private int redriveAll() {
        return outcomes.decide(
                ALL, new DeadLetterDecisions.NewDecision(DeadLetterDecision.Kind.REDRIVEN, "ann", Events.NOW, null));
    }

    private void awaitLetters(int letters) {
        patiently().untilAsserted(() -> assertThat(readModel.deadLetters()).hasSize(letters));
    }

    private static ProducerRecord<byte[], byte[]> record(String key, TradeEvent event) {
        return new ProducerRecord<>(Topics.TRADES, key.getBytes(UTF_8), new TradeEventCodec().encode(event));
    }

    private static List<String> headers(ConsumerRecord<byte[], byte[]> record) {
        List<String> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(header.key() + "=" + new String(Objects.requireNonNull(header.value()), UTF_8));
        }
        return headers;
    }
}
