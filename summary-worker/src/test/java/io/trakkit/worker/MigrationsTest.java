package io.trakkit.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.logging.LoggingSystem;

/** The worker runs the migrations when it starts. */
class MigrationsTest {

    private final TestDatabase database = TestDatabase.create();
    private final List<@Nullable String> allVersions = versions();

    MigrationsTest() {
        TestKafka.emptyTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void twoWorkersThatStartAtOnceOnAnEmptyDatabaseMigrateItOnce() {
        forgetEverything();
        // Two apps in one process must not both reset Logback, which fails if they do it at once.
        System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
        try {
            List<CompletableFuture<RunningWorker>> starting = List.of(startLater(), startLater());
            starting.forEach(worker -> worker.join().close());
        } finally {
            System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
        }

        assertThat(versions()).isEqualTo(allVersions);
        assertThat(tables()).contains("trades", "dead_letters");
    }

    @Test
    void aMigrationThatFailsLeavesNothingBehindAndIsRunAgain() {
        forgetEverything();
        Flyway.configure().dataSource(database.dataSource()).target("2").load().migrate();
        database.jdbc().sql("CREATE TABLE checkpoints ()").update();

        assertThatThrownBy(() -> RunningWorker.start(database)).rootCause().hasMessageContaining("\"checkpoints\"");
        assertThat(versions()).isNotEmpty().isSubsetOf(allVersions).doesNotContain(allVersions.getLast());
        assertThat(tables()).contains("progress").doesNotContain("trades");

        database.jdbc().sql("DROP TABLE checkpoints").update();
        RunningWorker.start(database).close();
        assertThat(versions()).isEqualTo(allVersions);
    }

    /** While a newer release is rolled out, the older one goes on. */
    @Test
    void aNewerSchemaIsLeftAsItIs() {
        database.jdbc().sql("""
                        INSERT INTO flyway_schema_history
                        SELECT 100, '100', 'of a later release', type, 'V100__later.sql', checksum, installed_by,
                               installed_on, execution_time, success
                        FROM flyway_schema_history WHERE version = '4'
                        """).update();

        RunningWorker.start(database).close();

        assertThat(versions()).containsAll(allVersions).contains("100");
    }

    private CompletableFuture<RunningWorker> startLater() {
        return CompletableFuture.supplyAsync(
                () -> RunningWorker.start(database),
                command -> Thread.ofPlatform().start(command));
    }

    private void forgetEverything() {
        database.jdbc().sql("DROP SCHEMA public CASCADE; CREATE SCHEMA public").update();
    }

    private List<@Nullable String> versions() {
        return database.jdbc()
                .sql("SELECT version FROM flyway_schema_history WHERE success AND version IS NOT NULL ORDER BY 1")
                .query(String.class)
                .list();
    }

    private List<@Nullable String> tables() {
        return database.jdbc()
                .sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                .query(String.class)
                .list();
    }
}
