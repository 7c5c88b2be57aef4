package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.ingest.testing.TestLog;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What happens when trades are posted more than once. */
class BulkRepeatsTest extends BulkTest {

    @Test
    void toPostTheFileAgainChangesNothing() {
        String file = record(1) + "\n" + record(2);
        results(NDJSON, file);
        TestLog.Mark mark = trades.mark();

        Results again = results(NDJSON, file);

        assertThat(again.brief()).containsExactly("1 200", "2 200");
        assertThat(again.numbers()).containsExactly(2, 0, 2, 0, 0);
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void aRefIdWithOtherContentIsAConflict() {
        caller().post("/api/v1/trade/", record(1));
        results(NDJSON, record(2));

        Results results = results(
                NDJSON,
                String.join(
                        "\n",
                        record(1).replace("\"amount\": 100", "\"amount\": 101"),
                        record(2).replace("\"amount\": 100", "\"amount\": 101"),
                        record(2)));

        assertThat(results.brief()).containsExactly("1 409", "2 409", "3 200");
        assertThat(results.errors(1))
                .containsExactly("/ref_id ref_id " + ref(1)
                        + " already belongs to a trade of 10 GODREJIND at 100.00 on 2026-11-02;"
                        + " this line says at 101.00");
    }

    @Test
    void theSameTradeTwiceInAFileIsARepeatAndAnotherOfItsNameAConflict() {
        TestLog.Mark mark = trades.mark();
        List<String> lines = List.of(
                record(1), record(1), record(1).replace("\"amount\": 100", "\"amount\": 7"), record(2), record(1));

        Results results = results(NDJSON, String.join("\n", lines));

        assertThat(results.brief()).containsExactly("1 202", "2 200", "3 409", "4 202", "5 200");
        assertThat(trades.since(mark)).hasSize(2);
    }

    @Test
    void aSinglePostKnowsWhatCameInBulk() {
        results(NDJSON, record(1));

        assertThat(caller().post("/api/v1/trade/", record(1).replace("\"amount\": 100", "\"amount\": 7"))
                        .status())
                .isEqualTo(409);
        assertThat(caller().patch(path(ref(1)), "{\"volume\": 25}").text("volume"))
                .isEqualTo("25");
    }

    @Test
    void aRecordNeedsARefIdOrTheRequestAKey() {
        String nameless = record(1).replace("\"ref_id\": \"" + ref(1) + "\", ", "");

        assertThat(results(NDJSON, nameless).errors(1))
                .containsExactly("/ref_id is missing, and there is no Idempotency-Key to make one of");
        assertThat(results(CSV, HEADER + "\n" + row(1).replace(ref(1), "")).brief())
                .containsExactly("2 400");
    }

    @Test
    void aKeyDeterminesTheRefIdsByTheirLines() {
        TestLog.Mark mark = trades.mark();
        String nameless = record(1).replace("\"ref_id\": \"" + ref(1) + "\", ", "");
        String file = nameless + "\n\n" + nameless + "\n" + record(4);
        String key = UUID.randomUUID().toString();

        Results first = results(NDJSON, file, "Idempotency-Key", key);
        Results again = results(NDJSON, file, "Idempotency-Key", key);
        Results other = results(NDJSON, nameless, "Idempotency-Key", key + "x");

        assertThat(first.brief()).containsExactly("1 202", "3 202", "4 202");
        assertThat(again.brief()).containsExactly("1 200", "3 200", "4 200");
        assertThat(again.results())
                .extracting(line -> line.path("ref_id").asString())
                .isEqualTo(first.results().stream()
                        .map(line -> line.path("ref_id").asString())
                        .toList())
                .doesNotHaveDuplicates()
                .doesNotContain(other.line(1).path("ref_id").asString());
        assertThat(UUID.fromString(first.line(1).path("ref_id").asString()).version())
                .isEqualTo(8);
        assertThat(trades.since(mark)).hasSize(4);
    }

    @Test
    void aKeyThatAnotherRequestHasUsedTakesNoRecord() {
        String key = UUID.randomUUID().toString();
        caller().post("/api/v1/trade/", record(1), "Idempotency-Key", key);
        TestLog.Mark mark = trades.mark();

        Results results = results(NDJSON, record(2) + "\n" + record(3), "Idempotency-Key", key);

        assertThat(results.brief()).containsExactly("1 422");
        assertThat(results.errors(1)).containsExactly("This Idempotency-Key was already used for a different trade");
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void aSinglePostKnowsTheKeyOfABulkRequest() {
        String key = UUID.randomUUID().toString();
        results(NDJSON, record(1), "Idempotency-Key", key);

        assertThat(caller().post("/api/v1/trade/", record(2), "Idempotency-Key", key)
                        .status())
                .isEqualTo(422);
    }

    @Test
    void thePartsOfAFileShareAKey() {
        String key = UUID.randomUUID().toString();
        TestLog.Mark mark = trades.mark();

        Results first =
                results(NDJSON, record(1) + "\n" + record(2), "Idempotency-Key", key, "Trakkit-First-Line", "1");
        Results second =
                results(NDJSON, record(3) + "\n" + record(4), "Idempotency-Key", key, "Trakkit-First-Line", "3");

        assertThat(first.brief()).containsExactly("1 202", "2 202");
        assertThat(second.brief()).containsExactly("3 202", "4 202");
        assertThat(trades.since(mark))
                .extracting(written -> written.event().eventId())
                .doesNotHaveDuplicates();
    }

    @Test
    void whoPrefersLittleIsToldOfFailuresOnly() {
        Results results =
                results(NDJSON, record(1) + "\n{}\n" + record(3) + "\n" + record(1), "Prefer", "return=minimal");

        assertThat(results.answer().header("Preference-Applied")).isEqualTo("return=minimal");
        assertThat(results.brief()).containsExactly("2 400");
        assertThat(results.numbers()).containsExactly(4, 2, 1, 1, 0);
    }

    @Test
    void theQueryNamesThePortfolioAndUserOfRecordsThatNameNone() {
        TestLog.Mark mark = trades.mark();
        String bare = """
                ref_id,trade_type,security_type,ticker,volume,amount,status
                %s,1,stock,GODREJIND,10,100,success
                """.formatted(ref(1));

        Results results = Results.of(caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?portfolio=" + portfolio.id() + "&user_id=" + portfolio.user(),
                        BodyPublishers.ofString(bare),
                        "Content-Type",
                        CSV));

        assertThat(results.brief()).containsExactly("2 202");
        assertThat(trades.only(mark).created().trade().portfolio()).isEqualTo(portfolio.id());
        assertThat(caller().post("/api/v1/trade/bulk/?portfolio=x", "[]").status())
                .isEqualTo(400);
        assertThat(caller().post("/api/v1/trade/bulk/?user=x", "[]").status()).isEqualTo(400);
    }
}
