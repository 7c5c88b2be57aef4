package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RevolutCryptoTest {

    static final String FILE = """
            Symbol,Type,Quantity,Price,Value,Fees,Date
            BTC,Buy,0.01,"€35,000.00",€350.00,€5.25,"Mar 8, 2025, 2:08:54\u202fPM"
            BTC,Sell,0.004,"€40,000.00",€160.00,€2.40,"Sept 9, 2025, 9:46:02 AM"
            ETH,Buy,0.5,"24,000.00 SEK","12,000.00 SEK",0.00 SEK,"12 Sep 2025, 11:03:12"
            ETH,Stake,0.4,"24,185.66 SEK","9,674.26 SEK",0.00 SEK,"Oct 2, 2025, 11:03:12 AM"
            ETH,Staking reward,0.0001,,,,"Oct 15, 2025, 12:23:31 AM"
            BTC,Send,0.001,"€40,000.00",€40.00,€0.00,"Oct 16, 2025, 3:50:00 AM"
            BTC,Receive,0.002,"€40,000.00",€80.00,€0.00,"Oct 17, 2025, 3:50:00 AM"
            BTC,Payment,0.001,"$40,000.00",$40.00,$0.00,"Oct 18, 2025, 3:50:00 AM"
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 buy ticker=BTC volume=0.01 amount=35000 fee=5.25 currency=EUR crypto at=2025-03-08T14:08:54Z",
                        "3 sell ticker=BTC volume=0.004 amount=40000 fee=2.4 currency=EUR crypto at=2025-09-09T09:46:02Z",
                        "4 buy ticker=ETH volume=0.5 amount=24000 currency=SEK crypto at=2025-09-12T11:03:12Z",
                        "5 no_effect: coins that are staked stay held",
                        "6 bonus ticker=ETH volume=0.0001 at=2025-10-15T00:23:31Z",
                        "7 transfer_out ticker=BTC volume=0.001 at=2025-10-16T03:50:00Z",
                        "8 unsupported: coins that come in, whose cost the file does not have: post a transfer_in",
                        "9 unsupported: a payment or an exchange in coins: Payment");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 0.01 − 0.004 − 0.001; 0.5 + 0.0001.
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))))
                .isEqualTo(Map.of("BTC", new BigDecimal("0.005"), "ETH", new BigDecimal("0.5001")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void anAmountWithoutAKnownCurrencyIsWrong() {
        assertThat(Files.lines(Files.read(FILE.replace("€350.00", "¥350.00"), Files.options("EUR"))))
                .contains("2 wrong: column \"Value\" (\"¥350.00\") has no currency that is known");
    }

    /** A coin can cost less than a cent. */
    @Test
    void aPriceThatIsShownAsNothingFitsItsValue() {
        String tiny = Files.head(FILE, 1) + "SHIB,Buy,1000000,€0.00,€9.50,€0.10,\"Mar 8, 2025, 2:08:54 PM\"\n";

        assertThat(Files.lines(Files.read(tiny, Files.options("EUR"))))
                .containsExactly(
                        "2 buy ticker=SHIB volume=1000000 amount=0.0000095 fee=0.1 currency=EUR crypto at=2025-03-08T14:08:54Z");
    }

    @Test
    void whatTheSendingCostsIsACharge() {
        assertThat(Files.lines(Files.read(
                        FILE.replace("€40.00,€0.00,\"Oct 16", "€40.00,€0.70,\"Oct 16"), Files.options("EUR"))))
                .contains(
                        "7 transfer_out ticker=BTC volume=0.001 at=2025-10-16T03:50:00Z",
                        "7 charge total=0.7 currency=EUR at=2025-10-16T03:50:00Z");
    }
}
