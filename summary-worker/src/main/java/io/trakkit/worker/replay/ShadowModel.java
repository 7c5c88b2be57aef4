package io.trakkit.worker.replay;

import io.trakkit.store.BatchSession;
import io.trakkit.store.DeadLetter;
import io.trakkit.worker.apply.Target;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The read model that a replay builds. Readers do not see it, and the verdicts of the live one hold in it. */
final class ShadowModel implements Target {

    private final BatchSession session;
    private final int generation;
    private final Consumer<DeadLetter> refused;

    /** @param refused told of each record on which there is no verdict and that would be refused now */
    ShadowModel(JdbcClient jdbc, int generation, Consumer<DeadLetter> refused) {
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
