package io.trakkit.ingest.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

/** The command behind {@code ./trakkit import}, against the app. */
class ImportCommandTest extends IngestTest {

    private final Portfolio portfolio = newPortfolio();
    private final String prefix = "import:" + UUID.randomUUID() + ":";
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    @LocalServerPort
    private int port;

    @Test
    void aFileIsPostedAndSummedUp() {
        TestLog.Mark mark = trades.mark();

        int exit = run(file("trades.ndjson", record(1), record(2)));

        assertThat(exit).isEqualTo(Importer.DONE);
        assertThat(out.toString()).containsPattern("^2 records in [0-9.]+ s: 2 accepted, 0 repeated, 0 refused\n$");
        assertThat(trades.since(mark)).hasSize(2);
    }

    @Test
    void toRunItAgainIsSafe() {
        Path file = file("trades.json", "[" + record(1) + ",", record(2) + "]");
        run(file);
        TestLog.Mark mark = trades.mark();

        int exit = run(file);

        assertThat(exit).isEqualTo(Importer.DONE);
        assertThat(out.toString()).contains("0 accepted, 2 repeated, 0 refused");
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void whatIsRefusedIsShownByLineAndWrittenToAFile() throws IOException {
        Path errors = folder.resolve("errors.ndjson");
        Path file = file("trades.jsonl", record(1), "{}", record(3).replace("10", "-1"), record(4));

        int exit = run(file, "--errors", errors.toString(), "--show", "1");

        assertThat(exit).isEqualTo(Importer.SOME_REFUSED);
        assertThat(out.toString())
                .contains("line 2: ", "/user_id is missing", "… and 1 more", "2 accepted, 0 repeated, 2 refused")
                .doesNotContain("line 3");
        assertThat(Files.readAllLines(errors))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line).contains("\"status\":400"));
    }

    @Test
    void theOptionsNameWhatTheRecordsDoNot() {
        TestLog.Mark mark = trades.mark();
        Path file = file(
                "trades.txt", "trade_type,security_type,ticker,volume,amount,status", "1,stock,MSFT,1,2.50,success");

        int exit = run(
                file,
                "--format",
                "csv",
                "--portfolio",
                portfolio.id().toString(),
                "--user",
                portfolio.user().value(),
                "--key",
                prefix);

        assertThat(exit).isEqualTo(Importer.DONE);
        assertThat(trades.only(mark).created().trade().portfolio()).isEqualTo(portfolio.id());
    }

    @Test
    void programsGetJson() {
        run(file("trades.ndjson", record(1), "nonsense"), "--json");

        JsonNode printed = Json.object(out.toString().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(printed.path("accepted").intValue()).isEqualTo(1);
        assertThat(printed.path("refused").intValue()).isEqualTo(1);
        assertThat(printed.path("errors").path(0).path("line").intValue()).isEqualTo(2);
    }

    @Test
    void whatTheServiceRefusesAsAWholeIsAFailure() {
        int exit = run(file("trades.csv", "ref_id,fees", "a,1"));

        assertThat(exit).isEqualTo(Importer.FAILED);
        assertThat(err.toString()).startsWith("trakkit: ").contains("Unknown column \"fees\"");
    }

    @Test
    void whereNobodyAnswersItSaysSo() {
        int exit = Importer.run(
                new PrintWriter(out),
                new PrintWriter(err, true),
                file("trades.ndjson", record(1)).toString(),
                "--url",
                "http://127.0.0.1:1");

        assertThat(exit).isEqualTo(Importer.FAILED);
        assertThat(err.toString()).contains("nobody answers at http://127.0.0.1:1");
    }

    @Test
    void argumentsThatMakeNoSenseAreWrongUsage() {
        assertThat(run(folder.resolve("absent.csv"))).isEqualTo(Importer.WRONG_USAGE);
        assertThat(run(file("trades.txt", record(1)))).isEqualTo(Importer.WRONG_USAGE);
        assertThat(run(file("trades.csv", record(1)), "--url", "nowhere")).isEqualTo(Importer.WRONG_USAGE);
        assertThat(Importer.run(new PrintWriter(out), new PrintWriter(err))).isEqualTo(Importer.WRONG_USAGE);
        assertThat(Importer.run(new PrintWriter(out), new PrintWriter(err), "--help"))
                .isEqualTo(Importer.DONE);
    }

    private int run(Path file, String... options) {
        List<String> arguments = new ArrayList<>(List.of(file.toString(), "--url", "http://127.0.0.1:" + port));
        arguments.addAll(List.of(options));
        return Importer.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments.toArray(String[]::new));
    }

    private Path file(String name, String... lines) {
        try {
            return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String record(int number) {
        return trade(portfolio, prefix + number).replace("\n", " ").strip();
    }
}
