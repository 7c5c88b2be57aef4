package io.trakkit.query;

import io.trakkit.wire.http.problem.ProblemException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs several statements on one snapshot: a read-only transaction at REPEATABLE READ. They can take long,
 * so only some of them have a connection at a time, and the others wait for their turn. Connections for short reads remain.
 */
public final class Snapshots {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final TransactionTemplate transaction;
    private final Semaphore turns;
    private final Duration patience;

    /**
     * @param atOnce the most that run at a time; fewer than the connections of the pool
     * @param patience the longest wait for a turn
     */
    public Snapshots(PlatformTransactionManager transactions, int atOnce, Duration patience) {
        transaction = new TransactionTemplate(transactions);
        transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        transaction.setReadOnly(true);
        turns = new Semaphore(atOnce, true);
        this.patience = patience;
    }

    /**
     * Runs the statements on one snapshot.
     *
     * @throws ProblemException if its turn does not come in time
     */
    public <T> T read(Supplier<T> statements) {
        awaitTurn();
        try {
            return transaction.execute(_ -> statements.get());
        } finally {
            turns.release();
        }
    }

    private void awaitTurn() {
        try {
            if (!turns.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw ProblemException.unavailable("Too many long reads are running; try again later", RETRY_AFTER);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable("The service is stopping; try again later", RETRY_AFTER);
        }
    }
}
