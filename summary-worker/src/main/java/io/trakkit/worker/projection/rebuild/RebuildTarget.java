package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.worker.apply.ProjectionTarget;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The read model that a replay builds. Readers do not see it; the dead letters of the live one apply to it, too. */
public final class RebuildTarget implements ProjectionTarget {

    private final BatchSession session;
    private final int generation;
    private final Consumer<DeadLetter> refused;

    /** @param refused receives each record that is not a dead letter but would be refused now */
    public RebuildTarget(JdbcClient jdbc, int generation, Consumer<DeadLetter> refused) {
        this.session = new BatchSession(jdbc);
        this.generation = generation;
        this.refused = refused;
    }

    @Override
    public int open() {
        session.begin();
        return generation;
    }

    @Override
    public void storeDeadLetters(List<DeadLetter> deadLetters) {
        deadLetters.forEach(refused);
    }
}
