package io.trakkit.worker.testing;

import io.trakkit.store.testing.TestDatabase;
import java.util.List;

/** The state of a database at one moment, to which it can be put back while workers run. */
public final class Backup {

    private static final List<String> TABLES =
            List.of("progress", "events", "summaries", "trades", "checkpoints", "dead_letters");

    private final TestDatabase database;

    private Backup(TestDatabase database) {
        this.database = database;
    }

    public static Backup of(TestDatabase database) {
        database.transactions()
                .executeWithoutResult(_ -> TABLES.forEach(table -> database.jdbc()
                        .sql("CREATE TABLE backup_" + table + " AS TABLE " + table)
                        .update()));
        return new Backup(database);
    }

    /** Puts everything back but the portfolios. */
    public void restore() {
        database.transactions().executeWithoutResult(_ -> {
            empty(database);
            TABLES.forEach(table -> database.jdbc()
                    .sql("INSERT INTO " + table + " SELECT * FROM backup_" + table)
                    .update());
        });
    }

    /** Removes everything but the portfolios. */
    public static void empty(TestDatabase database) {
        database.jdbc().sql("TRUNCATE " + String.join(", ", TABLES)).update();
    }
}
