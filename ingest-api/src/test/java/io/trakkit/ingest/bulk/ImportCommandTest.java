package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.ingest.testing.IngestTest;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.log.LogPosition;
import io.trakkit.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
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

        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualTo("2 records: 2 applied\n");
        assertThat(trades.since(mark)).hasSize(2);
    }

    @Test
    void toRunItAgainIsSafe() {
        Path file = file("trades.json", "[" + record(1) + ",", record(2) + "]");
        run(file);
        TestLog.Mark mark = trades.mark();

        int exit = run(file);

        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).contains("2 records: 0 applied, 2 repeated\n");
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void whatIsRefusedIsShownByLineAndWrittenToAFile() throws IOException {
        Path errors = folder.resolve("errors.ndjson");
        Path file =
                file("trades.jsonl", record(1), "{}", record(3).replace("\"volume\": 10", "\"volume\": -1"), record(4));

        int exit = run(file, "--errors", errors.toString(), "--show", "1");

        assertThat(exit).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString())
                .contains(
                        "line 2: refused: ",
                        "user_id is missing",
                        "… and 1 more",
                        "4 records: 2 applied, 2 refused (first: line 2: ")
                .doesNotContain("line 3", "/user_id");
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

        assertThat(exit).isEqualTo(ExitCode.DONE);
        assertThat(trades.only(mark).created().trade().portfolio()).isEqualTo(portfolio.id());
    }

    @Test
    void programsGetJson() {
        run(file("trades.ndjson", record(1), "nonsense"), "--json");

        JsonNode printed = Json.object(out.toString().strip().getBytes(StandardCharsets.UTF_8));
        assertThat(printed.path("applied").intValue()).isEqualTo(1);
        assertThat(printed.path("refused").intValue()).isEqualTo(1);
        assertThat(printed.path("errors").path(0).path("line").intValue()).isEqualTo(2);
    }

    @Test
    void programsLearnWhyAnImportFailed() {
        assertThat(run(file("trades.csv", "ref_id,fees", "a,1"), "--json")).isEqualTo(ExitCode.FAILED);
        assertThat(printed().path("error").asString()).contains("Unknown column \"fees\"");

        assertThat(run(file("broken.json", "[" + record(1) + ",", "{\"ref_id\""), "--json"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(printed().path("applied").intValue()).isEqualTo(1);
        assertThat(printed().path("error").asString())
                .isEqualTo("Nothing was read from record 2 on. The array is broken: the text ends too early");

        assertThat(run(file("trades.csv", HEADER), "--json", "--wait", "soon")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(printed().path("error").asString()).contains("--wait");
    }

    /** What was printed last. */
    private JsonNode printed() {
        String last = out.toString().lines().toList().getLast();
        return Json.object(last.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatTheServiceRefusesAsAWholeIsAFailure() {
        int exit = run(file("trades.csv", "ref_id,fees", "a,1"));

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).startsWith("trakkit: ").contains("Unknown column \"fees\"");
    }

    @Test
    void whereNobodyAnswersItSaysSo() {
        int exit = trakkit("import", file("trades.ndjson", record(1)).toString(), "--url", "http://127.0.0.1:1");

        assertThat(exit).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("Nothing answers at http://127.0.0.1:1");
    }

    @Test
    void argumentsThatMakeNoSenseAreWrongUsage() {
        assertThat(run(folder.resolve("absent.csv"))).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run(file("trades.txt", record(1)))).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(run(file("trades.csv", record(1)), "--url", "nowhere")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(trakkit("import")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(trakkit("import", "--help")).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aSellOfMoreThanIsHeldIsReportedAsRejected() {
        int exit = run(file("trades.csv", HEADER, row(1, "1", "1"), row(2, "2", "5")));

        assertThat(exit).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString())
                .startsWith("2 records: 1 applied, 1 rejected (line 3: 5 to sell, 1 held at that time)")
                .hasLineCount(1);
    }

    /** In one file, and then in a file that is imported after the one with the sell. */
    @Test
    void aSellThatALaterBuyMakesCountIsApplied() {
        String sell = row(1, "2", "5");
        String buy = row(2, "1", "5").replace("2024-05-01", "2024-04-01");
        Path both = file("both.csv", HEADER, sell, buy);

        assertThat(run(both)).isEqualTo(ExitCode.DONE);

        assertThat(out.toString()).isEqualTo("2 records: 2 applied\n");
    }

    /** The last sell takes what the one of line 3 sold, which was applied in a slice before. */
    @Test
    void aSellThatALaterSellMakesRejectedIsReported() {
        Path file =
                file("trades.csv", HEADER, dated(1, "1", 1), dated(2, "2", 6), "\n".repeat(1_500), dated(3, "2", 3));

        assertThat(run(file)).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString())
                .startsWith("3 records: 2 applied, 1 rejected (line 3: 10 to sell, 0 held at that time)");

        assertThat(run(file)).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString().lines().toList().getLast())
                .startsWith("3 records: 0 applied, 2 repeated, 1 rejected (line 3: ");
    }

    private String dated(int number, String type, int month) {
        return row(number, type, "10").replace("2024-05-01", "2024-0" + month + "-01");
    }

    @Test
    void aFieldIsNamedOnceAndWithTheOptionThatHelps() {
        run(file("trades.csv", HEADER, row(1, "1", "1")));
        run(file("other.csv", HEADER, row(1, "1", "2")));
        assertThat(out.toString()).contains("refused (line 2: ref_id " + prefix + "1 already belongs to");

        run(file("nameless.csv", HEADER, row(2, "1", "2").replace(prefix + "2", "")));
        assertThat(out.toString()).endsWith("refused (line 2: ref_id is missing: add it, or pass --key)\n");
    }

    @Test
    void withoutAWaitItSaysThatVerdictsAreNotAskedFor() {
        assertThat(run(file("trades.csv", HEADER, row(1, "1", "1")), "--wait", "0"))
                .isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString())
                .isEqualTo("1 record: 0 applied, 1 not decided yet (line 2: outcomes not requested (--wait 0))\n");
    }

    @Test
    void theElementsOfAnArrayAreCalledRecords() {
        run(file("trades.json", "[", record(1), ",", "null", "]"));

        assertThat(out.toString())
                .isEqualTo("2 records: 1 applied, 1 refused (record 2: the record is null, not an object)\n");
    }

    @Test
    void aRejectedTradeIsNotCountedAsARepeatWhenItIsImportedAgain() {
        Path file = file("trades.csv", HEADER, row(1, "2", "5"));
        run(file);

        assertThat(run(file)).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);

        assertThat(out.toString().lines().toList().getLast())
                .startsWith("1 record: 0 applied, 1 rejected (line 2: 5 to sell, 0 held at that time)");
    }

    @Test
    void tradesWithStatusFailedAreTakenAsAsked() {
        assertThat(run(file("trades.csv", HEADER, row(1, "1", "1").replace("success", "failed"))))
                .isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualTo("1 record: 0 applied, 1 recorded with status failed\n");
    }

    @Test
    void whatIsNotDecidedWithinTheWaitIsReported() {
        int exit = runWithoutWorker(file("trades.csv", HEADER, row(1, "1", "1")), "--wait", "1");

        assertThat(exit).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString()).startsWith("1 record: 0 applied, 1 not decided yet (line 2: accepted,");
        catchUp();
    }

    /** Far lines travel in different slices; in the second run, and in one request, each is a repeat all the same. */
    @Test
    void aKeyAndALineAreTheSameTradeInWhicheverSliceItTravels() {
        String row = "%s,%s,1,stock,MSFT,1,2,success".formatted(portfolio.user(), portfolio.id());
        String content = NAMELESS_HEADER + "\n" + row + "\n".repeat(1_500) + row + "\n\n" + row + "\n";
        TestLog.Mark mark = trades.mark();
        Path file = file("trades.csv", content);

        assertThat(run(file, "--key", prefix)).isEqualTo(ExitCode.DONE);
        assertThat(run(file, "--key", prefix)).isEqualTo(ExitCode.DONE);
        String whole = caller().send(
                        "POST",
                        "/api/v1/trade/bulk/",
                        BodyPublishers.ofString(content),
                        "Content-Type",
                        "text/csv",
                        "Idempotency-Key",
                        prefix)
                .text();

        assertThat(out.toString()).isEqualTo("3 records: 3 applied\n3 records: 0 applied, 3 repeated\n");
        assertThat(whole).contains("\"records\":3,\"accepted\":0,\"repeated\":3");
        assertThat(trades.since(mark)).hasSize(3);
    }

    @Test
    void compressedFilesAreUnpacked() throws IOException {
        Path file = folder.resolve("trades.csv.gz");
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(file))) {
            packed.write((HEADER + "\n" + row(1, "1", "1")).getBytes(StandardCharsets.UTF_8));
        }

        assertThat(run(file)).isEqualTo(ExitCode.DONE);
        assertThat(out.toString()).isEqualTo("1 record: 1 applied\n");
    }

    @Test
    void aCompressedFileThatIsDamagedIsReportedWithWhatWasReadOfIt() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write((HEADER + "\n" + row(1, "1", "1") + "\n").getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = packed.toByteArray();
        Path file = folder.resolve("trades.csv.gz");

        Files.write(file, Arrays.copyOf(whole, whole.length - 4));
        assertThat(run(file)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .isEqualTo("Nothing was read from line 3 on. The gzip file ends too early\n1 record: 1 applied\n");

        packed.writeBytes("more".getBytes(StandardCharsets.UTF_8));
        Files.write(file, packed.toByteArray());
        assertThat(run(file)).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString()).contains("The gzip file is damaged: other bytes follow its end");

        Files.write(file, Arrays.copyOf(whole, whole.length + 512));
        assertThat(run(file)).isEqualTo(ExitCode.DONE);

        Files.write(file, Arrays.copyOf(whole, 5));
        assertThat(run(file)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).isEqualTo("trakkit: The gzip file ends too early\n");
    }

    @Test
    void aDelimiterThatIsNoneIsWrongUsage() {
        assertThat(runWithoutWorker(file("trades.csv", HEADER), "--delimiter", "ab"))
                .isEqualTo(ExitCode.WRONG_USAGE);
    }

    @Test
    void whatIsWrongWithTheFileIsSaidInWords() {
        assertThat(message("trades.xml", "<trades/>"))
                .contains("Unknown file type .xml; known: .ndjson, ", "say --format");
        assertThat(message("trades.xlsx", "PK\u0003\u0004docProps/app.xml"))
                .isEqualTo("trakkit: The file is an Excel workbook; save it as CSV\n");
        assertThat(message("trades.zip", "PK\u0003\u0004trades.csv"))
                .isEqualTo("trakkit: The file is a ZIP archive: unpack it\n");
        assertThat(message("trades.ndjson", HEADER)).isEqualTo("trakkit: The file looks like CSV; say --format csv\n");
        assertThat(message("trades.csv", "[]"))
                .isEqualTo("trakkit: The file is JSON, not CSV; say --format json, or with one object per line"
                        + " --format ndjson\n");
        assertThat(message("trades.json", record(1))).endsWith("one object per line, say --format ndjson\n");
        assertThat(message("trades.csv", HEADER.replace("user_id,", "")))
                .isEqualTo("trakkit: Say --user, or add the column user_id\n");
    }

    @Test
    void optionsThatMakeNoSenseAreNamed() {
        Path file = file("trades.csv", HEADER);

        assertWrong("--show must be 0 or more, not -1", file, "--show", "-1");
        Path nowhere = folder.resolve("absent").resolve("errors");
        assertWrong("Cannot write --errors " + nowhere + ": no such folder", file, "--errors", nowhere.toString());
        assertWrong("Cannot write --errors " + folder + ": it is a folder", file, "--errors", folder.toString());
        assertWrong("--errors must not be the file of trades", file, "--errors", file.toString());
    }

    private void assertWrong(String message, Path file, String... options) {
        err.getBuffer().setLength(0);
        assertThat(runWithoutWorker(file, options)).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(err.toString()).isEqualTo("trakkit: " + message + "\n'./trakkit import --help' shows the usage\n");
    }

    private String message(String name, String content) {
        err.getBuffer().setLength(0);
        runWithoutWorker(file(name, content));
        return err.toString();
    }

    private static final String HEADER =
            "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,executed_at";

    private static final String NAMELESS_HEADER =
            "user_id,portfolio,trade_type,security_type,ticker,volume,amount,status";

    private String row(int number, String type, String volume) {
        return "%s%d,%s,%s,%s,stock,MSFT,%s,5,success,2024-05-01T10:00:00Z"
                .formatted(prefix, number, portfolio.user(), portfolio.id(), type, volume);
    }

    /** Imports while a worker applies what is written. */
    private int run(Path file, String... options) {
        TestLog.Mark mark = trades.mark();
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> runWithoutWorker(file, options), Thread::startVirtualThread);
        Set<LogPosition> applied = new HashSet<>();
        while (!exit.isDone()) {
            trades.since(mark).stream()
                    .filter(written -> applied.add(written.position()))
                    .forEach(written -> worker.apply(written.event(), written.position()));
        }
        return exit.join();
    }

    private int runWithoutWorker(Path file, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("import", file.toString(), "--url", "http://127.0.0.1:" + port));
        arguments.addAll(List.of(options));
        return trakkit(arguments.toArray(String[]::new));
    }

    private int trakkit(String... arguments) {
        return Trakkit.program().run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
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
