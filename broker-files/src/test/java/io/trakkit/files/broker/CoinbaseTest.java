package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoinbaseTest {

    private static final int HEADER = 4;

    static final String FILE = """

            Transactions
            User,Some Person,0000
            ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes
            c-11,2025-06-12 06:33:40 UTC,Withdrawal,EUR,-50,EUR,€1.00,-€50.00,-€50.00,€0.00,Withdrawal to bank
            c-10,2025-06-11 06:33:40 UTC,Advanced Trade Buy,SOL,2,USDC,100,200,201,1,
            c-9,2025-06-10 06:33:40 UTC,Retail Staking Transfer,ETH,-0.1,EUR,€3000.00,-€300.00,-€300.00,€0.00,
            c-8,2025-06-09 06:33:40 UTC,Receive,BTC,0.5,EUR,€40000.00,"€20,000.00","€20,000.00",€0.00,Received 0.5 BTC
            c-7,2025-06-08 06:33:40 UTC,Send,ETH,-0.25,EUR,€3200.00,-€800.00,-€800.00,€0.00,Sent 0.25 ETH
            c-6,2025-06-07 06:33:40 UTC,Learning Reward,ETH,1.0e-08,EUR,€3000.00,€0.00003,€0.00003,€0.00,
            c-5,2025-06-06 06:33:40 UTC,Sell,ETH,-0.5,EUR,€3100.00,"-€1,500.00","-€1,490.00",€10.00,Sold 0.5 ETH
            c-4,2025-06-05 06:33:40 UTC,Convert,BTC,-0.01,EUR,€40000.00,-€400.00,-€400.00,€4.00,Converted 0.01 BTC to 0.125 ETH
            c-3,2025-06-04 06:33:40 UTC,Buy,ETH,1,EUR,€2980.00,"€3,000.00","€3,044.70",€44.70,Bought 1 ETH
            c-2,2025-06-03 06:33:40 UTC,Buy,BTC,0.03,EUR,€39950.00,"€1,200.00","€1,218.00",€18.00,Bought 0.03 BTC
            c-1,2025-06-02 06:33:40 UTC,Deposit,EUR,5000,EUR,€1.00,"€5,000.00","€5,000.00",€0.00,Deposit from bank
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "5 withdrawal total=50 currency=EUR at=2025-06-12T06:33:40Z",
                        "6 unsupported: a trade that is priced in USDC, which is no currency",
                        "7 no_effect: a move within Coinbase",
                        "8 unsupported: coins that come in, whose cost the file does not have: post a transfer_in",
                        "9 transfer_out ticker=ETH volume=0.25 at=2025-06-08T06:33:40Z",
                        "10 bonus ticker=ETH volume=1E-8 at=2025-06-07T06:33:40Z",
                        // 1,500 ÷ 0.5; 1,500 − 1,490.
                        "11 sell ticker=ETH volume=0.5 amount=3000 fee=10 currency=EUR crypto at=2025-06-06T06:33:40Z",
                        // 400 − 4 are what 0.125 ETH cost.
                        "12 sell ticker=BTC volume=0.01 amount=40000 fee=4 currency=EUR crypto at=2025-06-05T06:33:40Z",
                        "12 buy ticker=ETH volume=0.125 amount=3168 currency=EUR crypto at=2025-06-05T06:33:40Z",
                        "13 buy ticker=ETH volume=1 amount=3000 fee=44.7 currency=EUR crypto at=2025-06-04T06:33:40Z",
                        "14 buy ticker=BTC volume=0.03 amount=40000 fee=18 currency=EUR crypto at=2025-06-03T06:33:40Z",
                        "15 deposit total=5000 currency=EUR at=2025-06-02T06:33:40Z");
        assertThat(Files.refIds(Files.read(FILE, Files.options("EUR")))).contains("coinbase:7:c-4", "coinbase:7:c-4.1");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 0.03 − 0.01; 1 + 0.125 − 0.5 + 0.00000001 − 0.25.
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))))
                .isEqualTo(Map.of("BTC", new BigDecimal("0.02"), "ETH", new BigDecimal("0.37500001")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, HEADER, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void theOlderHeaderHasNoIdsAndNoSigns() {
        String older = """
                "You can use this transaction report to inform your likely tax obligations."

                Transactions
                User,person@example.invalid,0000
                Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,Spot Price at Transaction,Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes
                2022-06-01T10:00:00Z,Buy,BTC,0.02,EUR,40000.00,800.00,812.00,12.00,Bought 0.02 BTC
                2022-06-01T10:00:00Z,Buy,BTC,0.02,EUR,40000.00,800.00,812.00,12.00,Bought 0.02 BTC
                2022-06-02T10:00:00Z,Sell,BTC,0.01,EUR,45000.00,450.00,443.00,7.00,Sold 0.01 BTC
                2022-06-03T10:00:00Z,Send,BTC,0.005,EUR,45000.00,"","","",Sent 0.005 BTC
                """;

        assertThat(Files.lines(Files.read(older, Files.options("EUR"))))
                .contains(
                        "6 buy ticker=BTC volume=0.02 amount=40000 fee=12 currency=EUR crypto at=2022-06-01T10:00:00Z",
                        "8 sell ticker=BTC volume=0.01 amount=45000 fee=7 currency=EUR crypto at=2022-06-02T10:00:00Z",
                        "9 transfer_out ticker=BTC volume=0.005 at=2022-06-03T10:00:00Z");
        Exports.of(older, 5, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void aTotalOnTheWrongSideIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace("\"-€1,490.00\"", "\"-€1,510.00\""), Files.options("EUR"))))
                .anyMatch(line -> line.startsWith("11 wrong: column \"Total (inclusive of fees and/or spread)\""));
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(FILE.replace("Spread,Notes", "Spread,Venue,Notes"), Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Coinbase")
                .hasMessageContaining("\"Venue\"");
    }

    /** The account is in dollars, and holds euros as well. */
    @Test
    void anAssetThatIsACurrencyIsMoney() {
        String file = Files.head(FILE, 4) + """
                c-23,2025-06-04 06:33:40 UTC,Convert,USDC,-100,USD,$1.00,-$100.00,-$100.00,$0.00,Converted 100 USDC to 92 EUR
                c-22,2025-06-03 06:33:40 UTC,Withdrawal,EUR,-40,USD,$1.09,-$43.60,-$43.60,$0.00,Withdrawal
                c-21,2025-06-02 06:33:40 UTC,Deposit,EUR,50,USD,$1.09,$54.50,$54.50,$0.00,Deposit
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "5 sell ticker=USDC volume=100 amount=0.92 currency=EUR crypto at=2025-06-04T06:33:40Z",
                        "6 withdrawal total=40 currency=EUR at=2025-06-03T06:33:40Z",
                        "7 deposit total=50 currency=EUR at=2025-06-02T06:33:40Z");
    }

    @Test
    void halfACentOfASubtotalIsNoFee() {
        assertThat(Files.lines(Files.read(
                        FILE.replace("\"€1,200.00\",\"€1,218.00\",€18.00", "\"€1,200.005\",\"€1,200.00\",€0.00"),
                        Files.options("EUR"))))
                .anyMatch(line -> line.startsWith("14 buy ticker=BTC volume=0.03 amount=40000.16666666666666"))
                .noneMatch(line -> line.startsWith("14 wrong"));
    }

    /** In newer files each asset of a conversion has a row. */
    @Test
    void aConversionOfTwoRowsCountsOnce() {
        String head = Files.head(FILE, HEADER);
        String notes = "Converted 0.01 BTC to 0.125 ETH";
        String sold = "c-4,2025-06-05 06:33:40 UTC,Convert,BTC,-0.01,EUR,€40000.00,-€400.00,-€400.00,€4.00,";
        String bought = "c-4,2025-06-05 06:33:40 UTC,Convert,ETH,0.125,EUR,€3168.00,€396.00,€396.00,€0.00,";
        String[] sale = {
            "sell ticker=BTC volume=0.01 amount=40000 fee=4 currency=EUR crypto at=2025-06-05T06:33:40Z",
            "buy ticker=ETH volume=0.125 amount=3168 currency=EUR crypto at=2025-06-05T06:33:40Z"
        };

        for (String text : List.of(notes, "")) {
            assertThat(Files.lines(Files.read(head + bought + text + "\n" + sold + text + "\n", Files.options("EUR"))))
                    .containsExactly("5 joined to 6", "6 " + sale[0], "6 " + sale[1]);
            assertThat(Files.lines(Files.read(head + sold + text + "\n" + bought + text + "\n", Files.options("EUR"))))
                    .containsExactly("5 " + sale[0], "5 " + sale[1], "6 joined to 5");
        }
        assertThat(Files.lines(Files.read(head + sold + "\n", Files.options("EUR"))))
                .containsExactly("5 wrong: column \"Notes\" does not say what was converted to what");
        assertThat(Files.lines(Files.read(head + sold.replace(",BTC,", ",SOL,") + notes + "\n", Files.options("EUR"))))
                .containsExactly("5 wrong: column \"Notes\" (\"Converted 0.01 BTC to 0.125 ETH\") does not say what was"
                        + " converted to what");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Interest Payout         | 0.5  | bonus ticker=ETH volume=0.5
            Credit Card Reward      | 0.5  | bonus ticker=ETH volume=0.5
            Prime Deposit           | -0.5 | transfer_out ticker=ETH volume=0.5
            Donation                | -0.5 | transfer_out ticker=ETH volume=0.5
            Retail Simple Dust      | -0.5 | sell ticker=ETH volume=0.5 amount=3000 currency=EUR crypto
            Retail Eth2 Deprecation | -0.5 | unsupported: coins that become others: post a transfer_out and a transfer_in
            Asset Migration         | 0.5  | unsupported: coins that become others: post a transfer_out and a transfer_in
            Wrap Asset              | 0.5  | unsupported: a conversion or a payment in coins: Wrap Asset
            Admin Debit             | -0.5 | unsupported: a payment in coins: Admin Debit
            Cash to Savings         | -0.5 | no_effect: a move within Coinbase
            Loan Payment            | -0.5 | wrong: column "Transaction Type" ("Loan Payment") is not a known type
            """)
    void aTypeBecomesWhatItSays(String type, String quantity, String line) {
        String file = Files.head(FILE, HEADER)
                + "c-1,2025-06-05 06:33:40 UTC,%s,ETH,%s,EUR,€3000.00,\"€1,500.00\",\"€1,500.00\",€0.00,\n"
                        .formatted(type, quantity);

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .singleElement(STRING)
                .startsWith("5 " + line);
    }
}
