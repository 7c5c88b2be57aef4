package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreetradeTest {

    private static final String HEADER = "Title,Type,Timestamp,Account Currency,Total Amount,Buy / Sell,Ticker,ISIN,"
            + "Price per Share in Account Currency,Stamp Duty,Quantity,Venue,Order ID,Order Type,Instrument Currency,"
            + "Total Shares Amount,Price per Share,FX Rate,Base FX Rate,FX Fee (BPS),FX Fee Amount,Dividend Ex Date,"
            + "Dividend Pay Date,Dividend Eligible Quantity,Dividend Amount Per Share,Dividend Gross Distribution Amount,"
            + "Dividend Net Distribution Amount,Dividend Withheld Tax Percentage,Dividend Withheld Tax Amount\n";

    static final String FILE = HEADER + """
            June Statement,MONTHLY_STATEMENT,2025-07-01T00:00:00.000Z,,,,,,,,,,,,,,,,,,,,,,,,,,
            Withdrawal,WITHDRAWAL,2025-06-20T09:00:00.000Z,GBP,50.00,,,,,,,,,,,,,,,,,,,,,,,,
            Interest,INTEREST_FROM_CASH,2025-06-16T00:00:00.000Z,GBP,0.21,,,,,,,,,,,,,,,,,,,,,,,,
            Microsoft,DIVIDEND,2025-06-12T17:11:00.000Z,GBP,1.36,,MSFT,US5949181045,,,2.00000000,,,,USD,,,,0.80000000,0,0.00,2025-05-20,2025-06-12,2.00000000,1.00000000,2.00,1.70,15,0.30
            Vodafone,DIVIDEND,2025-06-11T17:11:00.000Z,GBP,4.50,,VOD,GB00BH4HKS39,,,100.00000000,,,,GBP,,,,,,,2025-05-20,2025-06-11,100.00000000,0.04500000,,,0,0.00
            Vodafone,FREESHARE_ORDER,2025-06-10T15:00:00.000Z,GBP,0.70,BUY,VOD,GB00BH4HKS39,0.70000000,0.00,1.00000000,London Stock Exchange,FREE1,,GBP,0.00,0.70000000,,,0,,,,,,,,,
            Microsoft,ORDER,2025-06-06T15:00:00.123Z,GBP,87.60,SELL,MSFT,US5949181045,88.00000000,0.00,1.00000000,Multiple,ORD3,MARKET,USD,110.00,110.00000000,1.25560000,1.25000000,45,0.40,,,,,,,,
            Microsoft,ORDER,2025-06-05T15:00:00.123Z,GBP,241.20,BUY,MSFT,US5949181045,80.00000000,0.00,3.00000000,Multiple,ORD2,MARKET,USD,300.00,100.00000000,1.24400000,1.25000000,45,1.20,,,,,,,,
            Vodafone,ORDER,2025-06-04T08:00:00.000Z,GBP,70.35,BUY,VOD,GB00BH4HKS39,0.70000000,0.35,100.00000000,London Stock Exchange,ORD1,BASIC,GBP,70.00,0.70000000,,,0,,,,,,,,,
            Top up,TOP_UP,2025-06-01T08:00:00.000Z,GBP,1000.00,,,,,,,,,,,,,,,,,,,,,,,,
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("GBP"))))
                .containsExactly(
                        "2 no_effect: a document",
                        "3 withdrawal total=50 currency=GBP at=2025-06-20T09:00:00Z",
                        "4 interest total=0.21 currency=GBP at=2025-06-16T00:00:00Z",
                        "5 dividend ticker=MSFT total=2 tax=0.3 currency=USD fx_rate=0.8 at=2025-06-12T17:11:00Z",
                        "6 dividend ticker=VOD total=4.5 currency=GBP at=2025-06-11T17:11:00Z",
                        "7 bonus ticker=VOD volume=1 at=2025-06-10T15:00:00Z",
                        // 0.40 pounds at 1.25 dollars are 0.50 dollars; 1 ÷ 1.25 = 0.80 pounds per dollar.
                        "8 sell ticker=MSFT isin=US5949181045 volume=1 amount=110 fee=0.5 currency=USD fx_rate=0.8"
                                + " at=2025-06-06T15:00:00.123Z",
                        "9 buy ticker=MSFT isin=US5949181045 volume=3 amount=100 fee=1.5 currency=USD fx_rate=0.8"
                                + " at=2025-06-05T15:00:00.123Z",
                        "10 buy ticker=VOD isin=GB00BH4HKS39 volume=100 amount=0.7 tax=0.35 currency=GBP"
                                + " at=2025-06-04T08:00:00Z",
                        "11 deposit total=1000 currency=GBP at=2025-06-01T08:00:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 3 − 1; 100 + 1.
        assertThat(Files.held(Files.read(FILE, Files.options("GBP"))))
                .isEqualTo(Map.of("MSFT", new BigDecimal(2), "VOD", new BigDecimal(101)));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("GBP")).assertRepeatable();
    }

    @Test
    void theNewerNamesAndSplitsAreKnown() {
        String newer = HEADER.replace("Total Amount,", "Total Amount in Account Currency,")
                        .replace("Total Shares Amount", "Total Amount in Instrument Currency")
                        .replace(
                                "\n",
                                ",Stock Split Ex Date,Stock Split New ISIN,Stock Split Rate of Share Outturn From,"
                                        + "Stock Split Rate of Share Outturn To,Stock Split New Share Quantity\n")
                + """
                Nvidia,STOCK_SPLIT,2025-06-07T21:00:00.000Z,GBP,0.00,,NVDA,US67066G1040,,,30.00000000,,,,USD,,,,,,,,,,,,,,,2025-06-07,,1,10,30
                Nvidia,STOCK_SPLIT,2025-06-06T21:00:00.000Z,GBP,0.00,,NVDA,US67066G1040,,,30.00000000,,,,USD,,,,,,,,,,,,,,,,,,,
                Nvidia,CORPORATE_ACTION,2025-06-05T21:00:00.000Z,GBP,0.00,MERGER,NVDA,US67066G1040,,,,,,,USD,,,,,,,,,,,,,,,,,,,
                """;

        assertThat(Files.lines(Files.read(newer, Files.options("GBP"))))
                .containsExactly(
                        "2 split ticker=NVDA numerator=10 denominator=1 at=2025-06-07T21:00:00Z",
                        "3 unsupported: a split whose ratio the file does not have: post it as a split",
                        "4 unsupported: a corporate action: MERGER");
    }

    @Test
    void aTotalThatDoesNotFitIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace("GBP,241.20,BUY", "GBP,300.00,BUY"), Files.options("GBP"))))
                .contains("9 wrong: column \"Total Amount\" is 300.00, but quantity times price and charges is 241.2");
    }

    @Test
    void aMissingColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(FILE.replace("Stamp Duty", "Duty"), Files.options("GBP")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Freetrade")
                .hasMessageContaining("lacks the column \"Stamp Duty\"");
    }

    @Test
    void aTypeBecomesWhatItSays() {
        String rest = ",,,,,,,,,,,,,,,,,,,,,,,,\n";
        String file = HEADER
                + "Lending,SHARE_LENDING_INCOME,2025-06-05T00:00:00.000Z,GBP,0.30" + rest
                + "Lending,MONTHLY_SHARE_LENDING_STATEMENT,2025-06-04T00:00:00.000Z,," + rest
                + "Move,INTERNAL_TRANSFER,2025-06-03T00:00:00.000Z,GBP,100.00" + rest
                + "Gilt,INTEREST,2025-06-02T00:00:00.000Z,GBP,1.50" + rest
                + "Quiz,QUIZ,2025-06-01T00:00:00.000Z,GBP,1.50" + rest;

        assertThat(Files.lines(Files.read(file, Files.options("GBP"))))
                .containsExactly(
                        "2 interest total=0.3 currency=GBP at=2025-06-05T00:00:00Z",
                        "3 no_effect: a document",
                        "4 unsupported: a transfer between accounts, whose direction the file does not have:"
                                + " post it as a deposit or a withdrawal",
                        "5 interest total=1.5 currency=GBP at=2025-06-02T00:00:00Z",
                        "6 wrong: column \"Type\" (\"QUIZ\") is not a known type");
    }

    /** A free share without a symbol must not become a holding of its own. */
    @Test
    void aRowWithoutASymbolIsOfTheSecurityOfItsIsin() {
        String free = FILE.replace(
                "0.70,BUY,VOD,GB00BH4HKS39,0.70000000,0.00,1.0", "0.70,BUY,,GB00BH4HKS39,0.70000000,0.00,1.0");
        String alone = HEADER
                + free.lines()
                        .filter(line -> line.contains("FREESHARE"))
                        .findFirst()
                        .orElseThrow() + "\n";

        assertThat(free).isNotEqualTo(FILE);
        assertThat(Files.byRefId(Files.read(free, Files.options("GBP"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("GBP"))));
        assertThat(Files.lines(Files.read(alone, Files.options("GBP"))))
                .containsExactly("2 wrong: column \"Ticker\" is empty");
    }
}
