package io.trakkit.worker;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.worker.admin.FirstKey;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
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
}
