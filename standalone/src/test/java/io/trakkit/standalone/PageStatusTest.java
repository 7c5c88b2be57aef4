package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.browser.Browser.Theme;
import io.trakkit.standalone.embedded.EmbeddedDatabase;
import io.trakkit.testing.HttpAnswer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What operators see while something is held up. On a server of its own, which warns soon. */
class PageStatusTest extends OwnServerBrowserTest {

    private static final int RECORDS = 40_000;

    PageStatusTest() throws IOException {
        super("--trakkit.status.warn-after=2s", "--trakkit.status.stalled-after=20s");
    }

    private Connection transaction() throws SQLException {
        EmbeddedDatabase database = server.servers().database();
        Connection connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        connection.setAutoCommit(false);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void aPartitionThatIsHeldUpIsLateThenStalledThenWell() throws SQLException {
        browser.open("/operations");
        browser.awaitText("All is well");
        try (Connection other = transaction()) {
            execute(other, "SELECT 1 FROM summaries WHERE ticker = '" + samples.ticker() + "' FOR UPDATE");
            HttpAnswer posted =
                    http.post("/api/v1/trade/", """
                    {"ref_id": "held-up", "user_id": "%s", "portfolio": %d, "trade_type": 1, "security_type": "stock", "ticker": "%s",
                     "volume": "1", "amount": "100", "status": "success", "executed_at": "2026-06-05T10:00:00Z"}""".formatted(samples.user(), samples.portfolio(), samples.ticker()));
            assertThat(posted.status()).isEqualTo(202);

            browser.awaitText("Something needs a look");
            assertThat(browser.textOf(".verdict")).contains(" is behind: 1 record waits, the oldest for ");
            assertThat(lights()).containsOnlyOnce("! WARN").doesNotContain("✕ STALLED");
            pictured("operations-warn");

            browser.awaitText("Something stands still");
            assertThat(browser.textOf(".verdict"))
                    .contains(" is stalled: 1 record waits, and none has been applied since ");
            assertThat(lights())
                    .filteredOn(light -> light.startsWith("✕ STALLED since "))
                    .hasSize(1);
            // In the viewer's time zone and format, as all times of the page are.
            assertThat(browser.textOf(".verdict")).doesNotContainPattern("[0-9]T[0-9]{2}:");
            pictured("operations-stalled");
            other.rollback();
        }
        browser.awaitText("All is well");
        assertThat(lights()).allMatch("✓ OK"::equals);
    }

    private void pictured(String name) {
        for (Theme theme : Theme.values()) {
            browser.prefer(theme);
            assertThat(browser.barriers()).as("%s %s", name, theme).isEmpty();
            browser.screenshot(
                    Path.of("target", "images", name + '-' + theme.name().toLowerCase(Locale.ROOT) + ".png"));
        }
        browser.resize(PHONE);
        assertThat(browser.cutOff()).isEmpty();
        browser.resize(DESK);
    }

    /** The states of the partitions. */
    private List<String> lights() {
        Object found = browser.run("""
                const table = [...document.querySelectorAll('table')].find((one) => one.caption.textContent === 'Partitions');
                return [...table.querySelectorAll('.light')].map((light) => light.innerText.replace(/\\s+/g, ' '));
                """);
        return found instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Test
    void aRunningReplayHasItsRateAndTheTimeThatIsLeft() throws SQLException {
        fill();
        browser.open("/operations/replays");
        browser.awaitText("Generations of the read model");
        try (Connection other = transaction()) {
            patiently().until(() -> isHeld(other));
            browser.reload();
            browser.awaitText("Now: reading the log, ");
            browser.awaitText(" a second, about ");
            assertThat(browser.textOf(".replay")).contains(" left.", "running", "Cancel");
            assertThat(browser.text()).contains("A replay runs");
            pictured("replay-running");
            other.rollback();
        }
        browser.awaitText("No drift: ");
    }

    private void fill() {
        String lines = IntStream.range(0, RECORDS).mapToObj(this::line).collect(Collectors.joining("\n"));
        assertThat(http.send(
                                "POST",
                                "/api/v1/trade/bulk/",
                                BodyPublishers.ofString(lines),
                                "Content-Type",
                                "application/x-ndjson")
                        .status())
                .isEqualTo(200);
        patiently().until(() -> status().required("lag_records").asLong() == 0);
    }

    private String line(int number) {
        return """
                {"ref_id": "fill-%d", "user_id": "%s", "portfolio": %d, "trade_type": 1, "security_type": "stock", "ticker": "F%d", \
                "volume": 1, "amount": 10, "status": "success", "executed_at": "2026-11-02T10:00:00Z"}""".formatted(number, samples.user(), samples.portfolio(), number % 100);
    }

    private JsonNode status() {
        return http.get("/api/v1/ops/status/").json();
    }

    /** Starts a replay, and holds it up while it reads the log; false if it was faster. */
    private boolean isHeld(Connection other) throws SQLException {
        HttpAnswer started = http.post("/api/v1/ops/replay/", "{\"command\": \"verify\", \"requested_by\": \"ada\"}");
        if (started.status() >= 300) {
            return false;
        }
        long id = started.json().required("id").asLong();
        JsonNode replay = replay(id);
        while (replay.required("state").asString().equals("running")) {
            if (isReading(replay)) {
                execute(other, "LOCK TABLE events IN SHARE ROW EXCLUSIVE MODE");
                if (isReading(replay(id))) {
                    return true;
                }
                other.rollback();
            }
            replay = replay(id);
        }
        return false;
    }

    private JsonNode replay(long id) {
        return http.get("/api/v1/ops/replay/" + id + "/").json();
    }

    private static boolean isReading(JsonNode replay) {
        JsonNode progress = replay.path("progress");
        long read = progress.path("read").asLong(0);
        return progress.path("phase").asString("").equals("reading the log")
                && read > 0
                && read < progress.path("of").asLong(0)
                && progress.has("seconds_left");
    }
}
