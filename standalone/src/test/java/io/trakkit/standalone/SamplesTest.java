package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.demo.Demo;
import io.trakkit.standalone.embedded.EmbeddedDatabase;
import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Http;
import io.trakkit.testing.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Ten years of real prices on their way through all of the system. What must come of them has been worked out by
 * PostgreSQL, in one statement over the requests, which shares no line with our fold.
 */
@ExtendWith(SharedServer.class)
class SamplesTest {

    private static final Path SAMPLES = Path.of("..", "samples");

    @Test
    void theSystemComesToTheSameNumbersAsPlainSqlAndASecondRunChangesNothing(Server server)
            throws IOException, SQLException {
        List<String> expected = Files.readAllLines(SAMPLES.resolve("expected.csv"));
        assertThat(inSql(server.servers().database())).isEqualTo(expected.subList(1, expected.size()));

        String tables = runDemo(server);

        assertThat(summaries(new Http(server.address()))).isEqualTo(expected.subList(1, expected.size()));
        assertThat(tables).contains("MSFT      489.2744    24.12  11799.86      0.00   28.80   2291.24");
        assertThat(runDemo(server)).isEqualTo(tables);
        assertThat(summaries(new Http(server.address()))).isEqualTo(expected.subList(1, expected.size()));
    }

    private static String runDemo(Server server) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        new Demo(server.address(), new PrintStream(out, true, StandardCharsets.UTF_8), nowhere, false, () -> {}).run();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Each position as a line of expected.csv. */
    private static List<String> summaries(Http http) {
        List<String> lines = new ArrayList<>();
        lines.addAll(summaries(http, "ada-savings", "ada", "Savings%20plan"));
        lines.addAll(summaries(http, "ada-trading", "ada", "Trading"));
        lines.addAll(summaries(http, "grace-pension", "grace", "Pension"));
        return lines;
    }

    private static List<String> summaries(Http http, String sample, String user, String name) {
        long id = http.get("/api/v1/portfolio/?user_id=" + user + "&name=" + name)
                .json()
                .at("/results/0/id")
                .asLong();
        return http
                .get("/api/v1/portfolio-summary/?include_closed=true&page_size=100&portfolio_id=" + id)
                .json()
                .required("results")
                .values()
                .stream()
                .map(summary -> String.join(
                        ",",
                        sample,
                        summary.required("ticker").asString(),
                        plain(summary.required("volume").decimalValue()),
                        summary.required("cost").asString(),
                        summary.required("realised_return").asString(),
                        summary.required("average_amount").asString(),
                        count(http, id, summary, "applied"),
                        count(http, id, summary, "rejected"),
                        count(http, id, summary, "failed")))
                .toList();
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static String count(Http http, long portfolio, JsonNode summary, String state) {
        String ticker = summary.required("ticker").asString();
        return http.get("/api/v1/trade/?portfolio_id=%d&ticker=%s&state=%s".formatted(portfolio, ticker, state))
                .json()
                .required("count")
                .asString();
    }

    private static List<String> inSql(EmbeddedDatabase database) throws IOException, SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TEMP TABLE sample_requests"
                    + " (line integer GENERATED ALWAYS AS IDENTITY, request jsonb)");
            insertRequests(connection);
            try (ResultSet rows = statement.executeQuery(Files.readString(SAMPLES.resolve("expected.sql")))) {
                while (rows.next()) {
                    lines.add(line(rows));
                }
            }
        }
        return lines;
    }

    private static void insertRequests(Connection connection) throws IOException, SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO sample_requests (request) VALUES (?::jsonb)")) {
            for (String request : Files.readAllLines(SAMPLES.resolve("requests.ndjson"))) {
                insert.setString(1, request);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static String line(ResultSet row) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int column = 1; column <= row.getMetaData().getColumnCount(); column++) {
            columns.add(row.getString(column));
        }
        return String.join(",", columns);
    }

    @Test
    void theGeneratorWritesTheSameBytes(@TempDir Path target) throws IOException {
        Process generator = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        SAMPLES.resolve("Generate.java").toString(),
                        SAMPLES.toString(),
                        target.toString())
                .inheritIO()
                .start();

        assertThat(ExitStatus.of(generator, Waiting.LIMIT)).isZero();
        for (String file : List.of("portfolios.json", "requests.ndjson")) {
            assertThat(target.resolve(file)).hasSameBinaryContentAs(SAMPLES.resolve(file));
        }
    }
}
