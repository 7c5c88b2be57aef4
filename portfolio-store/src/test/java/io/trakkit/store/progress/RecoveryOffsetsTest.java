package io.trakkit.store.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.store.log.LogPartition;
import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.PessimisticLockingFailureException;

/** What is noted of the log beside the progress: how far other topics were read, what is to be read again, what moved. */
class RecoveryOffsetsTest {

    private static final UUID TOPIC = UUID.fromString("00000000-0000-0000-0000-000000000001");
    private static final UUID SECOND = UUID.fromString("00000000-0000-0000-0000-000000000002");
    private static final UUID THIRD = UUID.fromString("00000000-0000-0000-0000-000000000003");
    private static final LogPartition PARTITION = new LogPartition(TOPIC, 3);

    private final TestDatabase database = TestDatabase.create();
    private final RecoveryOffsets reads = new RecoveryOffsets(database.jdbc());
    private final MovedTopics moved = new MovedTopics(database.jdbc());
    private final Rewinds rewinds = new Rewinds(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void aPartitionThatWasNeverReadStandsAtItsBeginning() {
        assertThat(reads.nextOffsets()).isEmpty();

        long before = database.transactions().execute(_ -> {
            long next = reads.lock(PARTITION);
            reads.advance(PARTITION, 5);
            return next;
        });

        assertThat(before).isZero();
        assertThat(reads.nextOffsets()).isEqualTo(Map.of(PARTITION, 5L));
    }

    @Test
    void oneAtATimeHoldsAPartitionAndTheOtherDoesNotWaitForEver() {
        database.transactions().executeWithoutResult(_ -> {
            reads.lock(PARTITION);
            assertThatThrownBy(this::lockInAnotherTransaction)
                    .hasCauseInstanceOf(PessimisticLockingFailureException.class);
        });

        lockInAnotherTransaction();
    }

    private void lockInAnotherTransaction() {
        CompletableFuture.runAsync(() -> database.transactions().executeWithoutResult(_ -> {
                    reads.waitAtMost(Duration.ofMillis(50));
                    reads.lock(PARTITION);
                }))
                .join();
    }

    @Test
    void aMovedTopicGoesOnUnderTheIdThatTheLogBeganWith() {
        moved.add(SECOND, TOPIC);
        moved.add(THIRD, SECOND);

        assertThat(moved.logOf(TOPIC)).isEqualTo(TOPIC);
        assertThat(moved.logOf(SECOND)).isEqualTo(TOPIC);
        assertThat(moved.logOf(THIRD)).isEqualTo(TOPIC);
    }

    @Test
    void aRewindIsOpenUntilItSaysHowManyRecordsThereWere() {
        long first = replay();
        long second = replay();
        Rewinds.Part part = new Rewinds.Part(PARTITION, 10, 20);
        rewinds.open(first, List.of(part, new Rewinds.Part(new LogPartition(TOPIC, 4), 0, 1)));
        rewinds.open(second, List.of(new Rewinds.Part(PARTITION, 5, 6)));

        var open = rewinds.openOf(List.of(PARTITION));
        assertThat(open).containsExactly(new Rewinds.Rewind(first, part, OptionalLong.empty()));

        rewinds.end(open.getFirst(), 9);
        rewinds.end(open.getFirst(), 8);

        assertThat(rewinds.of(first).getFirst()).isEqualTo(new Rewinds.Rewind(first, part, OptionalLong.of(9)));
        assertThat(rewinds.of(first)).hasSize(2);
        assertThat(rewinds.openOf(List.of(PARTITION)))
                .extracting(Rewinds.Rewind::replay)
                .containsExactly(second);
    }

    private long replay() {
        return database.jdbc().sql("""
                        INSERT INTO replays (command, options, requested_by, started_at, state, progress)
                        VALUES ('rewind', '{}', 'ada', '2026-01-01Z', 'running', '') RETURNING replay_id
                        """).query(Long.class).single();
    }
}
