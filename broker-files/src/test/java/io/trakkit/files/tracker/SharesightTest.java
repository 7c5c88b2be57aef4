package io.trakkit.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesightTest {

    private static final int HEADER = 3;

    static final String TRADES = """
            My Shares - All Trades Report between 2025-01-01 and 2025-12-31,,,,,,,,,,,,
            ,,,,,,,,,,,,
            Market,Code,Name,Type,Date,Quantity,Price *,Brokerage *,Currency,Exchange Rate,Value,,Comments
            NASDAQ,MSFT,Microsoft,Buy,02/06/2025,10,100,5,USD,1.25,804.00,All Trades,First
            NASDAQ,MSFT,Microsoft,Buy,02/06/2025,10,100,5,USD,1.25,804.00,All Trades,First
            LSE,VOD,Vodafone,Buy,03/06/2025,"1,000",0.7,0,GBP,1,700.00,All Trades,
            FX,ETH,Ethereum currency account,Buy,03/06/2025,1,1,0,ETH,0.0005,1819.82,All Trades,
            NASDAQ,MSFT,Microsoft,Sell,05/06/2025,-4,110,5,USD,1.25,-352.00,All Trades,
            NASDAQ,MSFT,Microsoft,Split,06/06/2025,10,0,0,USD,,0.00,All Trades,Ten for one
            NASDAQ,NVDA,Nvidia,Opening Balance,07/06/2025,3,50,0,USD,1.25,120.00,All Trades,
            """;

    private static final String END = """
            ,,,,,,,,,,,,
            * Prices and brokerage are specified in market currency.,,,,,,,,,,,,
            """;

    @Test
    void eachTradeBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(TRADES + END, Files.options("GBP"))))
                .containsExactly(
                        "4 buy ticker=MSFT.NASDAQ volume=10 amount=100 fee=5 currency=USD at=2025-06-02T00:00:00Z",
                        "5 buy ticker=MSFT.NASDAQ volume=10 amount=100 fee=5 currency=USD at=2025-06-02T00:00:00.001Z",
                        "6 buy ticker=VOD.LSE volume=1000 amount=0.7 currency=GBP at=2025-06-03T00:00:00Z",
                        "7 unsupported: units of a currency account",
                        "8 sell ticker=MSFT.NASDAQ volume=4 amount=110 fee=5 currency=USD at=2025-06-05T00:00:00Z",
                        "9 unsupported: a split whose ratio the report does not have: post it as a split",
                        "10 transfer_in ticker=NVDA.NASDAQ volume=3 currency=USD at=2025-06-07T00:00:00Z",
                        "12 no_effect: a line of text");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 10 + 10 − 4.
        assertThat(Files.held(Files.read(TRADES, Files.options("GBP"))))
                .isEqualTo(Map.of(
                        "MSFT.NASDAQ",
                        new BigDecimal(16),
                        "VOD.LSE",
                        new BigDecimal("1E+3"),
                        "NVDA.NASDAQ",
                        new BigDecimal(3)));
    }

    @Test
    void everyExportOfThePortfolioGivesTheSameRecords() {
        Exports.of(TRADES, HEADER, Files.options("GBP")).assertRepeatable();
    }

    /** With the currency of the portfolio in the name of a column, and numbers in Swedish. */
    @Test
    void theNewerReportHasRatesIntoThePortfoliosCurrency() {
        String newer = """
                For information,My Shares - All Trades Report between 2025-06-12 and 2026-06-12,,,,,,,,,,,,,
                Market,Code,Name,Type,Date,Quantity,Price,Instrument Currency,Cost base per share (SEK),Brokerage,Brokerage Currency,Exchange Rate,Value,,Comments
                NASDAQ,MSFT,Microsoft,Buy,12/06/2025,10,"12,50",USD,"0,00","9,60",SEK,"0,100000","1\u00a0259,60",All Trades,First
                NASDAQ,MSFT,Microsoft,Sell,13/06/2025,\u22124,"12,60",USD,"0,00","0,00",SEK,"0,100000","\u2212504,00",All Trades,
                """;

        assertThat(Files.lines(Files.read(newer, Files.options("SEK"))))
                .containsExactly(
                        // 9.60 crowns at 0.1 dollars; 1 ÷ 0.1 = 10 crowns per dollar.
                        "3 buy ticker=MSFT.NASDAQ volume=10 amount=12.5 fee=0.96 currency=USD fx_rate=10"
                                + " at=2025-06-12T00:00:00Z",
                        "4 sell ticker=MSFT.NASDAQ volume=4 amount=12.6 currency=USD fx_rate=10"
                                + " at=2025-06-13T00:00:00Z");
        Exports.of(newer, 2, Files.options("SEK")).assertRepeatable();
    }

    @Test
    void theIncomeReportHasDividends() {
        String income = """
                My Shares - Taxable Income Report between 2025-01-01 and 2025-12-31,,,,,,,,
                ,,,,,,,,
                Local Income,,,,,,,,
                Dividend Payments,,,,,,,,
                Code,Name,Date Paid,Net Dividend,Tax Deducted,Tax Credit,Gross Dividend,Comments,
                VOD.LSE,Vodafone,10/06/2025,8.00,2.00,0.50,10.50,,
                Total,,,8.00,2.00,0.50,10.50,,
                ,,,,,,,,
                Total Local Income,,,8.00,2.00,0.50,10.50,,
                ,,,,,,,,
                Foreign Income,,,,,,,,
                Code,Name,Date Paid,Exchange Rate,Currency,Net Amount,Foreign Tax Deducted,Gross Amount,Comments
                MSFT.NASDAQ,Microsoft,11/06/2025,1.25,USD,4.25,0.75,5.00,
                Total,,,,,4.25,0.75,5.00,
                """;

        assertThat(Files.lines(Files.read(income, Files.options("GBP"))))
                .containsExactly(
                        // Of the currency of the portfolio, and without the credit, which is no money.
                        "6 dividend ticker=VOD.LSE total=10 tax=2 at=2025-06-10T00:00:00Z",
                        "7 no_effect: a line of text",
                        "9 no_effect: a line of text",
                        "11 no_effect: a line of text",
                        "13 dividend ticker=MSFT.NASDAQ total=5 tax=0.75 currency=USD at=2025-06-11T00:00:00Z",
                        "14 no_effect: a line of text");
    }

    @Test
    void aValueThatDoesNotFitIsWrong() {
        assertThat(Files.lines(Files.read(TRADES.replace("-352.00", "-452.00"), Files.options("GBP"))))
                .anyMatch(line -> line.startsWith("8 wrong: column \"Value\""));
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(TRADES.replace("Value,,", "Value,Venue,,"), Files.options("GBP")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Sharesight")
                .hasMessageContaining("\"Venue\"");
    }
}
