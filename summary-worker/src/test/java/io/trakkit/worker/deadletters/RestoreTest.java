package io.trakkit.worker.deadletters;

import static io.trakkit.testing.Waiting.patiently;
import static io.trakkit.worker.testing.Events.buy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.testing.TradeCopies;
import io.trakkit.store.deadletters.DeadLetterDecision;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Backup;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A database that was put back, or made anew, is filled again from the log: portfolios, verdicts and trades. */
@ExtendWith(OutputCaptureExtension.class)
class RestoreTest {

    private static final int JUNK_PARTITION = 3;

    private final TestDatabase database = TestDatabase.create();
    private final ReadModel readModel = new ReadModel(database);
    private long expectedLetters;

    @BeforeEach
    void empty() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void anEmptyDatabaseIsFilledRowByRowAsItWas() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            history();
        }
        String before = readModel.everything();
        assertThat(before).contains("unknown_portfolio", "malformed", "discarded", "Pension");

        try (TestDatabase fresh = TestDatabase.create();
                RunningWorker _ = RunningWorker.start(fresh)) {
            patiently()
                    .untilAsserted(
                            () -> assertThat(new ReadModel(fresh).everything()).isEqualTo(before));
            assertThat(create(fresh, "Rainy days").id()).isEqualTo(new PortfolioId(4));
        }
    }

    @Test
    void anOlderStateIsBroughtUpToDateWhileTheWorkerRuns() {
        try (RunningWorker _ = RunningWorker.start(database)) {
            create(database, "Savings");
            TestKafka.publish(trade("t-0", 1));
            awaitSettled(1);
            Backup backup = Backup.of(database);
            history();
            String before = readModel.everything();

            backup.restore();

            patiently().untilAsserted(() -> assertThat(readModel.everything()).isEqualTo(before));
            assertThat(create(database, "Rainy days").id()).isEqualTo(new PortfolioId(5));
        }
    }

    @Test
    void anOlderStateIsBroughtUpToDateAfterTheWorkerWasStopped() {
        Backup backup;
        try (RunningWorker _ = RunningWorker.start(database)) {
            create(database, "Savings");
            TestKafka.publish(trade("t-0", 1));
            awaitSettled(1);
            backup = Backup.of(database);
            history();
        }
        String before = readModel.everything();
        backup.restore();

        try (RunningWorker _ = RunningWorker.start(database)) {
            patiently().untilAsserted(() -> assertThat(readModel.everything()).isEqualTo(before));
        }
    }

    /** Nothing tells the worker but the trade itself: its partition stands where it stood, and it compares rarely. */
    @Test
    void aTradeIsNotRefusedForAPortfolioThatOnlyTheLogKnows() {
        try (RunningWorker _ = RunningWorker.start(database, "trakkit.worker.compare-every=1h")) {
            create(database, "Savings");
            TestKafka.publish(trade("t-1", 1));
            patiently().until(() -> readModel.numberOfTrades() == 1);
            TestKafka.publish(portfolio(2, "Pension"));

            TestKafka.publish(trade("t-2", 2), trade("t-3", 3));

            patiently().until(() -> readModel.numberOfTrades() == 2);
            patiently().untilAsserted(() -> assertThat(readModel.deadLetters()).containsExactly("unknown_portfolio"));
        }
    }

    @Test
    void whatOthersWroteIntoThoseTopicsIsPassedOver(CapturedOutput output) {
        TestKafka.publish(new ProducerRecord<>(Topics.PORTFOLIOS, 0, "1".getBytes(UTF_8), "junk".getBytes(UTF_8)));
        TestKafka.publish(new ProducerRecord<>(Topics.PORTFOLIOS, 0, null, null));
        TestKafka.publish(portfolio(2, "Pension"));
        TestKafka.publish(new ProducerRecord<>(Topics.DEAD_LETTERS, JUNK_PARTITION, null, "junk".getBytes(UTF_8)));

        try (RunningWorker _ = RunningWorker.start(database)) {
            TestKafka.publish(trade("t-1", 2));
            patiently().until(() -> readModel.numberOfTrades() == 1);
            // The group assigns the partition of the junk in its own time.
            patiently()
                    .untilAsserted(() -> assertThat(output)
                            .contains("Skipped the record at offset 0 of trakkit.portfolios-0, which cannot be read")
                            .contains("Skipped the record at offset 1 of trakkit.portfolios-0, which cannot be read")
                            .contains("Skipped the record at offset 0 of trakkit.trades.dlt-3, which cannot be read"));
        }
        assertThat(readModel.deadLetters()).isEmpty();
    }

    /** Three portfolios more, of which trades are accepted; one came too early, one is junk that somebody discards. */
    private void history() {
        long before = readModel.numberOfTrades();
        Portfolio first = create(database, "Holiday");
        long second = first.id().value() + 1;
        TestKafka.publish(trade("early", second), trade("t-1", first.id().value()));
        TestKafka.publish(new ProducerRecord<>(Topics.TRADES, JUNK_PARTITION, null, "junk".getBytes(UTF_8)));
        expectedLetters += 2;
        awaitSettled(before + 1);
        create(database, "Car");
        create(database, "House");
        rename(first, "Pension");
        TestKafka.publish(trade("t-2", second), trade("t-3", second + 1));
        TestKafka.publish(DeadLetterRecords.decided(
                new DeadLetterDecision(
                        new LogPartition(TestKafka.topicId(Topics.TRADES), JUNK_PARTITION).at(0),
                        DeadLetterDecision.Kind.DISCARDED,
                        "ann",
                        Events.NOW,
                        "junk"),
                null));
        awaitSettled(before + 3);
        patiently().until(() -> count("dead_letters WHERE outcome = 'discarded'") == 1);
    }

    /** All trades applied, all verdicts in their topic, and both read back. */
    private void awaitSettled(long trades) {
        patiently().until(() -> readModel.numberOfTrades() == trades);
        patiently().until(() -> count("dead_letters WHERE relayed") == expectedLetters);
        patiently()
                .until(() -> database.jdbc()
                                .sql("SELECT coalesce(sum(next_offset), 0) FROM log_reads")
                                .query(Long.class)
                                .single()
                        == TestKafka.records(Topics.PORTFOLIOS) + TestKafka.records(Topics.DEAD_LETTERS));
    }

    private int count(String what) {
        return database.jdbc()
                .sql("SELECT count(*) FROM " + what)
                .query(Integer.class)
                .single();
    }

    /** In table and topic, as ingest-api does. */
    private static Portfolio create(TestDatabase database, String name) {
        Portfolio created = new Portfolios(database.jdbc())
                .insert(
                        ClientId.DEFAULT,
                        new UserId("u-1"),
                        new PortfolioName(name),
                        Optional.empty(),
                        false,
                        Events.NOW)
                .orElseThrow();
        TestKafka.publish(created);
        return created;
    }

    private void rename(Portfolio portfolio, String name) {
        Portfolio renamed = portfolio.renamed(new PortfolioName(name), Events.NOW.plusSeconds(60));
        new Portfolios(database.jdbc()).rename(renamed);
        TestKafka.publish(renamed);
    }

    private static Portfolio portfolio(long id, String name) {
        return new Portfolio(
                ClientId.DEFAULT,
                new PortfolioId(id),
                new UserId("u-1"),
                new PortfolioName(name),
                Optional.empty(),
                false,
                Events.NOW,
                Events.NOW);
    }

    private static TradeEvent trade(String refId, long portfolio) {
        TradeEvent.Created one = buy(refId, "AMZN", "1", "1", "09:00:00");
        return new TradeEvent.Created(
                one.eventId(), one.client(), one.occurredAt(), TradeCopies.inPortfolio(one.trade(), portfolio), false);
    }
}
