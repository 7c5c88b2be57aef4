package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.worker.apply.ProjectionTarget;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
    public OptionalInt generation() {
        return OptionalInt.of(generation);
    }

    @Override
    public Supplier<Integer> open(RoundTrip first) {
        session.begin(first);
        return () -> generation;
    }

    @Override
    public void storeDeadLetters(List<DeadLetter> deadLetters) {
        deadLetters.forEach(refused);
    }
}
