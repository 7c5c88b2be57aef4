package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    private static final Path PID_FILE = Path.of("data", "postmaster.pid");

    @TempDir
    private Path folder;

    @Test
    void theDataOutlivesACloseAndAKilledServer() throws IOException, SQLException {
        try (EmbeddedDatabase database = start(folder)) {
            Words.execute(database, "CREATE TABLE words AS SELECT 'Grüße' AS word");
        }
        EmbeddedDatabase killed = start(folder);
        Words.execute(killed, "UPDATE words SET word = word || ' aus Köln'");
        postmaster(folder).destroyForcibly();

        try (EmbeddedDatabase database = start(folder)) {
            assertThat(Words.query(database, "SELECT word FROM words")).isEqualTo("Grüße aus Köln");
        }
    }

    @Test
    void aDirectoryWhoseMakingWasCutShortIsMadeAnew() throws IOException, SQLException {
        Path half = Files.createDirectories(folder.resolve("data.unfinished-1"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");

        try (EmbeddedDatabase database = start(folder)) {
            assertThat(half).doesNotExist();
            assertThat(Words.query(database, "SHOW server_version")).startsWith("18.");
        }
    }

    @Test
    void itIsMadeForTextForTheDiskAndForNobodyElse() throws SQLException {
        start(folder).close();
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, 0, Durability.POWER_LOSS)) {
            assertThat(settings(database, "server_encoding", "data_checksums")).containsExactly("UTF8", "on");
            assertThat(Words.query(database, "SELECT datlocale FROM pg_database WHERE datname = 'trakkit'"))
                    .isEqualTo("C.UTF-8");
            assertThat(settings(database, "fsync", "synchronous_commit", "full_page_writes"))
                    .containsExactly("on", "on", "on");
            assertThat(settings(database, "listen_addresses", "unix_socket_directories"))
                    .containsExactly("127.0.0.1", "");
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(database.jdbcUrl(), database.user(), "guessed"))
                    .withMessageContaining("password authentication failed");
        }
    }

    /** Its number is in our file where that was copied, or where the system gave the number to another process. */
    @Test
    void aServerOfOtherDataIsNeverStopped() throws IOException, SQLException {
        Path copy = folder.resolve("copy");
        Path original = folder.resolve("original");
        start(copy).close();
        try (EmbeddedDatabase other = start(original)) {
            Files.copy(original.resolve(PID_FILE), copy.resolve(PID_FILE));

            try (EmbeddedDatabase database = start(copy)) {
                assertThat(Words.query(database, "SELECT 'ours'")).isEqualTo("ours");
                assertThat(Words.query(other, "SELECT 'theirs'")).isEqualTo("theirs");
            }
        }
    }

    @Test
    void damagedDataAreExplainedInPostgresqlsOwnWords() throws IOException {
        start(folder).close();
        Files.delete(folder.resolve("data/global/pg_control"));

        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> start(folder))
                .withMessageContaining("could not open file \"" + folder.toRealPath() + "/data/global/pg_control\"");
    }

    private static EmbeddedDatabase start(Path folder) {
        return EmbeddedDatabase.start(folder, 0, Durability.KILLED_PROCESS);
    }

    private static ProcessHandle postmaster(Path folder) throws IOException {
        String pid = Files.readAllLines(folder.resolve(PID_FILE)).getFirst();
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static List<String> settings(EmbeddedDatabase database, String... names) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            values.add(Words.query(database, "SHOW " + name));
        }
        return values;
    }
}
