package io.trakkit.worker.apply;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.deadletters.DeadLetters;
import io.trakkit.store.postgres.BatchSession;
import io.trakkit.store.postgres.RoundTrip;
import io.trakkit.store.projection.Generations;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The read model that readers see. Its generation can change between two batches, but not within one. */
final class LiveTarget implements ProjectionTarget {

    private final BatchSession session;
    private final Generations generations;
    private final DeadLetters deadLetters;
    private final PortfolioCheck portfolios;

    LiveTarget(JdbcClient jdbc, Duration transactionTimeout, PortfolioCheck portfolios) {
        this.portfolios = portfolios;
        session = new BatchSession(jdbc, transactionTimeout);
        generations = new Generations(jdbc);
        deadLetters = new DeadLetters(jdbc);
    }

    @Override
    public OptionalInt generation() {
        return OptionalInt.empty();
    }

    @Override
    public Supplier<Integer> open(RoundTrip first) {
        session.begin(first);
        return generations.holdLive(first, live -> {
            WrongFoldVersionException.check(live);
            return live.number();
        });
    }

    @Override
    public void storeDeadLetters(List<DeadLetter> newDeadLetters) {
        deadLetters.record(newDeadLetters);
    }

    @Override
    public void requireCompletePortfolios() {
        portfolios.requireComplete();
    }
}
