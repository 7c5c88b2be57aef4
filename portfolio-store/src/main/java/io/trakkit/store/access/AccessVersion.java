package io.trakkit.store.access;

/**
 * Numbers the changes of clients and keys. A change takes the next number and holds its row until the commit, so that no
 * smaller number becomes visible after a larger one.
 */
final class AccessVersion {

    /** Begins a statement that writes {@code next.version} into what it changes. Waits for the transaction of another change. */
    static final String NEXT =
            "WITH next AS (UPDATE access_version SET version = access_version.version + 1 RETURNING version)\n";

    private AccessVersion() {}
}
