package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a whole, in processes of its own: its beginnings, its ends and what lasts from one to the next. */
class RestartTest {

    private static final int POSTED_BEFORE_THE_KILL = 50;

    @TempDir
    private Path data;

    @Test
    void whatWasAcknowledgedOutlivesAStopAndAKill() throws IOException {
        try (StandaloneProcess first = up()) {
            Http http = new Http(first.awaitReady());
            assertThat(http.post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"p\"}")
                            .status())
                    .isEqualTo(201);
            buy(http, "before-the-stop");
            refusesASecondOnTheSameData(first);

            first.askToStop();

            assertThat(first.exitCode()).isZero();
            assertThat(first.output()).isEmpty();
            // While the apps set up logging, what a thread of the broker says finds nobody who listens.
            // A controller whose disk stalls says so; it takes the heartbeat all the same.
            assertThat(first.errors()
                            .lines()
                            .filter(line -> !line.contains("No appenders present in context"))
                            .filter(line -> !line.contains("controller event queue overloaded")))
                    .noneMatch(line -> line.contains("WARN") || line.contains("ERROR") || line.contains("Exception"));
        }
        try (StandaloneProcess second = up()) {
            Http http = new Http(second.awaitReady());
            for (int i = 1; i <= POSTED_BEFORE_THE_KILL; i++) {
                buy(http, "before-the-kill-" + i);
            }
            second.kill();
        }
        try (StandaloneProcess third = up()) {
            Http http = new Http(third.awaitReady());
            buy(http, "after-the-kill");

            patiently().untilAsserted(() -> assertThat(held(http)).isEqualTo(1 + POSTED_BEFORE_THE_KILL + 1));
            assertThat(http.post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"q\"}")
                            .json()
                            .required("id")
                            .asInt())
                    .isGreaterThan(1);

            third.askToStop();
            assertThat(third.exitCode()).isZero();
        }
        assertThat(postgresOnOurData()).isEmpty();
    }

    private StandaloneProcess up() throws IOException {
        return StandaloneProcess.start("up", "--port", "0", "--data", data.toString());
    }

    private static void buy(Http http, String refId) {
        HttpAnswer answer = http.post("/api/v1/trade/", """
                {"ref_id": "%s", "user_id": "u", "portfolio": 1, "trade_type": 1, "security_type": "stock",
                 "ticker": "ACME", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    private static int held(Http http) {
        return http.get("/api/v1/portfolio-summary/?portfolio_id=1")
                .json()
                .at("/results/0/volume")
                .asInt(0);
    }

    private void refusesASecondOnTheSameData(StandaloneProcess first) throws IOException {
        try (StandaloneProcess second = up()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.output()).isEmpty();
            assertThat(second.errors())
                    .contains("trakkit: The data folder " + data.toRealPath() + " is in use by process " + first.pid())
                    .doesNotContain("\tat ");
        }
    }

    private List<ProcessHandle> postgresOnOurData() throws IOException {
        String directory = data.toRealPath().resolve("postgresql/data").toString();
        return ProcessHandle.allProcesses()
                .filter(process -> List.of(process.info().arguments().orElse(new String[0]))
                        .contains(directory))
                .toList();
    }

    @Test
    void aTakenPortIsSaidBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                StandaloneProcess process = StandaloneProcess.start(
                        "up",
                        "--port",
                        Integer.toString(taken.getLocalPort()),
                        "--data",
                        data.resolve("none").toString())) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors())
                    .contains("trakkit: Port " + taken.getLocalPort() + " cannot be used")
                    .doesNotContain("\tat ");
        }
        assertThat(data.resolve("none")).doesNotExist();
    }

    @Test
    void wrongUsageHasItsOwnExitCode() throws IOException {
        try (StandaloneProcess process = StandaloneProcess.start("up", "--prot", "80")) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.errors().strip())
                    .isEqualTo("trakkit: Unknown option '--prot'\n'./trakkit up --help' shows the usage");
        }
    }

    @Test
    void aFolderWithOtherFilesIsNotTouched() throws IOException {
        Path theirs = Files.writeString(data.resolve("thesis.txt"), "years of work");
        try (StandaloneProcess process =
                StandaloneProcess.start("up", "--port", "0", "--fresh", "--data", data.toString())) {
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.errors()).contains("trakkit: The folder " + data.toRealPath());
        }
        assertThat(data).isDirectoryContaining(theirs::equals);
    }
}
