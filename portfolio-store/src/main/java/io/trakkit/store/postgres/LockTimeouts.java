package io.trakkit.store.postgres;

import java.sql.SQLException;
import java.util.function.Supplier;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.UncategorizedSQLException;

/** Recognises a lock timeout; Spring does not map that SQL state of PostgreSQL. */
public final class LockTimeouts {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    private LockTimeouts() {}

    /** @throws CannotAcquireLockException if the statement has waited for a lock as long as its transaction may */
    public static <T> T acquire(Supplier<T> statement) {
        try {
            return statement.get();
        } catch (UncategorizedSQLException e) {
            SQLException cause = e.getSQLException();
            if (cause != null && LOCK_NOT_AVAILABLE.equals(cause.getSQLState())) {
                throw new CannotAcquireLockException("Another transaction holds it", e);
            }
            throw e;
        }
    }
}
