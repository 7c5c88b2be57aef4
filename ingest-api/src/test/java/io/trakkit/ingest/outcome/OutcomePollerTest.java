package io.trakkit.ingest.outcome;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutcomePollerTest {

    private static final LogPartition PARTITION = new LogPartition(UUID.randomUUID(), 3);
    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final int OF_ONE_CLIENT = 750;
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OutcomePoller poller =
            new OutcomePoller(new Database(database.as(DatabaseRole.INGEST).dataSource()), meters);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeEach
    void start() {
        poller.start();
    }

    @AfterEach
    void close() {
        poller.stop();
        threads.close();
        database.close();
    }

    @Test
    void aClientThatHasThreeQuartersOfThePlacesLeavesTheOthersTheRest() throws Exception {
        waitInAllPlacesOf(ANN);

        assertThat(poller.await(question(ANN, 0), LONG)).isInstanceOf(WaitResult.Full.class);
        assertThat(poller.awaitProgress(ANN, Map.of(PARTITION, 1L), LONG)).isInstanceOf(WaitResult.Full.class);

        Future<WaitResult<Boolean>> ofBob =
                threads.submit(() -> poller.awaitProgress(BOB, Map.of(PARTITION, 1L), LONG));
        patiently().until(() -> waiters() == OF_ONE_CLIENT + 1);
        new SmallWorker(database).skip(PARTITION.at(0));
        assertThat(ofBob.get()).isInstanceOf(WaitResult.Came.class);
    }

    /** The policy makes each look at the dead letters of ann a division by zero. */
    @Test
    void aClientWhoseOutcomesCannotBeReadKeepsNoneFromTheOthers() throws Exception {
        database.jdbc().sql("""
                CREATE POLICY fails ON dead_letters AS RESTRICTIVE FOR SELECT
                USING (client_id <> 'ann' OR 1 / (log_offset - log_offset) = 1)
                """).update();
        refuse(question(ANN, 0));
        Question ofBob = question(BOB, 1);
        refuse(ofBob);
        Question later = question(BOB, 2);
        Future<WaitResult<EventOutcome>> ofAnn = threads.submit(() -> poller.await(question(ANN, 0), LONG));
        patiently().until(() -> waiters() == 1);

        assertThat(poller.await(ofBob, LONG)).isInstanceOf(WaitResult.Came.class);
        Future<WaitResult<EventOutcome>> stillWaits = threads.submit(() -> poller.await(later, LONG));
        refuse(later);
        assertThat(stillWaits.get()).isInstanceOf(WaitResult.Came.class);

        assertThat(ofAnn).isNotDone();
        database.jdbc().sql("DROP POLICY fails ON dead_letters").update();
        assertThat(ofAnn.get()).isInstanceOf(WaitResult.Came.class);
    }

    @Test
    void whenTheAppStopsNobodyWaitsAnyLonger() throws Exception {
        List<Future<WaitResult<EventOutcome>>> waiting = waitInAllPlacesOf(ANN);

        poller.stop();

        for (Future<WaitResult<EventOutcome>> waiter : waiting) {
            assertThat(waiter.get()).isInstanceOf(WaitResult.TimePassed.class);
        }
        assertThat(poller.await(question(BOB, 0), LONG)).isInstanceOf(WaitResult.TimePassed.class);
    }

    @Test
    void progressIsWaitedForUntilEveryPartitionHasPassedItsEnd() throws Exception {
        LogPartition other = new LogPartition(PARTITION.topicId(), 4);
        LogPartition empty = new LogPartition(PARTITION.topicId(), 5);
        SmallWorker worker = new SmallWorker(database);

        Future<WaitResult<Boolean>> waiting =
                threads.submit(() -> poller.awaitProgress(ANN, Map.of(PARTITION, 2L, other, 1L, empty, 0L), LONG));
        worker.skip(PARTITION.at(1));
        assertThat(poller.awaitProgress(ANN, Map.of(PARTITION, 2L), LONG)).isInstanceOf(WaitResult.Came.class);
        assertThat(waiting).isNotDone();
        worker.skip(other.at(0));

        assertThat(waiting.get()).isInstanceOf(WaitResult.Came.class);
    }

    private List<Future<WaitResult<EventOutcome>>> waitInAllPlacesOf(ClientId client) {
        List<Future<WaitResult<EventOutcome>>> waiting = new ArrayList<>();
        for (int i = 0; i < OF_ONE_CLIENT; i++) {
            waiting.add(threads.submit(() -> poller.await(question(client, 0), LONG)));
        }
        patiently().until(() -> waiters() == OF_ONE_CLIENT);
        return waiting;
    }

    private void refuse(Question question) {
        Trade trade = new Trade(
                question.refId(),
                new UserId("u"),
                new PortfolioId(1),
                Side.BUY,
                SecurityType.STOCK,
                new Ticker("ACME"),
                Volume.of("1"),
                Price.of("10"),
                TradeStatus.SUCCESS,
                NOW);
        new SmallWorker(database)
                .refuse(
                        new TradeEvent.Created(question.eventId(), question.client(), NOW, trade, false),
                        question.origin(),
                        DeadLetterReason.UNKNOWN_PORTFOLIO,
                        "Portfolio 1 is not known");
    }

    private int waiters() {
        return (int) meters.get("trakkit.ingest.waiters").gauge().value();
    }

    private static Question question(ClientId client, long offset) {
        return new Question(client, UUID.randomUUID(), new RefId("a"), PARTITION.at(offset));
    }
}
