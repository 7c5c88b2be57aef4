package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Waiting;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.util.FileSystemUtils;
import tools.jackson.databind.JsonNode;

/** {@code up --auth} and the commands for clients and keys, in the order in which a person would give them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpWithAuthTest {

    private static final String USUAL_ADDRESS = "http://127.0.0.1:8080";

    private final Path folder;
    private final Path adminKey;
    private final StandaloneProcess process;
    private final Http http;
    private String clientKey = "";
    private long portfolio;

    private record Printed(int exitCode, String out, String err) {}

    UpWithAuthTest() throws IOException {
        folder = Files.createTempDirectory("trakkit-test-");
        adminKey = folder.resolve(".trakkit").resolve("admin.key");
        process = StandaloneProcess.start(
                "up",
                "--auth",
                "--port",
                "0",
                "--data",
                folder.resolve(".trakkit").toString());
        http = new Http(process.awaitReady());
    }

    /** The lines of README.md as they stand, but for the address, since the usual port may be taken. */
    @BeforeAll
    void followReadme() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String section = readme.substring(readme.indexOf("## Clients and keys"));
        int from = section.indexOf("```bash\n") + "```bash\n".length();
        String lines = section.substring(from, section.indexOf("```", from));
        assertThat(lines.lines()).hasSize(5);
        Path program = Files.writeString(folder.resolve("trakkit"), """
                #!/bin/sh
                exec '%s' -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        Standalone.class.getName()));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        String address = http.address().toString();
        ProcessBuilder shell = new ProcessBuilder("bash", "-euc", lines.replace(USUAL_ADDRESS, address))
                .directory(folder.toFile())
                .redirectErrorStream(true);
        shell.environment().put("TRAKKIT_OPS_URL", address);
        shell.environment().remove("TRAKKIT_KEY");
        Process process = shell.start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ExitStatus.of(process, Waiting.LIMIT)).as(printed).isZero();
        assertThat(printed)
                .contains("Client acme is created.", "./trakkit keys create --client acme")
                .contains("\"ref_id\":\"a-1\"")
                .doesNotContain("urn:trakkit:problem");

        Printed key = run("keys", "create", "--client", "acme", "--scope", "read,write", "--label", "the app");
        assertThat(key.exitCode()).as(key.err()).isZero();
        clientKey = key.out().strip();
        assertThat(ApiKey.parse(clientKey)).isPresent();
        assertThat(key.err())
                .isEqualTo("Key " + idOf(clientKey) + " of client acme is created. It is shown this once only.\n");
    }

    @AfterAll
    void stop() throws IOException {
        process.close();
        FileSystemUtils.deleteRecursively(folder);
    }

    @Test
    @Order(1)
    void theFirstStartGivesTheOwnerAKeyOfAnAdministrator() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(adminKey)))
                .isEqualTo("rw-------");
        assertThat(ApiKey.parse(Files.readString(adminKey).strip())).isPresent();
    }

    @Test
    @Order(2)
    void withoutAKeyACommandSaysHowToGiveOne() {
        Printed printed = runWithoutKey("clients", "list");
        assertThat(printed.exitCode()).isEqualTo(1);
        assertThat(printed.err())
                .isEqualTo(
                        "trakkit: " + http.address()
                                + " needs a key: set TRAKKIT_KEY_FILE to a file of mode 600 that holds it, or set TRAKKIT_KEY\n");
        assertThat(http.get("/api/v1/portfolio/").status()).isEqualTo(401);
    }

    @Test
    @Order(3)
    void whoFollowsReadmeHasAFirstTradeAndAFileWithTheKeyThatNobodyElseReads() throws IOException {
        Path header = folder.resolve("acme.header");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(header)))
                .isEqualTo("rw-------");
        String line = Files.readString(header).strip();
        assertThat(line).startsWith("Authorization: Bearer trk_");
        String[] ofReadme = line.split(": ", 2);
        patiently()
                .until(() ->
                        http.get("/api/v1/trade/a-1", ofReadme).text("state").equals("applied"));
        portfolio =
                http.get("/api/v1/trade/a-1", bearer()).json().get("portfolio").asLong();
        assertThat(http.get("/api/v1/portfolio/" + portfolio, bearer()).text("name"))
                .isEqualTo("main");
    }

    @Test
    @Order(4)
    void aKeyOfThePlatformImportsForAClientThatItNames() throws IOException {
        Path trades = Files.writeString(folder.resolve("trades.ndjson"), trade("second") + "\n");

        Printed unnamed = run("import", trades.toString());
        assertThat(unnamed.exitCode()).isEqualTo(1);
        assertThat(unnamed.err())
                .isEqualTo("trakkit: The key does not have the scope write: use a key that has it; with a key of the"
                        + " platform, name the client with --client\n");

        Printed named = run("import", trades.toString(), "--client", "acme");
        assertThat(named.exitCode()).as(named.err()).isZero();
        assertThat(named.out()).isEqualTo("1 record: 1 applied\n");
    }

    @Test
    @Order(4)
    void metricsAreForThePlatformHoweverThePathIsWritten() throws IOException {
        String admin = "Bearer " + Files.readString(adminKey).strip();
        assertThat(http.get("/actuator/prometheus", "Authorization", admin).status())
                .isEqualTo(200);
        for (String path : List.of("/actuator/prometheus", "/%61ctuator/prometheus", "/actuator/%70rometheus")) {
            assertThat(http.get(path, bearer()).status()).as(path).isEqualTo(403);
        }
    }

    /** The reason of an alarm can quote a record of any client. */
    @Test
    @Order(4)
    void healthNeedsNoKeyAndShowsItsDetailsToOperatorsOnly() throws IOException {
        String admin = "Bearer " + Files.readString(adminKey).strip();
        for (String path : List.of("/actuator/health", "/actuator/health/readiness", "/actuator/health/db")) {
            for (HttpAnswer answer : List.of(http.get(path), http.get(path, bearer()))) {
                assertThat(answer.status()).as(path).isEqualTo(200);
                assertThat(answer.text()).as(path).contains("\"status\":\"UP\"").doesNotContain("details");
            }
            assertThat(http.get(path, "Authorization", admin).text()).as(path).contains("\"details\"");
        }
    }

    @Test
    @Order(5)
    void theCommandsOfOperatorsTakeTheKeyToo() {
        assertThat(run("dead-letters", "list").out()).isEqualTo("No dead letters found.\n");
        assertThat(run("replay", "status").exitCode()).isZero();
        Printed refused = runWith(keyFile("client.key", clientKey), "dead-letters", "list");
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo("trakkit: The key does not have the scope ops: use a key that has it; './trakkit keys create"
                        + " --scope ops' makes one\n");
    }

    @Test
    @Order(6)
    void theKeyMayComeFromTheEnvironment() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Trakkit.class.getName(),
                "clients",
                "list",
                "--json",
                "--url",
                http.address().toString());
        builder.environment().put("TRAKKIT_KEY", Files.readString(adminKey).strip());
        Process listing = builder.redirectErrorStream(true).start();
        String output = new String(listing.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(ExitStatus.of(listing, Waiting.LIMIT)).as(output).isZero();
        assertThat(output).contains("\"acme\"");
    }

    @Test
    @Order(7)
    void clientsAreListedAndShown() {
        assertThat(run("clients", "list").out())
                .containsPattern("(?m)^ID +NAME +CURRENCY +STATE +CREATED AT$")
                .containsPattern("(?m)^acme +Acme Wealth +USD +active +20[0-9T:-]+Z$");
        assertThat(run("clients", "show", "acme").out())
                .containsPattern("(?m)^name +Acme Wealth$")
                .containsPattern("(?m)^requests per second +500$");
        assertThat(run("clients", "create", "beta", "--name", "Beta", "--currency", "EUR")
                        .exitCode())
                .isZero();
        assertThat(run("clients", "list").out()).containsPattern("(?m)^beta +Beta +EUR +active");
        Printed absent = run("clients", "show", "nobody");
        assertThat(absent.exitCode()).isEqualTo(1);
        assertThat(absent.err()).contains("nobody");
        assertThat(run("clients", "show", "A/B").exitCode()).isEqualTo(2);
    }

    @Test
    @Order(8)
    void limitsAreChangedOneByOne() {
        assertThat(run("clients", "limits", "acme", "--requests-per-second", "700")
                        .out())
                .containsPattern("(?m)^requests per second +700$")
                .containsPattern("(?m)^portfolios +100,000$");
        assertThat(json("clients", "limits", "acme", "--json")
                        .at("/limits/requests_per_second")
                        .asInt())
                .isEqualTo(700);
        Printed wrong = run("clients", "limits", "acme", "--burst", "0");
        assertThat(wrong.exitCode()).isEqualTo(2);
        assertThat(wrong.err()).contains("burst", "not 0");
    }

    @Test
    @Order(8)
    void theNameAndTheOriginsAreChanged() {
        assertThat(run("clients", "update", "acme", "--name", "Acme SE", "--origin", "https://a.example")
                        .out())
                .containsPattern("(?m)^name +Acme SE$")
                .containsPattern("(?m)^origins +https://a.example$");
        assertThat(run("clients", "update", "acme", "--no-origins").out())
                .containsPattern("(?m)^name +Acme SE$")
                .doesNotContain("origins");
        assertThat(run("clients", "update", "acme", "--name", "Acme Wealth").exitCode())
                .isZero();
        Printed nothing = run("clients", "update", "acme");
        assertThat(nothing.exitCode()).isEqualTo(2);
        assertThat(nothing.err()).contains("Give --name, --origin or --no-origins");
        assertThat(run("clients", "update", "acme", "--origin", "a.example").exitCode())
                .isEqualTo(2);
    }

    @Test
    @Order(9)
    void aSuspendedClientIsRefusedUntilItIsResumed() {
        assertThat(run("clients", "suspend", "acme").out()).startsWith("Client acme is suspended");
        patiently().until(() -> http.get("/api/v1/portfolio/", bearer()).status() == 403);
        assertThat(run("clients", "resume", "acme").out()).startsWith("Client acme is active");
        patiently().until(() -> http.get("/api/v1/portfolio/", bearer()).status() == 200);
    }

    @Test
    @Order(10)
    void aRevokedKeyIsRefused() {
        assertThat(run("keys", "list", "--client", "acme").out())
                .containsPattern("(?m)^" + idOf(clientKey) + " +read,write +the app +live ");
        assertThat(run("keys", "revoke", idOf(clientKey)).out()).startsWith("Key " + idOf(clientKey) + " is revoked");
        patiently().until(() -> http.get("/api/v1/portfolio/", bearer()).status() == 401);
        assertThat(run("keys", "list", "--client", "acme").out()).contains(" revoked 20");
        assertThat(runWith(keyFile("client.key", clientKey), "dead-letters", "list")
                        .err())
                .startsWith("trakkit: The API key was revoked. It comes from the file ");
    }

    @Test
    @Order(11)
    void theLastKeyOfAnAdministratorIsNotRevokedByMistake() throws IOException {
        Printed refused = run("keys", "revoke", idOf(Files.readString(adminKey)));
        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(run("keys", "list").out()).contains(" live ");
    }

    @Test
    @Order(12)
    void theAuditLogShowsWhoDidWhat() {
        assertThat(run("audit", "--client", "acme").out())
                .containsPattern("(?m)^AT +KEY +CLIENT +ADDRESS +ACTION +SUBJECT +OUTCOME +WRITTEN BY +DETAIL$")
                .contains(idOf(clientKey), "127.0.0.1");
    }

    @Test
    @Order(13)
    void noKeyIsPrinted() throws IOException {
        String admin = Files.readString(adminKey).strip();
        process.askToStop();
        assertThat(process.exitCode()).isZero();
        String output = String.join("\n", process.output());
        assertThat(output).contains("export TRAKKIT_KEY_FILE=" + adminKey.toRealPath());
        assertThat(output + process.errors()).doesNotContain(secretOf(admin)).doesNotContain(secretOf(clientKey));
    }

    @Test
    @Order(14)
    void aSecondStartCreatesNoOtherKeyAndSaysHowToGetOne() throws IOException {
        Path data = folder.resolve(".trakkit");
        Path kept = Files.move(adminKey, folder.resolve("kept.key"));
        try (StandaloneProcess again =
                StandaloneProcess.start("up", "--auth", "--port", "0", "--data", data.toString())) {
            Http there = new Http(again.awaitReady());

            assertThat(adminKey).doesNotExist();
            HttpAnswer keys = there.get(
                    "/api/v1/admin/keys/",
                    "Authorization",
                    "Bearer " + Files.readString(kept).strip());
            assertThat(keys.status()).isEqualTo(200);
            assertThat(keys.results("id")).containsExactly(idOf(Files.readString(kept)));
            again.askToStop();
            assertThat(again.exitCode()).isZero();
            assertThat(String.join("\n", again.output()))
                    .contains(
                            "Administrators have one, so none was created.",
                            "start without --auth and run\n  ./trakkit keys create --scope ops,admin");
        }
    }

    private String[] bearer(String... more) {
        List<String> headers = new ArrayList<>(List.of("Authorization", "Bearer " + clientKey));
        headers.addAll(List.of(more));
        return headers.toArray(String[]::new);
    }

    private String trade(String refId) {
        return "{\"ref_id\": \"%s\", \"user_id\": \"ada\", \"portfolio\": %d, \"trade_type\": 1, \"security_type\": \"stock\", \"ticker\": \"MSFT\", \"volume\": 10, \"amount\": 100, \"status\": \"success\"}"
                .formatted(refId, portfolio);
    }

    private static String idOf(String key) {
        return ApiKey.parse(key.strip()).orElseThrow().id().value();
    }

    private static String secretOf(String key) {
        return key.substring(key.lastIndexOf('_') + 1);
    }

    private Path keyFile(String name, String key) {
        try {
            Path file = Files.writeString(folder.resolve(name), key);
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode json(String... arguments) {
        return Json.strict().readTree(run(arguments).out());
    }

    private Printed run(String... arguments) {
        return runWith(adminKey, arguments);
    }

    private Printed runWith(Path key, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--key-file", key.toString()));
        return runWithoutKey(all.toArray(String[]::new));
    }

    private Printed runWithoutKey(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", http.address().toString()));
        int exitCode = Standalone.program()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), all.toArray(String[]::new));
        return new Printed(exitCode, out.toString(), err.toString());
    }
}
