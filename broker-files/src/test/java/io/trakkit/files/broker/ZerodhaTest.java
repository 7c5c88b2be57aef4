package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ZerodhaTest {

    private final String file = Files.text("zerodha.csv");

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(file, Files.options("INR"))))
                .containsExactly(
                        "2 buy ticker=INFY isin=INE009A01021 volume=10 amount=1500 currency=INR at=2025-04-01T03:50:11Z",
                        "3 buy ticker=INFY isin=INE009A01021 volume=10 amount=1500 currency=INR at=2025-04-01T03:50:11Z",
                        "4 sell ticker=INFY isin=INE009A01021 volume=5 amount=1520.5 currency=INR at=2025-04-02T09:59:59Z",
                        "5 unsupported: a future or an option",
                        "6 buy ticker=M&M isin=INE101A01026 volume=1 amount=2700 currency=INR at=2025-04-03T00:00:00Z");
    }

    @Test
    void derivativesOfEverySegmentAreNoShares() {
        for (String segment : List.of("CDS", "BFO", "BCD", "NCO", "MCX", "NFO")) {
            String changed = file.replace(",NSE,FO,", ",NSE," + segment + ",");
            assertThat(Files.lines(Files.read(changed, Files.options("INR"))))
                    .as(segment)
                    .contains("5 unsupported: a future or an option");
        }
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 10 + 10 − 5.
        assertThat(Files.held(Files.read(file, Files.options("INR"))))
                .isEqualTo(Map.of("INFY", new BigDecimal(15), "M&M", new BigDecimal(1)));
    }

    @Test
    void aTradeIdIsOfItsExchangeAndDay() {
        assertThat(Files.refIds(Files.read(file, Files.options("INR"))))
                .startsWith(
                        "zerodha:7:NSE-2025-04-01-70011",
                        "zerodha:7:NSE-2025-04-01-70012",
                        "zerodha:7:BSE-2025-04-02-70011")
                .doesNotHaveDuplicates();
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(file, 1, Files.options("INR")).assertRepeatable();
    }

    @Test
    void namesInTitleCaseBelowTitleLinesAreKnown() {
        String sheet = "Client ID,AB1234\n\nTradebook for Equity from 2025-04-01 to 2025-06-30\n\n"
                + file.replace(
                        Files.head(file, 1),
                        "Symbol,ISIN,Trade Date,Exchange,Segment,Series,Trade Type,Auction,Quantity,Price,Trade ID,Order"
                                + " ID,Order Execution Time\n");

        assertThat(Files.byRefId(Files.read(sheet, Files.options("INR"))))
                .isEqualTo(Files.byRefId(Files.read(file, Files.options("INR"))));
    }

    /** Of a fund the symbol is its name. */
    @Test
    void aNameThatIsNoTickerGivesWayToTheIsin() {
        String fund = file.replace("INFY,INE009A01021", "PARAG PARIKH FLEXI CAP FUND - DIRECT PLAN,INE009A01021");

        assertThat(Files.lines(Files.read(fund, Files.options("INR"))))
                .contains("4 sell ticker=INE009A01021 isin=INE009A01021 volume=5 amount=1520.5 currency=INR"
                        + " at=2025-04-02T09:59:59Z");
    }

    /** As a spreadsheet with a decimal comma saves it. */
    @Test
    void unitsWithADecimalCommaAreNoThousands() {
        String saved = file.replace(',', ';').replace("10.000000", "12,345").replaceAll("(\\d)\\.(\\d)", "$1,$2");

        assertThat(Files.lines(Files.read(saved, Files.options("INR"))))
                .contains("2 buy ticker=INFY isin=INE009A01021 volume=12.345 amount=1500 currency=INR"
                        + " at=2025-04-01T03:50:11Z");
        String alone = Files.head(saved, 2).replaceAll(";1500,\\d+;", ";1500;");
        assertThat(Files.lines(Files.read(alone, Files.options("INR"))))
                .containsExactly(
                        "2 wrong: column \"quantity\" (\"12,345\") could be 12345 or 12.345, and no other number of the"
                                + " file shows the sign before the decimals: write it without a thousands sign, or with a fourth"
                                + " decimal");
    }
}
