package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Long reads leave connections to the short ones. */
class SnapshotsTest {

    private static final int AT_ONCE = 2;

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void soManyAreUnderWayAtOnceAndTheOthersHaveTheirTurnAfterwards() throws Exception {
        Snapshots snapshots = snapshots(Duration.ofMinutes(1));
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> reads = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                reads.add(readers.submit(() -> snapshots.read(() -> {
                    most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                    await(go);
                    underWay.decrementAndGet();
                    return one();
                })));
            }
            patiently().until(() -> underWay.get() == AT_ONCE);
            assertThat(one()).isEqualTo(1);
            go.countDown();
            for (Future<Integer> read : reads) {
                assertThat(read.get()).isEqualTo(1);
            }
        }
        assertThat(most).hasValue(AT_ONCE);
    }

    @Test
    void whoseTurnDoesNotComeIsToldAndOneThatFailsMakesRoom() {
        Snapshots snapshots = snapshots(Duration.ZERO);

        assertThatThrownBy(() -> snapshots.read(() -> snapshots.read(() -> snapshots.read(this::one))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("long reads");
        assertThat(snapshots.read(() -> snapshots.read(this::one))).isEqualTo(1);
    }

    private Snapshots snapshots(Duration patience) {
        return new Snapshots(new JdbcTransactionManager(database.dataSource()), AT_ONCE, patience);
    }

    private int one() {
        return database.jdbc().sql("SELECT 1").query(Integer.class).single();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
