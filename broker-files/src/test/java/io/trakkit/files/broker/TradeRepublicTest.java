package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TradeRepublicTest {

    static final String FILE = """
            datetime,date,account_type,category,type,asset_class,name,symbol,shares,price,amount,fee,tax,currency,original_amount,original_currency,fx_rate,description,transaction_id,counterparty_name,counterparty_iban,payment_reference,mcc_code
            2025-06-01T08:00:00.000Z,2025-06-01,DEFAULT,CASH,CUSTOMER_INBOUND,,,,,,1000,,,EUR,,,,Deposit,u-1,,,,
            2025-06-02T09:00:00.123Z,2025-06-02,DEFAULT,TRADING,BUY,STOCK,ASML,NL0010273215,2,600.5,-1201.00,-1.00,,EUR,,,,Buy,u-2,,,,
            2025-06-03T09:00:00.000Z,2025-06-03,DEFAULT,TRADING,SELL,STOCK,ASML,NL0010273215,-1,700,700.00,-1.00,-10.5,EUR,,,,Sell,u-3,,,,
            2025-06-04T09:00:00.000Z,2025-06-04,DEFAULT,CASH,DIVIDEND,STOCK,ASML,NL0010273215,1,,3.00,,-0.45,EUR,3.50,USD,0.857,Dividend,u-4,,,,
            2025-06-05T09:00:00.000Z,2025-06-05,DEFAULT,CASH,TAX_OPTIMIZATION,,,,,,0,,2.5,EUR,,,,Refund,u-5,,,,
            2025-06-06T09:00:00.000Z,2025-06-06,DEFAULT,CORPORATE_ACTION,SPLIT,STOCK,ASML,NL0010273215,3,,,,,EUR,,,,Split,u-6,,,,
            2025-06-07T09:00:00.000Z,2025-06-07,DEFAULT,DELIVERY,MIGRATION,STOCK,ASML,NL0010273215,-4,,,,,EUR,,,,,u-7,,,,
            2025-06-08T09:00:00.000Z,2025-06-08,DEFAULT,CASH,CARD_TRANSACTION,,,,,,-20.50,,,EUR,,,,Shop,u-8,,,,5411
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 deposit total=1000 currency=EUR at=2025-06-01T08:00:00Z",
                        "3 buy ticker=NL0010273215 isin=NL0010273215 volume=2 amount=600.5 fee=1 currency=EUR"
                                + " at=2025-06-02T09:00:00.123Z",
                        "4 sell ticker=NL0010273215 isin=NL0010273215 volume=1 amount=700 fee=1 tax=10.5 currency=EUR"
                                + " at=2025-06-03T09:00:00Z",
                        "5 dividend ticker=NL0010273215 total=3 tax=0.45 currency=EUR at=2025-06-04T09:00:00Z",
                        "6 charge total=-2.5 currency=EUR at=2025-06-05T09:00:00Z",
                        "7 bonus ticker=NL0010273215 volume=3 at=2025-06-06T09:00:00Z",
                        "8 no_effect: a move between depots of the bank",
                        "9 withdrawal total=20.5 currency=EUR at=2025-06-08T09:00:00Z");
        // 2 − 1 + 3.
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("NL0010273215"))
                .isEqualByComparingTo("4");
        assertThat(Files.refIds(Files.read(FILE, Files.options("EUR")))).contains("trade-republic:7:u-2");
    }

    @Test
    void aTaxThatComesBackIsMoneyOfItsOwn() {
        String refund = FILE.lines().limit(1).findFirst().orElseThrow() + "\n"
                + FILE.lines()
                        .filter(line -> line.contains(",DIVIDEND,"))
                        .findFirst()
                        .orElseThrow()
                        .replace(",-0.45,", ",2.00,");

        assertThat(Files.lines(Files.read(refund, Files.options("EUR"))))
                .containsExactly(
                        "2 dividend ticker=NL0010273215 total=3 currency=EUR at=2025-06-04T09:00:00Z",
                        "2 charge total=-2 currency=EUR at=2025-06-04T09:00:00Z");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void aReverseSplitHasTheRatioOfTheUnitsHeldBefore() {
        // 2 − 1 held, and 3 more: of 4 units 3 are taken.
        String taken = FILE.replace("NL0010273215,-4,,,,,EUR,,,,,u-7", "NL0010273215,-3,,,,,EUR,,,,,u-7")
                .replace("DELIVERY,MIGRATION", "CORPORATE_ACTION,SPLIT");

        assertThat(Files.lines(Files.read(taken, Files.options("EUR"))))
                .contains("8 split ticker=NL0010273215 numerator=1 denominator=4 at=2025-06-07T09:00:00Z");
    }

    /** The units leave in one row and the money comes in another, which has the units or not. */
    @Test
    void aRedemptionIsOneSale() {
        String header = Files.head(FILE, 1);
        String units = "2025-06-09T09:00:00.000Z,2025-06-09,DEFAULT,CORPORATE_ACTION,REDEMPTION,BOND,A,XS1614198262,"
                + "-20.04,1,,,,EUR,,,,,u-10,,,,\n";
        String withUnits = "2025-06-10T09:00:00.000Z,2025-06-10,DEFAULT,CASH,FINAL_MATURITY,BOND,A,XS1614198262,"
                + "20.04,,20.04,,,EUR,,,,,u-11,,,,\n";
        String without =
                "2025-06-10T09:00:00.000Z,2025-06-10,DEFAULT,CORPORATE_ACTION,FINAL_MATURITY,BOND,A,XS1614198262,"
                        + ",,20.04,,-0.5,EUR,,,,,u-11,,,,\n";

        assertThat(Files.lines(Files.read(header + units + withUnits, Files.options("EUR"))))
                .containsExactly(
                        "2 no_effect: the units of a redemption, whose money has a row of its own",
                        "3 sell ticker=XS1614198262 isin=XS1614198262 volume=20.04 amount=1 currency=EUR bond"
                                + " at=2025-06-10T09:00:00Z");
        assertThat(Files.lines(Files.read(header + units + without, Files.options("EUR"))))
                .containsExactly(
                        "2 joined to 3",
                        "3 sell ticker=XS1614198262 isin=XS1614198262 volume=20.04 amount=1 tax=0.5 currency=EUR bond"
                                + " at=2025-06-10T09:00:00Z");
        assertThat(Files.lines(Files.read(header + units, Files.options("EUR"))))
                .containsExactly("2 unsupported: units that a redemption takes, whose money is not in the file");
        assertThat(Files.lines(Files.read(header + without, Files.options("EUR"))))
                .containsExactly("2 unsupported: the money of a redemption, whose units are not in the file");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CASH,COUPON_PAYMENT,BOND,A,XS1614198262,,,4.00,,-1.00    | interest total=4 tax=1 currency=EUR
            CASH,FEE,,,,,,-3.00,,                                    | charge total=3 currency=EUR
            CASH,CARD_ORDERING_FEE,,,,,,0.00,-5.00,                  | charge total=5 currency=EUR
            CASH,TAX,,,,,,-2.00,,                                    | charge total=2 currency=EUR
            CASH,EARNINGS,,,,,,0.00,,0.00                            | no_effect: a row without money
            CASH,CUSTOMER_INPAYMENT_REVERSAL,,,,,,-50.00,,           | withdrawal total=50 currency=EUR
            CASH,REFERRAL,,,,,,25.00,,                               | deposit total=25 currency=EUR
            CASH,PRIVATE_MARKET_SELL,,,,1,9,9.00,,                   | unsupported: a trade in a private market
            CASH,LOTTERY,,,,,,9.00,,                                 | wrong: column "type" ("LOTTERY") is not a known type of cash
            CORPORATE_ACTION,BONUS_ISSUE,STOCK,A,US5949181045,2,,,,  | bonus ticker=US5949181045 volume=2
            CORPORATE_ACTION,SPIN_OFF,STOCK,A,US5949181045,2,,,,     | unsupported: a corporate action: SPIN_OFF
            """)
    void aTypeBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, 1) + "2025-06-09T09:00:00.000Z,2025-06-09,DEFAULT," + cells.strip()
                + ",EUR,,,,,u-10,,,,\n";

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .singleElement(STRING)
                .startsWith("2 " + line);
    }

    /** French clients have a second account, whose cash and units are its own. */
    @Test
    void ofTwoAccountsOneIsChosen() {
        String two = FILE.replaceFirst("2025-06-04,DEFAULT,CASH", "2025-06-04,PEA,CASH");

        assertThatThrownBy(() -> Files.read(two, Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("several accounts: DEFAULT, PEA");
    }

    /** A dividend whose tax the bank corrects: it is taken back, and booked anew on the same day with the same amount. */
    @Test
    void aDividendThatIsBookedAnewCountsOnce() {
        String header = Files.head(FILE, 1);
        String dividend = FILE.lines()
                        .filter(line -> line.contains(",DIVIDEND,"))
                        .findFirst()
                        .orElseThrow() + "\n";
        String back = dividend.replace("2025-06-04T09", "2025-09-01T09")
                .replace(",3.00,,-0.45,", ",-3.00,,0.45,")
                .replace("u-4", "u-20");
        String anew = dividend.replace("2025-06-04T09", "2025-09-01T10")
                .replace(",-0.45,", ",-0.60,")
                .replace("u-4", "u-21");

        assertThat(Files.lines(Files.read(header + dividend + back + anew, Files.options("EUR"))))
                .containsExactly(
                        "2 no_effect: taken back in line 3: if it was imported before, amend its status to failed",
                        "3 no_effect: takes back line 2",
                        "4 dividend ticker=NL0010273215 total=3 tax=0.6 currency=EUR at=2025-09-01T10:00:00Z");
    }
}
