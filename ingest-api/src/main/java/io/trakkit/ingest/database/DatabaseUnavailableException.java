package io.trakkit.ingest.database;

/** PostgreSQL is unavailable; nothing is known to be wrong with the request. */
public final class DatabaseUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DatabaseUnavailableException(String message) {
        super(message);
    }

    DatabaseUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
