package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevolutTest {

    /** Money with signs, codes and neither, as the versions of the file have it. */
    static final String FILE = """
            Date,Ticker,Type,Quantity,Price per share,Total Amount,Currency,FX Rate
            2025-06-01T08:23:08.459586Z,,CASH TOP-UP,,,"$5,000",USD,1.1019
            2025-06-02T13:30:10.514Z,MSFT,BUY - MARKET,1.5,$100.00,$150.99,USD,1.0665
            2025-06-02T13:30:10.514Z,MSFT,BUY - MARKET,1.5,$100.00,$150.99,USD,1.0665
            2025-06-03T13:30:10.514Z,ASML,BUY - LIMIT,"0,76672417",EUR 26.09,EUR 20,EUR,1
            2025-06-04T07:40:54.539Z,,CUSTODY FEE,,,-$0.01,USD,1.18
            2025-06-05T09:06:58.899860Z,MSFT,TRANSFER FROM REVOLUT TRADING LTD TO REVOLUT SECURITIES EUROPE UAB,3,,$0,USD,1.1018
            2025-06-06T07:59:34.452Z,MSFT,STOCK SPLIT,9,,$0,USD,0.0947
            2025-06-09T13:30:00.797Z,MSFT,SELL - STOP,2,$30.00,USD 59.50,USD,1.1241
            2025-06-10T08:40:00.835101Z,MSFT,DIVIDEND,,,$0.85,USD,1.1179
            2025-06-10T08:40:00.835101Z,MSFT,DIVIDEND TAX,,,-$0.15,USD,1.1179
            2025-06-11T08:40:00Z,OLD,POSITION CLOSURE,,,$12.00,USD,1.1179
            2025-06-12T08:40:00Z,,CASH WITHDRAWAL,,,-$30.93,USD,1.1179
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("USD"))))
                .containsExactly(
                        "2 deposit total=5000 currency=USD at=2025-06-01T08:23:08.459586Z",
                        "3 buy ticker=MSFT volume=1.5 amount=100 fee=0.99 currency=USD at=2025-06-02T13:30:10.514Z",
                        "4 buy ticker=MSFT volume=1.5 amount=100 fee=0.99 currency=USD at=2025-06-02T13:30:10.514Z",
                        // 0.76672417 × 26.09 = 20.0038…: no fee, but a rounded price.
                        "5 buy ticker=ASML volume=0.76672417 amount=26.09 currency=EUR at=2025-06-03T13:30:10.514Z",
                        "6 charge total=0.01 currency=USD at=2025-06-04T07:40:54.539Z",
                        "7 no_effect: a move between companies of Revolut",
                        "8 bonus ticker=MSFT volume=9 at=2025-06-06T07:59:34.452Z",
                        "9 sell ticker=MSFT volume=2 amount=30 fee=0.5 currency=USD at=2025-06-09T13:30:00.797Z",
                        // The dividend and its tax have rows of their own: 0.85 less 0.15.
                        "10 dividend ticker=MSFT total=0.85 tax=0.15 currency=USD at=2025-06-10T08:40:00.835101Z",
                        "11 joined to 10",
                        "12 unsupported: the closure of a position, whose units the file does not have: post it as a"
                                + " cash_in_lieu",
                        "13 withdrawal total=30.93 currency=USD at=2025-06-12T08:40:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 1.5 + 1.5 + 9 − 2.
        assertThat(Files.held(Files.read(FILE, Files.options("USD"))))
                .isEqualTo(Map.of("MSFT", new BigDecimal("1E+1"), "ASML", new BigDecimal("0.76672417")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("USD")).assertRepeatable();
    }

    @Test
    void aReverseSplitHasTheRatioOfTheUnitsHeldBefore() {
        // 3 held, 2 taken: 1 for 3.
        assertThat(Files.lines(Files.read(FILE.replace("STOCK SPLIT,9", "STOCK SPLIT,-2"), Files.options("USD"))))
                .contains("8 split ticker=MSFT numerator=1 denominator=3 at=2025-06-06T07:59:34.452Z");
    }

    @Test
    void theDatesOf2021AreKnown() {
        assertThat(Files.lines(Files.read("""
                        Date,Ticker,Type,Quantity,Price per share,Total Amount,Currency,FX Rate
                        10/03/2021 17:48:01,,CASH TOP-UP,,,30.00,USD,1.1324686027
                        11/03/2021 17:48:01,MSFT,BUY,2,10.00,20.00,USD,1.13
                        """, Files.options("USD"))))
                .containsExactly(
                        "2 deposit total=30 currency=USD at=2021-03-10T17:48:01Z",
                        "3 buy ticker=MSFT volume=2 amount=10 currency=USD at=2021-03-11T17:48:01Z");
    }

    @Test
    void aTotalThatNoFeeExplainsIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replaceFirst("\\$150.99", "\\$250.99"), Files.options("USD"))))
                .contains("3 wrong: column \"Total Amount\" (\"$250.99\") is 250.99, but quantity times price is 150");
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(FILE.replace("Currency,FX", "Currency,Venue,FX"), Files.options("USD")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Revolut")
                .hasMessageContaining("\"Venue\"");
    }

    @Test
    void capitalThatComesBackIsNoDividend() {
        String file = Files.head(FILE, 1) + "2025-06-10T08:40:00.835101Z,MSFT,RETURN OF CAPITAL,,,$0.85,USD,1.1179\n";

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .containsExactly(
                        "2 return_of_capital ticker=MSFT total=0.85 currency=USD at=2025-06-10T08:40:00.835101Z");
    }
}
