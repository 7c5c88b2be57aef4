package io.trakkit.wire.http.server;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.NestedRuntimeException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 while the database is unavailable. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
final class DatabaseAdvice {

    private static final Logger log = LoggerFactory.getLogger(DatabaseAdvice.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final String UNDEFINED_TABLE = "42P01";
    private static final String TOO_MANY_CONNECTIONS = "53300";

    /** Also where a transaction could not even begin. */
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ResponseEntity<byte[]> answer(NestedRuntimeException failure) {
        String state = sqlState(failure);
        if (state != null && state.startsWith("42") && !state.equals(UNDEFINED_TABLE)) {
            log.error("A statement failed: a defect", failure);
            return ProblemException.of(Problem.INTERNAL, Problem.INTERNAL.generalDetail())
                    .answer();
        }
        String problem = TOO_MANY_CONNECTIONS.equals(state)
                ? "Too many requests wait for the database"
                : "The database is unavailable";
        log.warn(
                "{}: {}",
                problem,
                NestedExceptionUtils.getMostSpecificCause(failure).toString());
        return ProblemException.unavailable(problem + ". Retry in " + RETRY_AFTER.toSeconds() + " s", RETRY_AFTER)
                .answer();
    }

    private static @Nullable String sqlState(Throwable failure) {
        return NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql
                ? sql.getSQLState()
                : null;
    }
}
