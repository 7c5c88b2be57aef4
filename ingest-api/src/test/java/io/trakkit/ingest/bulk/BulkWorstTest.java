package io.trakkit.ingest.bulk;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.ingest.testing.Servers;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.store.portfolios.Portfolios;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The worst that a body can bring. Whatever it is, the records around it are taken, under their own lines. */
class BulkWorstTest extends BulkTest {

    /** Two, three and four bytes in UTF-8. */
    private static final String NAME = "Zoë 狐 \uD83E\uDD8A ";

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters = Metrics.globalRegistry;

    @Test
    void aNumberOfTenMegabytes() {
        String number = "9".repeat(10_000_000);
        String ndjson = record(2).replace("\"volume\": 10", "\"volume\": " + number);
        String element = record(5).replace("\"volume\": 10", "\"volume\": " + number);
        String row = row(8).replace(",10,", "," + number + ",");

        assertThat(results(NDJSON, String.join("\n", record(1), ndjson, record(3)))
                        .brief())
                .containsExactly("1 202", "2 413", "3 202");
        assertThat(results(JSON, "[" + String.join(",", record(4), element, number, record(6)) + "]")
                        .brief())
                .containsExactly("1 202", "2 413", "3 413", "4 202");
        assertThat(results(CSV, String.join("\n", HEADER, row(7), row, row(9))).brief())
                .containsExactly("2 202", "3 413", "4 202");
    }

    @Test
    void bracketsAHundredThousandDeep() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String deepWithinBounds = "{\"a\":".repeat(9_000) + "1" + "}".repeat(9_000);

        assertThat(results(NDJSON, String.join("\n", deep, deepWithinBounds, record(3)))
                        .brief())
                .containsExactly("1 413", "2 400", "3 202");
        assertThat(results(JSON, "[" + String.join(",", deep, deepWithinBounds, record(4)) + "]")
                        .brief())
                .containsExactly("1 413", "2 400", "3 202");
    }

    @Test
    void bracketsThatAreNeverClosed() {
        assertThat(results(JSON, "[" + record(1) + "," + "[".repeat(300_000)).brief())
                .containsExactly("1 202", "2 400");
        assertThat(results(NDJSON, "{".repeat(300_000) + "\n" + record(2)).brief())
                .containsExactly("1 413", "2 202");
        assertThat(results(JSON, "[{\"ref_id\": \"" + "a".repeat(300_000)).brief())
                .containsExactly("1 400");
    }

    @Test
    void bytesThatAreZero() {
        String within = "GOD\u0000REJ";
        assertThat(results(
                                NDJSON,
                                String.join(
                                        "\n", "\u0000", record(2).replace("GODREJIND", within), record(3) + "\u0000"))
                        .brief())
                .containsExactly("1 400", "2 400", "3 400");
        assertThat(results(JSON, "[\u0000," + record(4).replace("GODREJIND", within) + "," + record(5) + "]")
                        .brief())
                .containsExactly("1 400", "2 400", "3 202");
        assertThat(results(
                                CSV,
                                String.join(
                                        "\n", HEADER, "\u0000", row(6).replace("GODREJIND", within), row(7), "\u0000"))
                        .brief())
                .containsExactly("2 400", "3 400", "4 202", "5 400");
    }

    @Test
    void charactersOfManyBytesAcrossEveryBorder() {
        TestLog.Mark mark = trades.mark();
        UserId user = new UserId(NAME + UUID.randomUUID());
        Portfolio theirs = new Portfolios(Servers.database().jdbc())
                .insert(ClientId.DEFAULT, user, new PortfolioName("Savings"), Optional.empty(), false, Instant.EPOCH)
                .orElseThrow();
        int count = 3_000;
        String ndjson = IntStream.rangeClosed(1, count)
                .mapToObj(i -> trade(theirs, ref(i)).replace("\n", " "))
                .collect(Collectors.joining("\n"));
        String csv = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "%s,%s,%s,1,stock,GODREJIND,10,100,success".formatted(ref(i), user, theirs.id()))
                .collect(Collectors.joining("\n", HEADER + "\n", ""));

        assertThat(results(NDJSON, ndjson).numbers()).containsExactly(count, count, 0, 0, 0);
        assertThat(results(CSV, csv).numbers()).containsExactly(count, 0, count, 0, 0);

        assertThat(trades.since(mark))
                .hasSize(count)
                .allSatisfy(
                        written -> assertThat(written.created().trade().user()).isEqualTo(user));
    }

    @Test
    void aByteAtATime() {
        String body = "\uFEFF" + HEADER + "\r\n" + row(1).replace("GODREJIND", "\"god\r\nrej\"") + "\r\n" + row(2);
        try (BulkSocket caller = new BulkSocket(port, CSV)) {
            body.chars().forEach(c -> caller.send(Character.toString(c)));
            caller.end();
            assertThat(caller.rest())
                    .satisfiesExactly(
                            line -> assertThat(line).contains("\"line\":2,", "\"status\":400", "/ticker"),
                            line -> assertThat(line).contains("\"line\":4,", "\"status\":202"),
                            line -> assertThat(line).contains("\"records\":2", "\"complete\":true"));
        }
    }

    @Test
    void aTableWhoseLinesAndRecordsAreNotTheSame() {
        String csv = HEADER + "\r\n"
                + "\r\n"
                + row(3) + "\r\n"
                + row(4).replace("success", "\"success\r\n\r\n\"") + "\r\n"
                + row(7).replace("stock", "\"stock\"\"\n\"") + "\n"
                + row(9).replace(",1,stock", ",\"1\n,stock")
                + "\n"
                + row(11) + "\r\n"
                + row(12) + ",\r\n"
                + row(13);

        Results results = results(CSV, csv);

        // The third spans three lines, the one after it two; a quote that is never closed spoils its own line only.
        assertThat(results.brief())
                .containsExactly("3 202", "4 400", "7 400", "9 400", "10 400", "11 202", "12 400", "13 202");
    }

    @Test
    void nothingButTheBeginningOfSomething() {
        assertThat(results(CSV, HEADER + "\n\"").brief()).containsExactly("2 400");
        assertThat(results(NDJSON, "{").brief()).containsExactly("1 400");
        assertThat(results(NDJSON, "\uFEFF").brief()).isEmpty();
        assertThat(results(JSON, "[").complete()).isFalse();
        assertThat(results(JSON, "[,]").complete()).isFalse();
        assertThat(post(JSON, "\uFEFF").status()).isEqualTo(400);
        assertThat(post(CSV, "\"").status()).isEqualTo(400);
        assertThat(post(CSV, "\n\n").status()).isEqualTo(400);
    }

    /** What was handed to Kafka by then is in the log and nothing else is; the file posted again adds what is missing. */
    @Test
    void aCallerThatIsGoneInTheMidstOfItAll() {
        int count = 20_000;
        String file =
                IntStream.rangeClosed(1, count).mapToObj(i -> record(i) + "\n").collect(Collectors.joining());
        TestLog.Mark mark = trades.mark();
        try (BulkSocket caller = new BulkSocket(port, NDJSON)) {
            caller.send(file);
            patiently().until(() -> !trades.since(mark).isEmpty());
        }
        patiently()
                .until(() -> meters.get("trakkit.ingest.bulk.requests").gauge().value() == 0);

        Results again = results(NDJSON, file);

        assertThat(again.numbers().get(0)).isEqualTo(count);
        assertThat(again.numbers().get(1) + again.numbers().get(2)).isEqualTo(count);
        Map<String, Set<Fingerprint>> contents = trades.since(mark).stream()
                .map(TestLog.Written::created)
                .collect(Collectors.groupingBy(
                        event -> event.trade().refId().value(),
                        Collectors.mapping(event -> event.fingerprint(), Collectors.toSet())));
        assertThat(contents)
                .hasSize(count)
                .allSatisfy((_, fingerprints) -> assertThat(fingerprints).hasSize(1));
    }
}
