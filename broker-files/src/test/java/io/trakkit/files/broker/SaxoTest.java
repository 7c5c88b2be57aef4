package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaxoTest {

    /** Months and events in Dutch and English, both decimal signs, an account in euros. */
    static final String FILE = """
            Client ID,Trade Date,Value Date,Type,Instrument,Instrument ISIN,Instrument currency,Exchange Description,Instrument Symbol,Event,Booked Amount,Order ID,Conversion Rate,From Derivative,Underlying asset type
            17,12-Jun-2025,16-Jun-2025,Corporate action,ASML Holding,NL0010273215,EUR,Euronext Amsterdam,ASML:xams,Withholding tax,"-0,45",,1,,Stock
            17,12-Jun-2025,16-Jun-2025,Corporate action,ASML Holding,NL0010273215,EUR,Euronext Amsterdam,ASML:xams,Cash dividend,3.00,,1,,Stock
            17,11-Jun-2025,13-Jun-2025,Corporate action,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Dividend,"0,92",,0.92,,Stock
            17,10-jun-2025,12-jun-2025,Transactie,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Verkoop 1 @ 110.00 USD,"100,28",5003,0.92,,Stock
            17,05-Jun-2025,09-Jun-2025,Trade,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Buy 3 @ 100.00 USD,"-277,84",5001,0.92,,Stock
            17,05-Jun-2025,09-Jun-2025,Trade,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Buy 3 @ 100.00 USD,"-277,84",5001,0.92,,Stock
            17,04-Jun-2025,06-Jun-2025,Trade,Vodafone,GB00BH4HKS39,GBX,London Stock Exchange,VOD:xlon,Buy 100 @ 70.00 GBX,"-84,96",5000,0.0118,,Stock
            17,03-Jun-2025,03-Jun-2025,Trade,Some Call,,USD,OPRA,ABC:xcbf,Buy 1 @ 2.00 USD,"-184",4999,0.92,,StockOption
            17,02-Jun-2025,02-Jun-2025,Cash amount,,,EUR,,,Custody Fee,"-3,91",,1,,
            17,01-jun-2025,01-jun-2025,Cash Transfer,,,EUR,Unknown,,Deposit,1000,,1,,
            17,30-mei-2025,30-mei-2025,Corporate action,Old Co,US5949181045,USD,NASDAQ,MSFT:xnas,Spin-off,0,,1,,Stock
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.preset(FILE.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo("saxo");
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 joined to 3",
                        "3 dividend ticker=ASML total=3 tax=0.45 currency=EUR at=2025-06-12T00:00:00Z",
                        // 0.92 euros at 0.92 euros per dollar.
                        "4 dividend ticker=MSFT total=1 currency=USD at=2025-06-11T00:00:00Z",
                        // 100.28 ÷ 0.92 = 109.00 dollars; 110.00 − 109.00 = 1.00.
                        "5 sell ticker=MSFT isin=US5949181045 volume=1 amount=110 fee=1 currency=USD"
                                + " at=2025-06-10T00:00:00Z",
                        // 277.84 ÷ 0.92 = 302.00 dollars.
                        "6 buy ticker=MSFT isin=US5949181045 volume=3 amount=100 fee=2 currency=USD"
                                + " at=2025-06-05T00:00:00.001Z",
                        "7 buy ticker=MSFT isin=US5949181045 volume=3 amount=100 fee=2 currency=USD"
                                + " at=2025-06-05T00:00:00Z",
                        // 84.96 ÷ 0.0118 = 7,200 pence.
                        "8 buy ticker=VOD isin=GB00BH4HKS39 volume=100 amount=0.7 fee=2 currency=GBP"
                                + " at=2025-06-04T00:00:00Z",
                        "9 unsupported: of a derivative: StockOption",
                        "10 charge total=3.91 currency=EUR at=2025-06-02T00:00:00Z",
                        "11 deposit total=1000 currency=EUR at=2025-06-01T00:00:00Z",
                        "12 unsupported: a corporate action: Spin-off");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 3 + 3 − 1.
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))))
                .isEqualTo(Map.of("MSFT", new BigDecimal(5), "VOD", new BigDecimal("1E+2")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void theOlderHeaderIsKnown() {
        String older = FILE.replace(",From Derivative,Underlying asset type\n", "\n")
                .replace("Booked Amount", "Amount")
                .replace(",,Stock\n", "\n")
                .replace(",,StockOption\n", "\n")
                .replace(",1,,\n", ",1\n");

        assertThat(Files.lines(Files.read(older, Files.options("EUR"))))
                .contains("5 sell ticker=MSFT isin=US5949181045 volume=1 amount=110 fee=1 currency=USD"
                        + " at=2025-06-10T00:00:00Z");
    }

    @Test
    void aDividendThatIsTakenBackIsNone() {
        String back = FILE.replace(
                "17,11-Jun-2025",
                "17,12-Jun-2025,13-Jun-2025,Corporate action,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Dividend,\"-0,92\",,0.92,,Stock\n"
                        + "17,11-Jun-2025");

        assertThat(Files.lines(Files.read(back, Files.options("EUR"))))
                .contains(
                        "4 no_effect: takes back line 5",
                        "5 no_effect: taken back in line 4: if it was imported before, amend its status to failed");
    }

    @Test
    void anAmountThatNoFeeExplainsIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace("\"-277,84\"", "\"-577,84\""), Files.options("EUR"))))
                .anyMatch(line -> line.startsWith("6 wrong: column \"Booked Amount\""));
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(FILE.replace("Order ID,", "Order ID,Venue fee,"), Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Saxo")
                .hasMessageContaining("\"Venue fee\"");
    }

    /** The numbers of the file decide which sign stands before the decimals. */
    @Test
    void aRateWithADecimalCommaIsReadAsTheOtherNumbersAre() {
        String file = Files.head(FILE, 1) + """
                17,10-Jun-2025,12-Jun-2025,Trade,Microsoft,US5949181045,USD,NASDAQ,MSFT:xnas,Buy 40 @ 104.00 USD,"-4.534,00",5003,"1,085",,Stock
                17,01-jun-2025,01-jun-2025,Cash Transfer,,,EUR,Unknown,,Deposit,"1000,50",,1,,
                """;

        // 4,534 ÷ 1.085 = 4,178.80; 4,178.80 − 4,160.00 = 18.80.
        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .first(STRING)
                .startsWith("2 buy ticker=MSFT isin=US5949181045 volume=40 amount=104 fee=18.8")
                .contains(" currency=USD at=2025-06-10T00:00:00Z");
    }

    @Test
    void aNumberThatCouldBeTwoIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace(",Deposit,1000,", ",Deposit,\"1,000\","), Files.options("EUR"))))
                .contains(
                        "11 wrong: column \"Booked Amount\" (\"1,000\") could be 1000 or 1.000, and the other numbers of the"
                                + " file have both signs before their decimals: write it without a thousands sign, or with a fourth"
                                + " decimal");
    }
}
