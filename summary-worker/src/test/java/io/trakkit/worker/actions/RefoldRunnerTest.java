package io.trakkit.worker.actions;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;

class RefoldRunnerTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger attempts = new AtomicInteger();

    /** Each attempt keeps the batches of all clients waiting, and came half a second after the last. */
    @Test
    void afterAWaitForTheLockThatWasInVainBatchesGoOnForFourTimesAsLong() {
        try (TestDatabase database = TestDatabase.create()) {
            RefoldRunner runner = new RefoldRunner(
                    this::waitInVain,
                    database.jdbc(),
                    database.transactions(),
                    Duration.ofMinutes(2),
                    () -> true,
                    now::get);

            runner.run();
            runner.run();
            assertThat(attempts).hasValue(1);
            step(Duration.ofMillis(7_999));
            runner.run();
            assertThat(attempts).hasValue(1);
            step(Duration.ofMillis(1));
            runner.run();
            assertThat(attempts).hasValue(2);
        }
    }

    private void waitInVain() {
        attempts.incrementAndGet();
        step(Duration.ofSeconds(2));
        throw new CannotAcquireLockException("Batches in hand take longer than 2 s");
    }

    private void step(Duration duration) {
        now.addAndGet(duration.toNanos());
    }
}
