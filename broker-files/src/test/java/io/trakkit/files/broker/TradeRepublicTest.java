package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

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
}
