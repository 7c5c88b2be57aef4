package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens around a process that is killed, each time with real servers in a real other process. */
class EmbeddedServersTest {

    @TempDir
    private Path data;

    /** Where a test fails before its servers are stopped, they would run on for ever. */
    @AfterEach
    void stopWhatIsLeft() {
        EmbeddedServers.stopLeftBehind(data);
    }

    @Test
    void aKilledProcessLosesNothingAndLeavesNoServerBehind() throws Exception {
        ServersInAnotherProcess killed = ServersInAnotherProcess.start(data);
        assertThatExceptionOfType(EmbeddedServerException.class)
                .isThrownBy(() -> start(false))
                .withMessageContaining(data.toString())
                .withMessageContaining("process " + killed.pid());
        ProcessHandle orphan = killed.postmaster();

        killed.kill();

        assertThat(orphan.isAlive()).isTrue();
        List<ProcessHandle> orphanedRedis = redisServers();
        assertThat(orphanedRedis).hasSize(1);
        try (EmbeddedServers servers = start(false)) {
            assertThat(postmasters()).hasSize(1).doesNotContain(orphan);
            assertThat(redisServers()).hasSize(1).doesNotContainAnyElementsOf(orphanedRedis);
            assertThat(Words.query(servers.database(), "SELECT word FROM words"))
                    .isEqualTo("kept");
            Words.send(servers.kafka(), "added", Words.PATIENCE);
            assertThat(Words.read(servers.kafka())).containsExactly("kept", "added");
        }
        assertThat(postmasters()).isEmpty();
        assertThat(redisServers()).isEmpty();
    }

    @Test
    void aFreshStartLeavesNeitherTheOldDataNorAServerThatStillRunsOnThem() throws SQLException, IOException {
        EmbeddedDatabase leftRunning;
        try (DataFolder folder = DataFolder.open(data)) {
            leftRunning = EmbeddedDatabase.start(folder.postgresql(), 0, Durability.KILLED_PROCESS);
        }
        EmbeddedRedis redisLeftRunning = EmbeddedRedis.start(data.resolve("redis"));
        Words.execute(leftRunning, "CREATE TABLE words (word text)");

        try (EmbeddedServers servers = start(true)) {
            assertThat(postmasters()).hasSize(1);
            assertThat(redisServers()).hasSize(1);
            assertThat(servers.redis().password()).isNotEqualTo(redisLeftRunning.password());
            assertThat(Words.query(servers.database(), "SELECT to_regclass('words') IS NULL"))
                    .isEqualTo("t");
        }
    }

    @Test
    void whenOneServerDoesNotStartTheOtherIsStoppedAndTheFolderIsFree() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            int port = taken.getLocalPort();
            assertThatExceptionOfType(EmbeddedServerException.class)
                    .isThrownBy(() -> EmbeddedServers.start(
                            new EmbeddedServers.Options(data, false, 0, port, Durability.KILLED_PROCESS)))
                    .withMessageContaining("Port " + port);
        }
        assertThat(postmasters()).isEmpty();
        assertThat(redisServers()).isEmpty();
        DataFolder.open(data).close();
    }

    private EmbeddedServers start(boolean fresh) {
        return EmbeddedServers.start(new EmbeddedServers.Options(data, fresh, 0, 0, Durability.KILLED_PROCESS));
    }

    private List<ProcessHandle> redisServers() throws IOException {
        return processesWith(data.toRealPath().resolve("redis/redis.conf").toString());
    }

    /** Every PostgreSQL server on our data that runs on this machine. */
    private List<ProcessHandle> postmasters() {
        return processesWith(data.resolve("postgresql/data").toString());
    }

    private static List<ProcessHandle> processesWith(String argument) {
        return ProcessHandle.allProcesses()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(argument))
                .toList();
    }
}
