package io.trakkit.worker.testing;

import io.trakkit.store.testing.TestDatabase;
import java.util.List;

/** The state of a database at one moment, to which it can be put back while workers run. */
public final class Backup {

    private static final List<String> PORTFOLIOS = List.of("portfolios", "log_reads");
    private static final List<String> READ_MODEL =
            List.of("progress", "events", "summaries", "trades", "activities", "checkpoints", "dead_letters");

    private final TestDatabase database;

    private Backup(TestDatabase database) {
        this.database = database;
    }

    public static Backup of(TestDatabase database) {
        database.transactions().executeWithoutResult(_ -> {
            PORTFOLIOS.forEach(table -> save(database, table));
            READ_MODEL.forEach(table -> save(database, table));
            database.jdbc()
                    .sql("CREATE TABLE backup_of_sequence AS SELECT last_value, is_called FROM portfolio_ids")
                    .update();
        });
        return new Backup(database);
    }

    private static void save(TestDatabase database, String table) {
        database.jdbc()
                .sql("CREATE TABLE backup_" + table + " AS TABLE " + table)
                .update();
    }

    /** Puts everything back. */
    public void restore() {
        database.transactions().executeWithoutResult(_ -> {
            winDeadlocks(database);
            database.jdbc()
                    .sql("TRUNCATE " + String.join(", ", PORTFOLIOS) + ", " + String.join(", ", READ_MODEL))
                    .update();
            PORTFOLIOS.forEach(this::fill);
            READ_MODEL.forEach(this::fill);
            database.jdbc()
                    .sql("SELECT setval('portfolio_ids', last_value, is_called) FROM backup_of_sequence")
                    .query(Long.class)
                    .single();
        });
    }

    private void fill(String table) {
        database.jdbc()
                .sql("INSERT INTO " + table + " SELECT * FROM backup_" + table)
                .update();
    }

    /** Removes everything but the portfolios. */
    public static void empty(TestDatabase database) {
        database.transactions().executeWithoutResult(_ -> {
            winDeadlocks(database);
            database.jdbc()
                    .sql("TRUNCATE log_reads, " + String.join(", ", READ_MODEL))
                    .update();
        });
    }

    /** A worker may lock some of these tables in another order: it notices first, and tries again. */
    private static void winDeadlocks(TestDatabase database) {
        database.jdbc().sql("SET LOCAL deadlock_timeout = '10min'").update();
    }
}
