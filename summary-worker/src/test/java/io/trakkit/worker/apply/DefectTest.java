package io.trakkit.worker.apply;

import static io.trakkit.worker.testing.Events.buy;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.testing.Events;
import io.trakkit.worker.testing.ReadModel;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A failure that no database and no rule explains: one that passes harms nobody, one that stays takes one record. */
class DefectTest {

    private final TestDatabase database = TestDatabase.create();
    private final TestLog log = new TestLog();
    private int transactions;

    @BeforeEach
    void insertPortfolio() {
        Events.insertPortfolio(database);
        log.append(
                buy("t-1", "AMZN", "1", "1", "09:00:00"),
                buy("t-2", "AMZN", "1", "1", "09:00:00"),
                buy("t-3", "AMZN", "1", "1", "09:00:00"));
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void whatPassesIsNoVerdict() {
        BatchResult result = worker(() -> transactions <= 2).applyAll();

        assertThat(result.accepted()).isEqualTo(3);
        assertThat(result.deadLettered()).isEmpty();
    }

    /** The batch three times, then a third of it three times, and then its dead letter. */
    @Test
    void whatStaysIsADeadLetterAloneAfterThreeTries() {
        BatchResult result = worker(() -> transactions <= 6).applyAll();

        assertThat(result.accepted()).isEqualTo(2);
        assertThat(result.deadLettered()).containsExactly(DeadLetterReason.INTERNAL_ERROR);
        assertThat(new ReadModel(database).numberOfTrades()).isEqualTo(2);
    }

    private TestLog.Worker worker(BooleanSupplier fails) {
        LiveTarget live = new LiveTarget(database.jdbc(), Duration.ofMinutes(2), () -> {});
        return log.worker(database, new ProjectionTarget() {
            @Override
            public OptionalInt generation() {
                return live.generation();
            }

            @Override
            public Supplier<Integer> open(RoundTrip first) {
                transactions++;
                if (fails.getAsBoolean()) {
                    throw new IllegalStateException("Neither claimed nor found");
                }
                return live.open(first);
            }

            @Override
            public void storeDeadLetters(List<DeadLetter> letters) {
                live.storeDeadLetters(letters);
            }
        });
    }
}
