package io.trakkit.store.postgres;

/** The roles of PostgreSQL in which the apps work. The migrations say what each may do. */
public enum DatabaseRole {
    INGEST,
    WORKER,
    READER,
    FEED,
    OPS;

    /** The name in PostgreSQL. */
    public String sqlName() {
        return "trakkit_"
                + switch (this) {
                    case INGEST -> "ingest";
                    case WORKER -> "worker";
                    case READER -> "reader";
                    case FEED -> "feed";
                    case OPS -> "ops";
                };
    }

    /**
     * Makes a session work in this role; for the pool, which runs it for each new connection. Transactions are READ COMMITTED unless
     * they ask for another level, also if the database has another default: the worker's statements need to see what others commit.
     */
    public String connectionInitSql() {
        return "SET ROLE " + sqlName() + "; SET default_transaction_isolation = 'read committed'";
    }
}
