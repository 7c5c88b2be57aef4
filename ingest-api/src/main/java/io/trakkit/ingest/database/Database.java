package io.trakkit.ingest.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * PostgreSQL for ingest-api, which may be down: callers learn that quickly. After a failure only one caller per
 * {@linkplain #PAUSE pause} tries again; the others fail at once.
 *
 * <p>How long that one caller waits is the connection pool's setting.
 */
public final class Database {

    /** The pause after a failure, before the next try. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** No look-up by key takes longer, unless something is wrong. */
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(2);

    /** Outlasts the waits for a lock and for Kafka that the writing of a portfolio includes. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    private static final String UNDEFINED_TABLE = "42P01";
    private static final String TOO_MANY_CONNECTIONS = "53300";
    private static final long UP = 0;
    private static final Logger log = LoggerFactory.getLogger(Database.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final AtomicLong nextTry = new AtomicLong(UP);

    public Database(DataSource dataSource) {
        JdbcTemplate template = new JdbcTemplate(dataSource);
        template.setQueryTimeout((int) QUERY_TIMEOUT.toSeconds());
        jdbc = JdbcClient.create(template);
        transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setTimeout((int) TRANSACTION_TIMEOUT.toSeconds());
    }

    /** For the classes of the store. What they do is to run within {@link #read} or {@link #write}. */
    public JdbcClient jdbc() {
        return jdbc;
    }

    /**
     * Asks the database.
     *
     * @throws DatabaseUnavailableException if it can't be asked
     */
    public <T> T read(Supplier<T> query) {
        failFastWhileDown();
        try {
            T result = query.get();
            up();
            return result;
        } catch (DataAccessException | TransactionException e) {
            throw translated(e);
        }
    }

    /**
     * Changes the database in one transaction, which any exception rolls back.
     *
     * @throws DatabaseUnavailableException if it can't be changed, or if it is unknown whether the commit took place
     */
    public <T> T write(Supplier<T> change) {
        return read(() -> transactions.execute(_ -> change.get()));
    }

    /** Connects the pool before the first request. If that fails, it is logged, and the next caller tries again. */
    public void connect() {
        try {
            // A transaction without a statement: all that it takes is a connection.
            write(() -> true);
        } catch (DatabaseUnavailableException _) {
            log.info("Trades are still accepted, for the portfolios that this instance has seen");
        }
    }

    private void failFastWhileDown() {
        long next = nextTry.get();
        if (next == UP) {
            return;
        }
        long now = System.nanoTime();
        boolean mayTry = now - next >= 0 && nextTry.compareAndSet(next, afterPause(now));
        if (!mayTry) {
            throw new DatabaseUnavailableException("PostgreSQL was unavailable a moment ago");
        }
    }

    /** Rethrows what the caller expects (a conflict, a lock) and what only a defect can cause. */
    private RuntimeException translated(RuntimeException failure) {
        if (failure instanceof DataIntegrityViolationException
                || failure instanceof PessimisticLockingFailureException
                || isDefect(failure)) {
            return failure;
        }
        if (hasTooManyWaiting(failure)) {
            log.warn("{}", NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
        } else if (nextTry.getAndSet(afterPause(System.nanoTime())) == UP) {
            log.warn(
                    "PostgreSQL is unavailable: {}",
                    NestedExceptionUtils.getMostSpecificCause(failure).toString());
        }
        return new DatabaseUnavailableException("PostgreSQL is unavailable", failure);
    }

    /** An error in a statement, unless it is that the schema is not there yet. */
    private static boolean isDefect(RuntimeException failure) {
        return failure instanceof BadSqlGrammarException grammar
                && !UNDEFINED_TABLE.equals(sqlState(grammar.getSQLException()));
    }

    /** One client uses its connections: the others must not fail for it. */
    private static boolean hasTooManyWaiting(RuntimeException failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
                && TOO_MANY_CONNECTIONS.equals(sql.getSQLState());
    }

    private static String sqlState(@Nullable SQLException failure) {
        return failure == null ? "" : String.valueOf(failure.getSQLState());
    }

    private void up() {
        if (nextTry.get() != UP && nextTry.getAndSet(UP) != UP) {
            log.info("PostgreSQL is available again");
        }
    }

    private static long afterPause(long now) {
        long next = now + PAUSE.toNanos();
        return next == UP ? 1 : next;
    }
}
