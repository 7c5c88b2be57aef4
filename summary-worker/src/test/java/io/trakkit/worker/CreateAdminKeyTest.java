package io.trakkit.worker;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.worker.admin.FirstKey;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first key of an administrator, on a database and a broker that hold nothing yet. */
class CreateAdminKeyTest {

    private static final String[] HTTP = {
        "spring.main.web-application-type=servlet", "server.port=0", "trakkit.access.mode=keys"
    };

    private final TestDatabase database = TestDatabase.create();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    CreateAdminKeyTest() {
        TestKafka.deleteTopics();
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    private int run(String bootstrapServers, String... arguments) {
        List<String> settings = List.of(
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + TestDatabase.USER,
                "--spring.datasource.password=",
                "--spring.kafka.bootstrap-servers=" + bootstrapServers);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(settings);
        return CreateAdminKey.run(all, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void itPrintsNothingButAKeyThatWorks() {
        assertThat(run(TestKafka.bootstrapServers(), "--label", "ada")).isZero();

        String key = out.toString(UTF_8).strip();
        assertThat(ApiKey.parse(key)).isPresent();
        assertThat(err.toString(UTF_8)).isEmpty();
        try (RunningWorker worker = RunningWorker.start(database, HTTP)) {
            Http http = new Http(worker.port());
            patiently()
                    .until(() -> http.get("/api/v1/admin/keys/", "Authorization", "Bearer " + key)
                            .results("label")
                            .equals(List.of("ada")));
        }
    }

    @Test
    void aWrongLabelIsRefused() {
        assertThat(run(TestKafka.bootstrapServers(), "--label", "")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("--label must have 1 to 100 characters");
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void aFileForOneUserIsWrittenOnTheFirstStartOnly(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);

            assertThat(first.writeIfMissing(file, "up")).isTrue();
            String key = Files.readString(file).strip();

            assertThat(first.writeIfMissing(file, "up")).isFalse();
            assertThat(Files.readString(file).strip()).isEqualTo(key);
            assertThat(ApiKey.parse(key)).isPresent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void theAuditLogHasTheKeyOfTheFileBeforeAndAfterItIsIssued(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);
            assertThat(first.writeIfMissing(file, "up")).isTrue();
            assertThat(first.writeIfMissing(file, "up")).isFalse();

            assertThat(audited()).containsExactly("keys.create 201", "keys.create begun");
            assertThat(new AuditLog(database.jdbc()).page(Optional.empty(), Optional.empty(), null, 10))
                    .allMatch(entry -> entry.action().subject().equals(idIn(file)));
        }
    }

    /** A key was live that stood nowhere: no entry, no file. */
    @Test
    void withoutAnAuditLogThereIsNoKeyAndNoFile(@TempDir Path folder) {
        Path file = folder.resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);
            refuseInsertsInto("audit_log");

            assertThatThrownBy(() -> first.writeIfMissing(file, "up")).hasMessageContaining("not now");

            assertThat(keys()).isEmpty();
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void withoutAFileThereIsNoKey(@TempDir Path folder) {
        Path file = folder.resolve("absent").resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);

            assertThatThrownBy(() -> first.writeIfMissing(file, "up")).isInstanceOf(NoSuchFileException.class);

            assertThat(keys()).isEmpty();
            assertThat(audited()).containsExactly("keys.create 500", "keys.create begun");
        }
    }

    /** As after a kill between the two: the file is there first, and the next start replaces it if its key is not live. */
    @Test
    void theFileIsWrittenBeforeTheKeyIsIssued(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);
            refuseInsertsInto("api_keys");

            assertThatThrownBy(() -> first.writeIfMissing(file, "up")).hasMessageContaining("not now");
            assertThat(keys()).isEmpty();
            String never = idIn(file);
            assertThat(audited()).containsExactly("keys.create 500", "keys.create begun");

            database.jdbc().sql("DROP TRIGGER not_now ON api_keys").update();
            assertThat(first.writeIfMissing(file, "up")).isTrue();
            assertThat(keys()).containsExactly(idIn(file)).doesNotContain(never);
        }
    }

    /** The key is in the table and the topic; the last entry of the audit log fails. */
    @Test
    void aKeyThatIsIssuedIsGivenToItsOwnerThoughTheLastEntryFails(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("admin.key");
        try (RunningWorker worker = RunningWorker.start(database)) {
            FirstKey first = worker.bean(FirstKey.class);
            refuseInsertsInto("audit_log", "WHEN (NEW.outcome = '201')");

            assertThat(first.writeIfMissing(file, "up")).isTrue();
            ApiKey other = ApiKey.parse(first.create("ada")).orElseThrow();

            assertThat(keys()).containsExactlyInAnyOrder(idIn(file), other.id().value());
            assertThat(audited()).containsExactly("keys.create begun", "keys.create begun");
        }
    }

    private void refuseInsertsInto(String table, String... when) {
        database.jdbc().sql("""
                CREATE OR REPLACE FUNCTION not_now() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'not now'; END $$
                """).update();
        database.jdbc()
                .sql("CREATE TRIGGER not_now BEFORE INSERT ON " + table + " FOR EACH ROW " + String.join("", when)
                        + " EXECUTE FUNCTION not_now()")
                .update();
    }

    private List<String> keys() {
        return database.jdbc()
                .sql("SELECT key_id FROM api_keys")
                .query((row, _) -> row.getString("key_id"))
                .list();
    }

    /** The newest first. */
    private List<String> audited() {
        return new AuditLog(database.jdbc())
                .page(Optional.empty(), Optional.empty(), null, 10).stream()
                        .map(entry ->
                                entry.action().action() + ' ' + entry.action().outcome())
                        .toList();
    }

    private static String idIn(Path file) {
        try {
            return ApiKey.parse(Files.readString(file).strip())
                    .orElseThrow()
                    .id()
                    .value();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
