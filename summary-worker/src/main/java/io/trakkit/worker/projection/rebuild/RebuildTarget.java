package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.worker.apply.ProjectionTarget;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The read model that a replay builds. Readers do not see it, and the verdicts of the live one hold in it. */
public final class RebuildTarget implements ProjectionTarget {

    private final BatchSession session;
    private final int generation;
    private final Consumer<DeadLetter> refused;

    /** @param refused told of each record on which there is no verdict and that would be refused now */
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
    public void refuse(List<DeadLetter> letters) {
        letters.forEach(refused);
    }
}
