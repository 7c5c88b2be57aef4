package io.trakkit.ingest.outcome;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.database.Database;
import io.trakkit.ingest.outcome.OutcomePoller.WaitResult;
import io.trakkit.store.ledger.EventOutcomes.EventOutcome;
import io.trakkit.store.ledger.EventOutcomes.Question;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
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
    private static final Duration LONG = Duration.ofSeconds(30);

    private final TestDatabase database = TestDatabase.create();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OutcomePoller poller = new OutcomePoller(new Database(database.dataSource()), meters);
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
    void whoComesWhenAllPlacesAreTakenIsTurnedAway() {
        waitInAllPlaces();

        assertThat(poller.await(question(), LONG)).isInstanceOf(WaitResult.Full.class);
    }

    @Test
    void whenTheAppStopsNobodyWaitsAnyLonger() throws Exception {
        List<Future<WaitResult<EventOutcome>>> waiting = waitInAllPlaces();

        poller.stop();

        for (Future<WaitResult<EventOutcome>> waiter : waiting) {
            assertThat(waiter.get()).isInstanceOf(WaitResult.TimePassed.class);
        }
        assertThat(poller.await(question(), LONG)).isInstanceOf(WaitResult.TimePassed.class);
    }

    @Test
    void progressIsWaitedForUntilEveryPartitionHasPassedItsEnd() throws Exception {
        LogPartition other = new LogPartition(PARTITION.topicId(), 4);
        LogPartition empty = new LogPartition(PARTITION.topicId(), 5);
        SmallWorker worker = new SmallWorker(database);

        Future<WaitResult<Boolean>> waiting =
                threads.submit(() -> poller.awaitProgress(Map.of(PARTITION, 2L, other, 1L, empty, 0L), LONG));
        worker.skip(PARTITION.at(1));
        assertThat(poller.awaitProgress(Map.of(PARTITION, 2L), LONG)).isInstanceOf(WaitResult.Came.class);
        assertThat(waiting).isNotDone();
        worker.skip(other.at(0));

        assertThat(waiting.get()).isInstanceOf(WaitResult.Came.class);
    }

    private List<Future<WaitResult<EventOutcome>>> waitInAllPlaces() {
        List<Future<WaitResult<EventOutcome>>> waiting = new ArrayList<>();
        for (int i = 0; i < OutcomePoller.MAX_WAITERS; i++) {
            waiting.add(threads.submit(() -> poller.await(question(), LONG)));
        }
        patiently().until(() -> meters.get("trakkit.ingest.waiters").gauge().value() == OutcomePoller.MAX_WAITERS);
        return waiting;
    }

    private static Question question() {
        return new Question(ClientId.DEFAULT, UUID.randomUUID(), new RefId("a"), PARTITION.at(0));
    }
}
