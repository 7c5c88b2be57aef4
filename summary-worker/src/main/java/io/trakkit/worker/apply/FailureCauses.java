package io.trakkit.worker.apply;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.transaction.TransactionSystemException;

/** Finds the cause of an exception that is worth a log line. */
public final class FailureCauses {

    private FailureCauses() {}

    /** One line for the log: the message of the database or its driver, else of the innermost cause. */
    public static String reason(Throwable failure) {
        SQLException sql = sqlException(failure);
        Throwable cause = sql == null ? NestedExceptionUtils.getMostSpecificCause(failure) : sql;
        String message = cause.getMessage();
        return message == null ? cause.toString() : message.lines().findFirst().orElse(cause.toString());
    }

    /** The SQL state of a failure; null if it did not come from the database. */
    static @Nullable String sqlState(Throwable failure) {
        SQLException sql = sqlException(failure);
        return sql == null ? null : sql.getSQLState();
    }

    private static @Nullable SQLException sqlException(Throwable failure) {
        return chain(failure).stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(sql -> sql.getSQLState() != null)
                .findFirst()
                .orElse(null);
    }

    /** The causes; if a rollback failed too, the causes of the failure that led to it. */
    private static List<Throwable> chain(Throwable failure) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable cause = failure; cause != null; cause = next(cause)) {
            chain.add(cause);
        }
        return chain;
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure instanceof TransactionSystemException rollback && rollback.getOriginalException() != null
                ? rollback.getOriginalException()
                : failure.getCause();
    }
}
