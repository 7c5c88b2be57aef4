package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RobinhoodTest {

    static final String FILE = """
            "Activity Date","Process Date","Settle Date","Instrument","Description","Trans Code","Quantity","Price","Amount"
            "6/20/2025","6/20/2025","6/23/2025","ABC","ABC Inc
            CUSIP: 000000000
            Dividend Reinvestment","Buy","0.5","$20.00","($10.00)"
            "6/20/2025","6/20/2025","6/20/2025","ABC","Cash Div: R/D 2025-06-10 - 5 shares at 2.00","CDIV","","","$10.00"
            "6/18/2025","6/18/2025","6/18/2025","XYZ","Foreign tax","DTAX","","","($1.50)"
            "6/18/2025","6/18/2025","6/18/2025","XYZ","Cash Div: R/D 2025-06-10 - 5 shares at 2.00","CDIV","","","$10.00"
            "6/17/2025","6/17/2025","6/17/2025","XYZ","XYZ Plc","BCXL","5","$10.00","$50.00"
            "6/16/2025","6/16/2025","6/17/2025","XYZ","XYZ Plc","Buy","5","$10.00","($50.00)"
            "6/13/2025","6/13/2025","6/13/2025","","Gold Subscription Fee","GOLD","","","($5.00)"
            "6/12/2025","6/12/2025","6/12/2025","ABC","Stock Lending","SLIP","","","$0.01"
            "6/11/2025","6/11/2025","6/12/2025","ABC","ABC 7/18/2025 Call $30.00","STO","1","$1.20","$119.95"
            "6/10/2025","6/10/2025","6/10/2025","ABC","Forward split","SPL","30","",""
            "6/6/2025","6/6/2025","6/9/2025","ABC","ABC Inc","Sell","4","$1,250.00","$4,999.90"
            "6/3/2025","6/3/2025","6/4/2025","ABC","ABC Inc","Buy","7","$1,000.00","($7,000.00)"
            "6/3/2025","6/3/2025","6/4/2025","ABC","ABC Inc","Buy","7","$1,000.00","($7,000.00)"
            "6/1/2025","6/1/2025","6/1/2025","","ACH Deposit","ACH","","","$20,000.00"
            """;

    private static final String END = """
            ""
            "","","","","","","","","","The data is for information only."
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE + END, Files.options("USD"))))
                .containsExactly(
                        "2 buy ticker=ABC volume=0.5 amount=20 currency=USD at=2025-06-20T04:00:00.001Z",
                        "5 dividend ticker=ABC total=10 currency=USD at=2025-06-20T04:00:00Z",
                        "6 joined to 7",
                        "7 dividend ticker=XYZ total=10 tax=1.5 currency=USD at=2025-06-18T04:00:00Z",
                        "8 no_effect: the cancellation of line 9",
                        "9 no_effect: cancelled in line 8",
                        "10 charge total=5 currency=USD at=2025-06-13T04:00:00Z",
                        "11 interest total=0.01 currency=USD at=2025-06-12T04:00:00Z",
                        "12 unsupported: an option",
                        "13 bonus ticker=ABC volume=30 at=2025-06-10T04:00:00Z",
                        // 4 × 1,250.00 − 4,999.90.
                        "14 sell ticker=ABC volume=4 amount=1250 fee=0.1 currency=USD at=2025-06-06T04:00:00Z",
                        "15 buy ticker=ABC volume=7 amount=1000 currency=USD at=2025-06-03T04:00:00.001Z",
                        "16 buy ticker=ABC volume=7 amount=1000 currency=USD at=2025-06-03T04:00:00Z",
                        "17 deposit total=20000 currency=USD at=2025-06-01T04:00:00Z",
                        "19 no_effect: a line of text");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 7 + 7 − 4 + 30 + 0.5.
        assertThat(Files.held(Files.read(FILE, Files.options("USD")))).isEqualTo(Map.of("ABC", new BigDecimal("40.5")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("USD")).assertRepeatable();
    }

    @Test
    void aReverseSplitHasTheRatioOfTheUnitsHeldBefore() {
        // 10 held, 9 taken: 1 for 10.
        String taken = FILE.replace("\"SPL\",\"30\"", "\"SPR\",\"9S\"");

        assertThat(Files.lines(Files.read(taken, Files.options("USD"))))
                .contains("13 split ticker=ABC numerator=1 denominator=10 at=2025-06-10T04:00:00Z");
    }

    @Test
    void aReverseSplitWithTwoSidesHasTheirRatio() {
        String sides = FILE.replace(
                "\"6/10/2025\",\"6/10/2025\",\"6/10/2025\",\"ABC\",\"Forward split\",\"SPL\",\"30\"",
                "\"6/10/2025\",\"6/10/2025\",\"6/10/2025\",\"ABC\",\"Reverse split\",\"SPR\",\"10S\",\"\",\"\"\n"
                        + "\"6/10/2025\",\"6/10/2025\",\"6/10/2025\",\"ABC\",\"Reverse split\",\"SPR\",\"2\"");

        assertThat(Files.lines(Files.read(sides, Files.options("USD"))))
                .contains("13 joined to 14", "14 split ticker=ABC numerator=2 denominator=10 at=2025-06-10T04:00:00Z");
    }

    @Test
    void aReverseSplitOfUnitsThatTheFileDoesNotHaveIsNotHeld() {
        String taken = FILE.replace("\"SPL\",\"30\"", "\"SPR\",\"90S\"");

        assertThat(Files.lines(Files.read(taken, Files.options("USD"))))
                .contains(
                        "13 unsupported: a reverse split, whose ratio neither the file nor the units held before it tell:"
                                + " post it as a split");
    }

    @Test
    void anUnknownCodeIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace("\"SLIP\"", "\"ZZZ\""), Files.options("USD"))))
                .contains("11 wrong: column \"Trans Code\" (\"ZZZ\") is not a known code");
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(
                        () -> Files.read(FILE.replace("\"Amount\"\n", "\"Amount\",\"Venue\"\n"), Files.options("USD")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Robinhood")
                .hasMessageContaining("\"Venue\"");
    }

    @Test
    void aSplitThatTakesUnitsIsNoBonus() {
        // 7 + 7 − 4 held, 5 taken: 1 for 2.
        assertThat(Files.lines(Files.read(FILE.replace("\"SPL\",\"30\"", "\"SPL\",\"5S\""), Files.options("USD"))))
                .contains("13 split ticker=ABC numerator=1 denominator=2 at=2025-06-10T04:00:00Z");
    }

    /** The shares of one symbol become those of another, which the portfolio does not hold yet. */
    @Test
    void anExchangeOfSymbolsIsCounted() {
        String file = Files.head(FILE, 1) + """
                "6/20/2025","6/20/2025","6/23/2025","NEW","New Inc","SXCH","200","",""
                "6/20/2025","6/20/2025","6/23/2025","OLD","Old Inc","SXCH","200S","",""
                """;

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .containsExactly(
                        "2 unsupported: a corporate action or a transfer of another kind: SXCH",
                        "3 unsupported: a corporate action or a transfer of another kind: SXCH");
    }
}
