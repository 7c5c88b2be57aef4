package io.trakkit.wire.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.wire.trade.TradeField;
import io.trakkit.wire.trade.TradeFields;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The records of a table. */
class CsvTest {

    private static final String HEADER =
            "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status";

    @Test
    void aTradeBuysOrSellsInWordsOrNumbers() throws IOException {
        for (String buy : List.of("1", "BUY", "buy", "Buy", " buy ")) {
            assertThat(value(row("r", buy, "10"), TradeFields.SIDE)).isEqualTo("1");
        }
        for (String sell : List.of("2", "SELL", "sell", "Sell", "\"SELL\"")) {
            assertThat(value(row("r", sell, "10"), TradeFields.SIDE)).isEqualTo("2");
        }
        assertThat(value(row("r", "B", "10"), TradeFields.SIDE)).isEqualTo("B");
    }

    @Test
    void spacesAroundAValueDoNotCount() throws IOException {
        assertThat(value(row(" r ", "1", "\t10 "), TradeFields.VOLUME)).isEqualTo("10");
        assertThat(value(row("\" r \"", "1", "\u00a010\u202f"), TradeFields.VOLUME))
                .isEqualTo("10");
        assertThat(value(row("\" r \"", "1", "10"), TradeFields.REF_ID)).isEqualTo("r");
        assertThat(value(row("r", "1", "   "), TradeFields.VOLUME)).isNull();
    }

    @Test
    void statusAndSecurityTypeMayBeInAnyCase() throws IOException {
        assertThat(value("r,u,1,1,STOCK,X,1,1,Success", TradeFields.STATUS)).isEqualTo("success");
        assertThat(value("r,u,1,1,STOCK,X,1,1,Success", TradeFields.SECURITY_TYPE))
                .isEqualTo("stock");
    }

    @Test
    void rowsOfEmptyCellsAreSkippedButCounted() throws IOException {
        List<NextRecord> records =
                read(HEADER + "\r\n,,,,,,,,\r\n , ,\"\",,,,,,\r\n" + row("r", "1", "10") + "\r\n,,\r\n");

        assertThat(records).extracting(NextRecord::line).containsExactly(4L);
    }

    @Test
    void theDelimiterOfTheHeaderIsThatOfItsRows() throws IOException {
        for (char delimiter : new char[] {';', '\t', '|'}) {
            String text = (HEADER + "\n" + row("r", "1", "\"1,5\""))
                    .replace("1,5", "1#5")
                    .replace(',', delimiter);

            assertThat(body(read(text).getFirst()).fields().path("volume").asString())
                    .isEqualTo("1#5");
        }
    }

    @Test
    void aRowHasTheCellsOfTheHeader() throws IOException {
        assertThat(read(HEADER + "\n" + row("r", "1", "1,550")))
                .containsExactly(new NextRecord.Wrong(
                        2, NextRecord.Mistake.MALFORMED, "the line has 10 cells, the header has 9"));
    }

    @Test
    void aRowOfOneCellIsCountedInWords() throws IOException {
        assertThat(read(HEADER + "\nend"))
                .containsExactly(
                        new NextRecord.Wrong(2, NextRecord.Mistake.MALFORMED, "the line has 1 cell, the header has 9"));
    }

    /** A program that takes CRLF for LF writes CR CR LF. */
    @Test
    void aLineMayEndWithMoreThanOneCr() throws IOException {
        List<NextRecord> records = read((HEADER + "\n\n" + row("r", "1", "10") + "\n"
                        + row("s", "1", "10").replace("success", "\"success\"") + "\n")
                .replace("\n", "\r\r\n"));

        assertThat(records).extracting(NextRecord::line).containsExactly(3L, 4L);
        assertThat(records)
                .allSatisfy(record -> assertThat(
                                body(record).fields().path("status").asString())
                        .isEqualTo("success"));
    }

    @Test
    void aColumnWithoutANameHoldsNoValue() throws IOException {
        List<NextRecord> records =
                read(HEADER + ",,\n" + row("r", "1", "1") + ",,\n" + row("s", "1", "1") + ",,note\n");

        assertThat(body(records.getFirst()).fields().path("ref_id").asString()).isEqualTo("r");
        assertThat(records.getLast())
                .isEqualTo(new NextRecord.Wrong(
                        3,
                        NextRecord.Mistake.MALFORMED,
                        "column 11 has the value \"note\", but no name in the header"));
    }

    @Test
    void aTypeIsThatOfAnActivityOrTheSideOfATrade() throws IOException {
        String header = "ref_id,user_id,portfolio,type,ticker,volume,amount,total,whole,numerator\n";

        assertThat(fields(header + "a,u,1,Dividend,X,,,12,,"))
                .isEqualTo(
                        "{\"ref_id\":\"a\",\"user_id\":\"u\",\"portfolio\":\"1\",\"type\":\"dividend\",\"ticker\":\"X\","
                                + "\"total\":\"12\"}");
        assertThat(fields(header + "a,u,1,BONUS,X,,,,TRUE,1")).contains("\"whole\":true,\"numerator\":\"1\"");
        for (String buy : List.of("1", "BUY", "Buy")) {
            assertThat(fields(header + "a,u,1," + buy + ",X,2,5,,,")).contains("\"trade_type\":1,\"ticker\"");
        }
        assertThat(fields(header + "a,u,1,sell,X,2,5,,,")).contains("\"trade_type\":2,\"ticker\"");
        assertThat(fields(header + "a,u,1,gift,X,2,5,,maybe,")).contains("\"type\":\"gift\"", "\"whole\":\"maybe\"");
    }

    private static String fields(String text) throws IOException {
        return body(read(text).getFirst()).fields().toString();
    }

    private static String row(String refId, String tradeType, String volume) {
        return "%s,u,1,%s,stock,X,%s,100,success".formatted(refId, tradeType, volume);
    }

    private static @Nullable String value(String row, TradeField<?> field) throws IOException {
        JsonNode value = body(read(HEADER + "\n" + row).getFirst()).fields().get(field.name());
        return value == null ? null : value.asString();
    }

    private static NextRecord.Body body(NextRecord records) {
        return (NextRecord.Body) records;
    }

    private static List<NextRecord> read(String text) throws IOException {
        Csv csv = new Csv(
                new Body(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))),
                new Defaults(Optional.empty(), Optional.empty(), Optional.empty()));
        List<NextRecord> all = new ArrayList<>();
        for (NextRecord records = csv.next(); records != null; records = csv.next()) {
            all.add(records);
        }
        return all;
    }
}
