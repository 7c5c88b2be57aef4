package io.trakkit.worker.projection;

import io.trakkit.domain.position.Fold;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.GenerationRemoval;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Generations that exist only during a replay, and the removal of what an interrupted replay has left. */
final class PartialGenerations {

    /** The rows that one transaction deletes: few enough not to slow down live traffic. */
    private static final int REMOVED_AT_A_TIME = 5_000;

    private final JdbcClient jdbc;
    private final Generations generations;
    private final BatchSession session;
    private final TransactionTemplate transactions;

    PartialGenerations(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.generations = new Generations(jdbc);
        this.session = new BatchSession(jdbc);
        this.transactions = transactions;
    }

    /**
     * Removes the partial generation that an interrupted replay has left.
     *
     * @return that generation, if there was one
     */
    Optional<Generation> removeLeftover() {
        Optional<Generation> left = generations.inState(Generation.State.PARTIAL);
        left.ifPresent(this::remove);
        return left;
    }

    private void remove(Generation generation) {
        GenerationRemoval removal = new GenerationRemoval(jdbc, generation.number(), REMOVED_AT_A_TIME);
        boolean more = true;
        while (more) {
            more = Objects.requireNonNull(transactions.execute(_ -> {
                // PostgreSQL looks for references to each deleted row: without an index look-up that takes minutes.
                session.begin();
                return removal.removeSome();
            }));
        }
    }

    /** Runs work with an empty generation, which is removed afterwards. */
    <T> T with(ReplayProgress replayProgress, Function<Generation, T> work) {
        Generation partial = generations.create(Fold.VERSION, Generation.State.PARTIAL);
        try {
            return work.apply(partial);
        } finally {
            replayProgress.begin("cleaning up", 0);
            removeLeftover();
        }
    }
}
