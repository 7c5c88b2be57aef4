package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.log.LogPartitioner;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.progress.Progress;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.Gate;
import io.trakkit.worker.testing.ReadModel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.NestedRuntimeException;

/** Workers that meet in the database, at the worst moment. */
class RacesTest {

    private static final int AMZN = partition("1:AMZN");
    private static final int IBM = partition("1:IBM");

    private final TestDatabase database = TestDatabase.create();
    private final ReadModel readModel = new ReadModel(database);

    @BeforeEach
    void insertPortfolio() {
        Events.insertPortfolio(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource({"AMZN, IBM", "IBM, AMZN"})
    void oneRefIdForTwoTickersAtOnceIsOneTradeAndOneConflict(String first, String second) throws Exception {
        TestLog log =
                new TestLog().append(buy("b1", first, "1", "1", "09:00:00"), buy("b1", second, "1", "1", "09:00:00"));
        TestLog.Worker one = log.worker(database, partition("1:" + first));
        TestLog.Worker other = log.worker(database, partition("1:" + second));
        try (Gate gate = Gate.before(database, "summaries")) {
            // The first has claimed the ref_id and not committed; the second claims it and has to wait for the first.
            CompletableFuture<BatchResult> won = one.applyLater(log.records().subList(0, 1));
            gate.awaitWaiting(1);
            CompletableFuture<BatchResult> lost = other.applyLater(log.records().subList(1, 2));
            gate.awaitWaiting(2);
            gate.open();

            assertThat(won.get().accepted()).isEqualTo(1);
            assertThat(lost.get().accepted()).isZero();
        }
        assertThat(readModel.trades()).hasSize(1);
        assertThat(readModel.summaries().keySet()).containsExactly(Events.key(first));
        assertThat(readModel.deadLetters()).containsExactly("ref_id_conflict");
    }

    @Test
    void whoeverWaitsForARefIdGetsItIfTheFirstIsRolledBack() throws Exception {
        TestLog log =
                new TestLog().append(buy("b1", "AMZN", "1", "1", "09:00:00"), buy("b1", "IBM", "1", "1", "09:00:00"));
        TestLog.Worker one = log.worker(database, AMZN);
        TestLog.Worker other = log.worker(database, IBM);
        try (Gate gate = Gate.before(database, "summaries")) {
            CompletableFuture<BatchResult> killed = one.applyLater(log.records().subList(0, 1));
            gate.awaitWaiting(1);
            CompletableFuture<BatchResult> waiting =
                    other.applyLater(log.records().subList(1, 2));
            gate.awaitWaiting(2);
            gate.killWaiting();
            assertThatThrownBy(killed::get).hasCauseInstanceOf(NestedRuntimeException.class);
            gate.open();
            assertThat(waiting.get().accepted()).isEqualTo(1);
        }
        one.apply(log.records().subList(0, 1));

        assertThat(readModel.summaries().keySet()).containsExactly(Events.key("IBM"));
        assertThat(readModel.deadLetters()).containsExactly("ref_id_conflict");
    }

    /** Two logs, as when a topic was made anew: only so can two transactions want the same new row. */
    @Test
    void bothOfTwoFirstTradesCount() throws Exception {
        TestLog log = new TestLog().append(buy("b1", "AMZN", "10", "100", "09:00:00"));
        TestLog newLog = new TestLog(new UUID(0, 2)).append(buy("b2", "AMZN", "5", "100", "10:00:00"));
        TestLog.Worker one = log.worker(database, AMZN);
        TestLog.Worker other = newLog.worker(database, AMZN);
        try (Gate gate = Gate.before(database, "trades")) {
            // The first has opened and locked the row and not committed; the second wants to open it too.
            CompletableFuture<BatchResult> first = one.applyLater(log.records());
            gate.awaitWaiting(1);
            CompletableFuture<BatchResult> second = other.applyLater(newLog.records());
            gate.awaitWaiting(2);
            gate.open();

            assertThat(first.get().accepted() + second.get().accepted()).isEqualTo(2);
        }
        var line = readModel.summary(Events.key("AMZN"));
        assertThat(line.held()).isEqualByComparingTo("15");
        assertThat(line.cost()).isEqualByComparingTo("1500");
        assertThat(line.version()).isEqualTo(2);
    }

    @Test
    void anAmendmentOfNothingDoesNotTouchARowThatAppearsMeanwhile() throws Exception {
        TradeEvent.Created trade = buy("b1", "AMZN", "10", "100", "09:00:00");
        TestLog log = new TestLog().append(trade);
        TestLog newLog = new TestLog(new UUID(0, 2)).append(Events.amend(trade, "1"));
        TestLog.Worker one = log.worker(database, AMZN);
        TestLog.Worker other = newLog.worker(database, AMZN);
        try (Gate gate = Gate.before(database, "trades")) {
            CompletableFuture<BatchResult> creation = one.applyLater(log.records());
            gate.awaitWaiting(1);
            assertThat(other.apply(newLog.records()).accepted()).isZero();
            gate.open();
            assertThat(creation.get().accepted()).isEqualTo(1);
        }
        assertThat(readModel.summary(Events.key("AMZN")).held()).isEqualByComparingTo("10");
        assertThat(readModel.deadLetters()).containsExactly("unknown_trade");
    }

    @Test
    void whoTakesAPartitionOverWaitsForTheBatchInHandAndFencesOffTheNext() throws Exception {
        TestLog log =
                new TestLog().append(buy("b1", "AMZN", "1", "1", "09:00:00"), buy("b2", "AMZN", "1", "1", "10:00:00"));
        TestLog.Worker former = log.worker(database, AMZN);
        LogPartition partition = log.records().getFirst().origin().partition();
        try (Gate gate = Gate.before(database, "summaries")) {
            CompletableFuture<BatchResult> batchInHand =
                    former.applyLater(log.records().subList(0, 1));
            gate.awaitWaiting(1);
            CompletableFuture<Progress.Ownership> taken = CompletableFuture.supplyAsync(
                    () -> new Progress(database.jdbc()).take(1, partition), Thread::startVirtualThread);
            gate.awaitWaiting(2);
            gate.open();

            assertThat(batchInHand.get().accepted()).isEqualTo(1);
            assertThat(taken.get().nextOffset()).isEqualTo(1);
        }
        BatchResult zombie = former.apply(log.records().subList(1, 2));

        assertThat(zombie.lost()).containsExactly(partition);
        assertThat(readModel.summary(Events.key("AMZN")).version()).isEqualTo(1);
    }

    @Test
    void aZombieWritesNothingOfWhatItLostAndAllOfWhatItHas() {
        TestLog log = new TestLog()
                .append(
                        buy("b1", "AMZN", "1", "1", "09:00:00"),
                        buy("b2", "IBM", "1", "1", "09:00:00"),
                        buy("b3", "AMZN", "1", "1", "10:00:00"),
                        buy("b4", "IBM", "1", "1", "10:00:00"));
        TestLog.Worker zombie = log.worker(database);
        TestLog.Worker owner = log.worker(database, AMZN);

        BatchResult result = zombie.applyAll();

        assertThat(result.accepted()).isEqualTo(2);
        assertThat(result.lost()).extracting(LogPartition::partition).containsExactly(AMZN);
        assertThat(readModel.summaries().keySet()).containsExactly(Events.key("IBM"));

        List<LogRecord> ofOwner = log.records().stream()
                .filter(record -> record.origin().partition().partition() == AMZN)
                .toList();
        assertThat(owner.apply(ofOwner).accepted()).isEqualTo(2);
        assertThat(readModel.trades()).hasSize(4);
        assertThat(readModel.deadLetters()).isEmpty();
    }

    private static int partition(String key) {
        return LogPartitioner.partitionOf(key.getBytes(StandardCharsets.UTF_8), Topics.PARTITIONS);
    }
}
