package io.trakkit.store.access;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Numbers the changes of clients and keys. A change takes the next number and holds the row until the commit, so that no
 * smaller number becomes visible after a larger one.
 */
final class AccessVersion {

    private static final String NEXT = "UPDATE access_version SET version = version + 1 RETURNING version";

    private AccessVersion() {}

    /** Waits for the transaction of another change. */
    static long next(JdbcClient jdbc) {
        return jdbc.sql(NEXT).query(Long.class).single();
    }
}
