package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class ScalableTest {

    static final String FILE = """
            date;time;status;reference;description;assetType;type;isin;shares;price;amount;fee;tax;currency
            2025-06-06;10:00:00;Executed;"R6";Fee;Cash;Fee;;;;-2,99;0,00;0,00;EUR
            2025-06-05;10:00:00;Executed;"R5";MSFT;Security;Distribution;US5949181045;;;1,50;0,00;0,20;EUR
            2025-06-04;10:00:00;Cancelled;"R4";MSFT;Security;Buy;US5949181045;1;1.400,00;-1.400,00;0,99;0,00;EUR
            2025-06-03;10:00:00;Executed;"R3";MSFT;Security;Sell;US5949181045;1;1.400,00;1.400,00;0,99;0,00;EUR
            2025-06-02;10:00:00;Executed;"R2";MSFT;Security;Savings plan;US5949181045;2,5;1.300,00;-3.250,00;0,00;0,00;EUR
            2025-06-01;10:00:00;Executed;"R1";Deposit;Cash;Deposit;;;;5.000,00;0,00;0,00;EUR
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 charge total=2.99 currency=EUR at=2025-06-06T08:00:00Z",
                        "3 dividend ticker=US5949181045 total=1.7 tax=0.2 currency=EUR at=2025-06-05T08:00:00Z",
                        "4 no_effect: cancelled, rejected, expired or pending",
                        "5 sell ticker=US5949181045 isin=US5949181045 volume=1 amount=1400 fee=0.99 currency=EUR"
                                + " at=2025-06-03T08:00:00Z",
                        "6 buy ticker=US5949181045 isin=US5949181045 volume=2.5 amount=1300 currency=EUR"
                                + " at=2025-06-02T08:00:00Z",
                        "7 deposit total=5000 currency=EUR at=2025-06-01T08:00:00Z");
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("US5949181045"))
                .isEqualByComparingTo("1.5");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("EUR")).assertRepeatable();
    }

    /** The sign of money counts: what is negative takes an earlier row back. */
    @Test
    void aDistributionOrDepositBelowZeroTakesMoneyBack() {
        String back = FILE.replace("2025-06-06;10:00:00;Executed;\"R6\"", """
                2025-06-08;10:00:00;Executed;"R8";Deposit;Cash;Deposit;;;;-5.000,00;0,00;0,00;EUR
                2025-06-07;10:00:00;Executed;"R7";MSFT;Security;Distribution;US5949181045;;;-1,50;0,00;0,00;EUR
                2025-06-06;10:00:00;Executed;"R6\"""");

        assertThat(Files.lines(Files.read(back, Files.options("EUR"))))
                .contains(
                        "2 withdrawal total=5000 currency=EUR at=2025-06-08T08:00:00Z",
                        "3 no_effect: takes back line 5",
                        "5 no_effect: taken back in line 3: if it was imported before, amend its status to failed")
                .noneMatch(line -> line.contains(" dividend "));
        String alone = FILE.replace(";;;1,50;0,00;0,20", ";;;-1,50;0,00;0,20");
        assertThat(Files.lines(Files.read(alone, Files.options("EUR"))))
                .contains(
                        "3 unsupported: a dividend that is taken back, and is not in this file: if it was imported before,"
                                + " amend its status to failed");
    }

    @Test
    void aBuyThatTakesUnitsIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace(";2,5;1.300,00;", ";-2,5;1.300,00;"), Files.options("EUR"))))
                .contains("6 wrong: has units below zero for a buy: -2.5");
    }

    /** A tax above zero was paid; what came back is money of its own. */
    @Test
    void aTaxBelowZeroCameBack() {
        String refund = FILE.replace(";1.400,00;0,99;0,00;EUR\n2025-06-02", ";1.400,00;0,99;-22,19;EUR\n2025-06-02");

        assertThat(Files.lines(Files.read(refund, Files.options("EUR"))))
                .contains(
                        "5 sell ticker=US5949181045 isin=US5949181045 volume=1 amount=1400 fee=0.99 currency=EUR"
                                + " at=2025-06-03T08:00:00Z",
                        "5 charge total=-22.19 currency=EUR at=2025-06-03T08:00:00Z");
    }

    @Test
    void theFeeOfADepositIsACharge() {
        assertThat(Files.lines(Files.read(FILE.replace(";5.000,00;0,00;", ";5.000,00;49,50;"), Files.options("EUR"))))
                .contains(
                        "7 deposit total=5000 currency=EUR at=2025-06-01T08:00:00Z",
                        "7 charge total=49.5 currency=EUR at=2025-06-01T08:00:00Z");
    }

    /** A bond fund that ends: its units leave in one row, and its money comes as a distribution of the same reference. */
    @Test
    void theMoneyOfACorporateActionIsNoDividend() {
        String end = FILE.replace("2025-06-06;10:00:00;Executed;\"R6\"", """
                2025-06-07;10:00:00;Executed;"R7";MSFT;Cash;Distribution;US5949181045;;;957,00;0,00;0,00;EUR
                2025-06-07;10:00:00;Executed;"R7";MSFT;Security;Corporate action;US5949181045;-10;95,70;-957,00;;;EUR
                2025-06-06;10:00:00;Executed;"R6\"""");

        assertThat(Files.lines(Files.read(end, Files.options("EUR"))))
                .contains(
                        "2 unsupported: money of the event in line 3, which is not imported",
                        "3 unsupported: a corporate action, which the file does not describe",
                        "5 dividend ticker=US5949181045 total=1.7 tax=0.2 currency=EUR at=2025-06-05T08:00:00Z");
    }
}
