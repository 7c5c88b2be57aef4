package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The forms in which many trades can be posted. */
class BulkFormatsTest extends BulkTest {

    @Test
    void eachLineGetsItsResultInOrderAndThenTheCountsFollow() {
        TestLog.Mark mark = trades.mark();

        Results results = results(NDJSON, record(1) + "\n" + record(2) + "\n");

        assertThat(results.answer().header("Content-Type")).startsWith("application/x-ndjson");
        assertThat(results.answer().text()).isEqualTo("""
                        {"line":1,"ref_id":"%s","status":202}
                        {"line":2,"ref_id":"%s","status":202}
                        {"records":2,"accepted":2,"repeated":0,"refused":0,"unavailable":0,"complete":true}
                        """.formatted(ref(1), ref(2)));
        assertThat(trades.since(mark))
                .extracting(written -> written.created().trade().refId().value())
                .containsExactly(ref(1), ref(2));
    }

    @Test
    void anEventIsThatOfASinglePost() {
        TestLog.Mark mark = trades.mark();

        results(NDJSON, record(1), "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");

        TestLog.Written written = trades.only(mark);
        TradeEvent.Created event = written.created();
        assertThat(written.key()).isEqualTo(portfolio.id() + ":GODREJIND");
        assertThat(written.header("traceparent")).startsWith("00-4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(event.eventId().version()).isEqualTo(7);
        assertThat(event.executedAtDefaulted()).isTrue();
        assertThat(event.trade().executedAt()).isEqualTo(event.occurredAt());
    }

    @Test
    void blankLinesAreSkippedButCounted() {
        Results results = results(NDJSON, "\n  \r\n" + record(1) + "\r\n\n\t\n" + record(2));

        assertThat(results.brief()).containsExactly("3 202", "6 202");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstRecord() {
        assertThat(results(NDJSON, "\uFEFF" + record(1)).brief()).containsExactly("1 202");
        assertThat(results(JSON, "\uFEFF [" + record(2) + "]").brief()).containsExactly("1 202");
        assertThat(results(CSV, "\uFEFF" + HEADER + "\n" + row(3)).brief()).containsExactly("2 202");
    }

    @Test
    void anArrayIsCountedByItsElements() {
        Results results = results(JSON, "\n[\n" + record(1) + " ,\n\n" + trade(portfolio, ref(2)) + "\n]\n\n");

        assertThat(results.brief()).containsExactly("1 202", "2 202");
        assertThat(results.complete()).isTrue();
    }

    @Test
    void nothingButSpaceIsNoRecordAndNoError() {
        assertThat(results(NDJSON, "\n\n \n").numbers()).containsExactly(0, 0, 0, 0, 0);
        assertThat(results(JSON, " [ ] ").numbers()).containsExactly(0, 0, 0, 0, 0);
        assertThat(results(CSV, HEADER).numbers()).containsExactly(0, 0, 0, 0, 0);
        assertThat(results(CSV, HEADER + "\r\n\n\r\n").complete()).isTrue();
    }

    @Test
    void theColumnsOfATableMayStandInAnyOrder() {
        TestLog.Mark mark = trades.mark();
        String csv = """
                status,amount,volume,executed_at,ticker,security_type,trade_type,portfolio,user_id,ref_id
                failed,100.50,0.25,2024-02-29T14:30:00Z,msft,stock,2,%s,%s,%s
                """.formatted(portfolio.id(), portfolio.user(), ref(1));

        assertThat(results(CSV, csv).brief()).containsExactly("2 202");

        TradeEvent.Created event = trades.only(mark).created();
        assertThat(event.trade().toString())
                .contains("SELL", "ticker=MSFT", "volume=0.25", "price=100.5", "FAILED", "2024-02-29T14:30:00Z");
        assertThat(event.executedAtDefaulted()).isFalse();
    }

    @Test
    void quotedCellsMayHoldCommasQuotesAndEndsOfLines() {
        TestLog.Mark mark = trades.mark();
        String csv = "\"ref_id\"," + HEADER.substring("ref_id,".length()) + ",executed_at\r\n"
                + row(1).replace("GODREJIND", "\"godrejind\r\n\"") + ",\"\"\r\n"
                + "\r\n"
                + row(2).replace("success", "\"success\"") + ",\"2024-02-29T14:30:00Z\"\r\n";

        Results results = results(CSV, csv);

        // The first spans two lines and is followed by a blank one.
        assertThat(results.brief()).containsExactly("2 202", "5 202");
        assertThat(trades.since(mark))
                .extracting(written -> written.created().trade().ticker().value())
                .containsExactly("GODREJIND", "GODREJIND");
        assertThat(trades.since(mark).getLast().created().trade().executedAt())
                .isEqualTo(Instant.parse("2024-02-29T14:30:00Z"));
    }

    @Test
    void aQuoteIsWrittenTwiceInQuotes() {
        String csv = HEADER + "\n" + row(1).replace("GODREJIND", "\"A\"\"B\"");

        assertThat(results(CSV, csv).errors(2)).singleElement().asString().startsWith("/ticker ");
    }

    @Test
    void aWrongHeaderIsToldBeforeAnythingIsTaken() {
        TestLog.Mark mark = trades.mark();

        HttpAnswer unknown = post(CSV, HEADER + ",fees\n" + row(1) + ",1\n");
        HttpAnswer missing = post(CSV, HEADER.replace("ticker,", "") + "\n");
        HttpAnswer twice = post(CSV, HEADER + ",ticker\n");
        HttpAnswer none = post(CSV, "");

        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.pointers()).containsExactly("/fees");
        assertThat(unknown.text("detail")).isEqualTo("Unknown column \"fees\"; it looks like \"fee\"");
        assertThat(missing.pointers()).containsExactly("/ticker");
        assertThat(missing.text("detail")).isEqualTo("The column ticker is missing");
        assertThat(twice.pointers()).containsExactly("/ticker");
        assertThat(twice.text("detail")).isEqualTo("The column ticker appears twice");
        assertThat(none.status()).isEqualTo(400);
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void aFileWithoutAByteIsRefusedInEveryForm() {
        for (String type : List.of(NDJSON, JSON, CSV)) {
            HttpAnswer answer = post(type, "");

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text("detail")).isEqualTo("The file is empty");
        }
    }

    @Test
    void aTableOfAnotherProgramIsReadAsItIs() {
        TestLog.Mark mark = trades.mark();
        String csv = "\uFEFF"
                + """
                REF_ID;User_Id;Portfolio; TRADE_TYPE;Security_Type;Ticker;Volume;Amount;Status
                %s;%s;%s; SELL ;STOCK; msft ; 10 ;\u00a0100.50;Success
                ;;;;;;;;
                %s;%s;%s;Buy;stock;MSFT;10;100.50;FAILED
                """.formatted(ref(1), portfolio.user(), portfolio.id(), ref(2), portfolio.user(), portfolio.id())
                        .replace("\n", "\r\n");

        assertThat(results(CSV, csv).brief()).containsExactly("2 202", "4 202");

        assertThat(trades.since(mark))
                .extracting(written -> written.created().trade().toString())
                .satisfiesExactly(
                        first -> assertThat(first).contains("SELL", "ticker=MSFT", "price=100.5", "SUCCESS"),
                        second -> assertThat(second).contains("BUY", "FAILED"));
    }

    @Test
    void theQueryMayNameTheDelimiter() {
        String csv = (HEADER + "\n" + row(1)).replace(',', '|');

        assertThat(caller().send(
                                "POST",
                                "/api/v1/trade/bulk/?delimiter=%7C",
                                BodyPublishers.ofString(csv),
                                "Content-Type",
                                CSV)
                        .status())
                .isEqualTo(200);
        assertThat(caller().post("/api/v1/trade/bulk/?delimiter=x", "[]").text("detail"))
                .isEqualTo("delimiter must be one of , ; | tab");
    }

    @Test
    void whatIsNoArrayIsToldBeforeAnythingIsTaken() {
        assertThat(post(JSON, record(1)).status()).isEqualTo(400);
        assertThat(post(JSON, record(1)).text("detail")).startsWith("The file is a JSON object, not a list of trades");
        assertThat(post(JSON, "").status()).isEqualTo(400);
        assertThat(post(JSON, "").isProblem()).isTrue();
    }

    @Test
    void otherTypesAreRefused() {
        assertThat(post("text/plain", record(1)).status()).isEqualTo(415);
        assertThat(post("application/x-ndjson; charset=utf-16", record(1)).status())
                .isEqualTo(415);
        assertThat(post("application/jsonl", record(1)).status()).isEqualTo(200);
        assertThat(post("text/csv; charset=UTF-8; header=present", (HEADER + "\n").getBytes(StandardCharsets.UTF_8))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aCompressedBodyOfAnyFormIsReadWhileItComes() throws IOException {
        String lines = IntStream.range(0, 5_000).mapToObj(this::record).collect(Collectors.joining("\n"));
        assertThat(results(NDJSON, gzip(lines), "Content-Encoding", "gzip").numbers())
                .containsExactly(5_000, 5_000, 0, 0, 0);
        assertThat(results(CSV, gzip(HEADER + "\n" + row("csv")), "Content-Encoding", "gzip")
                        .numbers())
                .containsExactly(1, 1, 0, 0, 0);

        byte[] whole = gzip(lines);
        Results cut = results(NDJSON, Arrays.copyOf(whole, whole.length / 2), "Content-Encoding", "gzip");
        assertThat(cut.complete()).isFalse();
        assertThat(cut.results().getLast().at("/errors/0/detail").asString()).isEqualTo("The gzip body ends too early");
        assertThat(cut.results()).hasSizeBetween(1_000, 4_000);

        HttpAnswer none = post(CSV, HEADER.getBytes(StandardCharsets.UTF_8), "Content-Encoding", "gzip");
        assertThat(none.status()).isEqualTo(400);
        assertThat(none.text("detail")).isEqualTo("The body is not valid gzip");
        HttpAnswer other = post(NDJSON, record(1).getBytes(StandardCharsets.UTF_8), "Content-Encoding", "br");
        assertThat(other.status()).isEqualTo(415);
        assertThat(other.header("Accept-Encoding")).isEqualTo("gzip");
    }

    @Test
    void wholeNumbersMayBeWrittenWithAPoint() {
        String record = record(1)
                .replace("\"trade_type\": 1", "\"trade_type\": 1.0")
                .replace("\"portfolio\": " + portfolio.id(), "\"portfolio\": " + portfolio.id() + ".0");
        assertThat(results(NDJSON, record).numbers()).containsExactly(1, 1, 0, 0, 0);
        assertThat(results(JSON, "[" + record.replace(ref(1), ref(2)) + "]").numbers())
                .containsExactly(1, 1, 0, 0, 0);
        assertThat(results(NDJSON, record.replace("1.0,", "1.5,")).errors(1))
                .contains("/trade_type must be 1 (buy) or 2 (sell), not 1.5");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return compressed.toByteArray();
    }

    @Test
    void thePathWorksWithoutItsLastSlashAndATradeMayBeCalledBulk() {
        assertThat(caller().post("/api/v1/trade/bulk", "[]").status()).isEqualTo(200);
        assertThat(results(NDJSON, record(1).replace(ref(1), "bulk")).numbers()).containsExactly(1, 1, 0, 0, 0);
        assertThat(caller().patch("/api/v1/trade/bulk/", "{\"volume\": 1}").status())
                .isEqualTo(202);
    }

    @Test
    void theOrderOfTheFileIsTheOrderOfTheLogForEachKey() {
        TestLog.Mark mark = trades.mark();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            lines.append(record(i).replace("GODREJIND", "T" + i % 50)).append('\n');
        }

        assertThat(results(NDJSON, lines.toString()).numbers()).containsExactly(5000, 5000, 0, 0, 0);

        List<TestLog.Written> written = trades.since(mark);
        assertThat(written).hasSize(5_000);
        for (int key = 0; key < 50; key++) {
            String ticker = "T" + key;
            List<Integer> numbers = written.stream()
                    .map(one -> one.created().trade())
                    .filter(trade -> trade.ticker().value().equals(ticker))
                    .map(trade -> Integer.valueOf(trade.refId().value().substring(ref("").length())))
                    .toList();
            assertThat(numbers).hasSize(100).isSorted();
        }
    }
}
