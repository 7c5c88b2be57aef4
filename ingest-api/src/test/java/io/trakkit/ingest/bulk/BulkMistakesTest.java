package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a record is said in its line and harms no other. */
class BulkMistakesTest extends BulkTest {

    @Test
    void aBadLineHarmsNoOther() {
        TestLog.Mark mark = trades.mark();
        List<String> lines = List.of(
                record(1),
                "{\"ref_id\": ",
                record(3).replace("\"volume\": 10", "\"volume\": -1").replace("\"amount\": 100", "\"amount\": \"x\""),
                "[1, 2]",
                record(5) + " " + record(55),
                record(6).replace("\"user_id\"", "\"userid\""),
                "{\"a\":".repeat(40) + "1" + "}".repeat(40),
                record(8).replace("{", "{\"volume\": 1, "),
                "nonsense",
                record(10));

        Results results = results(NDJSON, String.join("\n", lines));

        assertThat(results.brief())
                .containsExactly(
                        "1 202", "2 400", "3 400", "4 400", "5 400", "6 400", "7 400", "8 400", "9 400", "10 202");
        assertThat(results.errors(2))
                .singleElement()
                .asString()
                .contains("is invalid JSON at column ", "it ends too early");
        assertThat(results.errors(3))
                .containsExactly(
                        "/volume is -1; a sell has trade_type 2 and a positive volume",
                        "/amount must be a decimal number, not \"x\"");
        assertThat(results.line(3).path("ref_id").asString()).isEqualTo(ref(3));
        assertThat(results.errors(4)).singleElement().asString().contains("an array, not an object");
        assertThat(results.errors(5)).singleElement().asString().contains("text after the end of the JSON value");
        assertThat(results.errors(6)).containsExactly("/user_id is missing", "/userid is not a known field");
        assertThat(results.errors(7)).singleElement().asString().contains("levels deep");
        assertThat(results.errors(8)).singleElement().asString().contains("appears twice");
        assertThat(results.numbers()).containsExactly(10, 2, 0, 8, 0);
        assertThat(results.complete()).isTrue();
        assertThat(trades.since(mark)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/csv", "application/json"})
    void anAnswerThatTheCallerExcludesIsRefusedBeforeAnythingIsTaken(String accept) {
        TestLog.Mark mark = trades.mark();

        HttpAnswer answer = post(NDJSON, record(1), "Accept", accept);

        assertThat(answer.status()).isEqualTo(406);
        assertThat(answer.text()).contains("application/x-ndjson");
        assertThat(trades.since(mark)).isEmpty();
        assertThat(post(NDJSON, record(2), "Accept", "*/*").status()).isEqualTo(200);
    }

    @Test
    void aRecordIsCheckedAsASinglePostIs() {
        String wrong =
                record(1).replace("\"GODREJIND\"", "\"-\"").replace("\"volume\": 10", "\"volume\": 1e2000000000");

        HttpAnswer single = caller().post("/api/v1/trade/", wrong);
        Results bulk = results(NDJSON, wrong);

        assertThat(bulk.line(1).path("errors")).isEqualTo(single.json().path("errors"));
    }

    @Test
    void aNumberWhoseExponentIsNoIntSpoilsItsLineOnly() {
        String wrong = record(2).replace("\"volume\": 10", "\"volume\": 1e99999999999");

        assertThat(results(NDJSON, record(1) + "\n" + wrong + "\n" + record(3)).brief())
                .containsExactly("1 202", "2 400", "3 202");
        assertThat(caller().post("/api/v1/trade/", wrong).status()).isEqualTo(400);
    }

    @Test
    void bytesThatAreNoUtf8SpoilTheirLineOnly() {
        byte[] bad = {'"', (byte) 0xc3, '(', '"'};

        assertThat(results(NDJSON, joined(record(1) + "\n{\"ref_id\": ", bad, "}\n" + record(3)))
                        .brief())
                .containsExactly("1 202", "2 400", "3 202");
        assertThat(results(JSON, joined("[" + record(4) + ", {\"ref_id\": ", bad, "}, " + record(6) + "]"))
                        .brief())
                .containsExactly("1 202", "2 400", "3 202");
        assertThat(results(CSV, joined(HEADER + "\n" + row(7) + "\n", bad, "\n" + row(9)))
                        .brief())
                .containsExactly("2 202", "3 400", "4 202");
    }

    @Test
    void aRecordThatIsTooLongIsPassedOver() {
        String tooLong = record(2).replace("GODREJIND", "A".repeat(70_000));
        String muchTooLong = record(3).replace("GODREJIND", "\\\"{[A".repeat(100_000));

        List<String> ndjson = List.of(record(1), tooLong, muchTooLong, record(4));
        assertThat(results(NDJSON, String.join("\n", ndjson)).brief())
                .containsExactly("1 202", "2 413", "3 413", "4 202");
        List<String> array = List.of(record(5), tooLong, muchTooLong, record(6));
        assertThat(results(JSON, "[" + String.join(",", array) + "]").brief())
                .containsExactly("1 202", "2 413", "3 413", "4 202");
        List<String> csv = List.of(HEADER, row(7), row(8).replace("GODREJIND", "A".repeat(200_000)), row(9));
        assertThat(results(CSV, String.join("\n", csv)).brief()).containsExactly("2 202", "3 413", "4 202");
    }

    @Test
    void aRecordMayBeAsLongAsASinglePost() {
        String blank =
                record(1).replace("{", "{" + " ".repeat(65_536 - record(1).length()));

        assertThat(results(NDJSON, blank + "\r\n" + record(2)).brief()).containsExactly("1 202", "2 202");
    }

    @Test
    void aMistakeInATableSpoilsItsLineOnly() {
        String csv = String.join(
                "\n",
                HEADER,
                row(2),
                row(3) + ",more",
                "only,three,cells",
                row(5).replace("GODREJIND", "\"GODREJIND"),
                row(6).replace("GODREJIND", "\"GODREJ\"IND"),
                row(7).replace(",1,stock", ",one,stock"),
                row(8).replace(",10,", ",,"),
                row(9));

        Results results = results(CSV, csv);

        assertThat(results.brief())
                .containsExactly("2 202", "3 400", "4 400", "5 400", "6 400", "7 400", "8 400", "9 202");
        assertThat(results.errors(3)).containsExactly("the line has 10 cells, the header has 9");
        assertThat(results.errors(5)).singleElement().asString().contains("quote");
        assertThat(results.errors(7))
                .singleElement()
                .asString()
                .startsWith("/trade_type must be 1 (buy) or 2 (sell), not ");
        assertThat(results.errors(8)).containsExactly("/volume is missing");
    }

    @Test
    void anArrayIsReadUpToWhereItsFormBreaks() {
        TestLog.Mark mark = trades.mark();

        Results noComma = results(JSON, "[" + record(1) + " " + record(2) + "]");
        Results truncated = results(JSON, "[" + record(3) + "," + record(4).substring(0, 20));
        Results open = results(JSON, "[" + record(5));
        Results garbage = results(JSON, "[" + record(6) + "] []");
        Results lastComma = results(JSON, "[" + record(7) + ",]");

        assertThat(noComma.brief()).containsExactly("1 202", "2 400");
        assertThat(noComma.errors(2)).containsExactly("The array is broken: a comma or ] was expected");
        assertThat(noComma.numbers()).containsExactly(1, 1, 0, 0, 0);
        assertThat(noComma.complete()).isFalse();
        assertThat(truncated.brief()).containsExactly("1 202", "2 400");
        assertThat(truncated.errors(2)).containsExactly("The array is broken: the text ends too early");
        assertThat(open.brief()).containsExactly("1 202", "2 400");
        assertThat(garbage.errors(2)).containsExactly("The array is broken: there is more after the end of the array");
        assertThat(lastComma.errors(2)).containsExactly("The array is broken: a JSON value was expected");
        assertThat(trades.since(mark)).hasSize(5);
    }

    @Test
    void elementsThatAreNoObjectsAreRefusedByThemselves() {
        Results results = results(JSON, "[null, 1, \"a\", [], {}, " + record(6) + ", {\"a\": tru}, true ]");

        assertThat(results.brief())
                .containsExactly("1 400", "2 400", "3 400", "4 400", "5 400", "6 202", "7 400", "8 400");
    }

    @Test
    void aPortfolioThatIsNotTheUsersIsRefused() {
        String other = record(2).replace(portfolio.user().value(), "somebody-else");
        String missing = record(3).replace("\"portfolio\": " + portfolio.id(), "\"portfolio\": 999999999");

        Results results = results(NDJSON, String.join("\n", record(1), other, missing, missing, record(5)));

        assertThat(results.brief()).containsExactly("1 202", "2 400", "3 400", "4 400", "5 202");
        assertThat(results.errors(2)).isEqualTo(results.errors(3));
        assertThat(results.errors(3)).containsExactly("/portfolio does not exist or does not belong to this user");
    }

    private static byte[] joined(String before, byte[] between, String after) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        joined.writeBytes(between);
        joined.writeBytes(after.getBytes(StandardCharsets.UTF_8));
        return joined.toByteArray();
    }
}
