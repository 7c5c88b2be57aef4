package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtoroTest {

    static final String FILE = """
            Date,Type,Details,Amount,Units,Realized Equity Change,Realized Equity,Balance,Position ID,Asset type,NWA
            01/06/2025 08:00:00,Deposit,-,"1,000.00",-,"1,000.00","1,000.00","1,000.00",-,,0.00
            02/06/2025 15:30:40,Open Position,MSFT/USD,200.00,2,0.00,"1,000.00",800.00,71,Stocks,0.00
            02/06/2025 15:30:41,Open Position,MSFT/USD, 100.00 ,1,0.00,"1,000.00",700.00,72,Stocks,0.00
            03/06/2025 08:10:00,Open Position,VOD/GBX,139.40,100,0.00,"1,000.00",560.60,73,Stocks,0.00
            03/06/2025 08:10:01,SDRT,VOD/GBX,(0.70),-,(0.70),999.30,559.90,73,Stocks,0.00
            04/06/2025 14:00:25,Open Position,NKE/USD," 100,00 ",0.398451," 0,00 "," 999,30 "," 459,90 ",74,CFD," 0,00 "
            05/06/2025 00:46:41,Overnight fee,Daily,"(0,10)",-,"(0,10)"," 999,20 "," 459,80 ",74,CFD," 0,00 "
            06/06/2025 01:31:04,Overnight refund,Daily," 0,21 ",-," 0,21 "," 999,41 "," 460,01 ",74,CFD," 0,00 "
            07/06/2025 06:00:00,corp action: Split,MSFT/USD 4:1,-,-,0.00,999.41,460.01,71,Stocks,0.00
            07/06/2025 06:00:01,corp action: Split,MSFT/USD 4:1,-,-,0.00,999.41,460.01,72,Stocks,0.00
            09/06/2025 15:30:40,Position closed,MSFT/USD,110.00,4,10.00,"1,009.41",570.01,72,Stocks,0.00
            10/06/2025 00:10:33,Dividend,MSFT/USD,0.17,-,0.17,"1,009.58",570.18,71,Stocks,0.00
            11/06/2025 00:10:33,Staking,ADA/USD,-,1.5,0.00,"1,009.58",570.18,-,Crypto,0.00
            12/06/2025 05:50:54,Interest Payment,-,0.08,-,0.08,"1,009.66",570.26,-,,0.00
            13/06/2025 13:09:09,Withdraw Request,-,-100.11,-,-100.11,909.55,470.15,-,,0.00
            14/06/2025 13:09:09,Withdraw Fee,-,0.00,-,0.00,909.55,470.15,-,,0.00
            15/06/2025 13:09:09,Start Copy,Someone,-,-,0.00,909.55,470.15,-,,0.00
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("USD"))))
                .containsExactly(
                        "2 deposit total=1000 currency=USD at=2025-06-01T08:00:00Z",
                        "3 buy ticker=MSFT volume=2 amount=100 currency=USD at=2025-06-02T15:30:40Z",
                        "4 buy ticker=MSFT volume=1 amount=100 currency=USD at=2025-06-02T15:30:41Z",
                        "5 buy ticker=VOD volume=100 amount=1.394 tax=0.7 currency=USD at=2025-06-03T08:10:00Z",
                        "6 joined to 5",
                        "7 unsupported: a contract for difference, or a position with leverage",
                        "8 charge total=0.1 currency=USD at=2025-06-05T00:46:41Z",
                        "9 charge total=-0.21 currency=USD at=2025-06-06T01:31:04Z",
                        // Both positions have a row for the one split.
                        "10 split ticker=MSFT numerator=4 denominator=1 at=2025-06-07T00:00:00Z",
                        "11 joined to 10",
                        "12 sell ticker=MSFT volume=4 amount=27.5 currency=USD at=2025-06-09T15:30:40Z",
                        "13 dividend ticker=MSFT total=0.17 currency=USD at=2025-06-10T00:10:33Z",
                        "14 bonus ticker=ADA volume=1.5 at=2025-06-11T00:10:33Z",
                        "15 interest total=0.08 currency=USD at=2025-06-12T05:50:54Z",
                        "16 withdrawal total=100.11 currency=USD at=2025-06-13T13:09:09Z",
                        "17 no_effect: a charge of 0",
                        "18 no_effect: a change that moves nothing: Start Copy");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // (2 + 1) × 4 − 4.
        assertThat(Files.held(Files.read(FILE, Files.options("USD"))))
                .isEqualTo(
                        Map.of("MSFT", new BigDecimal(8), "VOD", new BigDecimal("1E+2"), "ADA", new BigDecimal("1.5")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("USD")).assertRepeatable();
    }

    @Test
    void aWithdrawalThatIsCancelledIsNone() {
        String cancelled = FILE.replace(
                "14/06/2025 13:09:09,Withdraw Fee,-,0.00", "14/06/2025 13:09:09,Withdraw Request Cancelled,-,100.11");

        assertThat(Files.lines(Files.read(cancelled, Files.options("USD"))))
                .contains(
                        "16 no_effect: taken back in line 17: if it was imported before, amend its status to failed",
                        "17 no_effect: takes back line 16");
    }

    @Test
    void theHeaderOf2022HasNoUnits() {
        assertThat(Files.lines(Files.read("""
                        Date,Type,Details,Amount,Realized Equity Change,Realized Equity,Balance,Position ID,NWA
                        02/06/2022 15:30:40,Open Position,MSFT/USD,200.00,0.00,1000.00,800.00,71,0.00
                        03/06/2022 15:30:40,Dividend,MSFT/USD,0.17,0.17,1000.17,800.17,71,0.00
                        """, Files.options("USD"))))
                .containsExactly(
                        "2 unsupported: a position, and the file does not say whether of shares: export the file again",
                        "3 dividend ticker=MSFT total=0.17 currency=USD at=2022-06-03T15:30:40Z");
    }

    @Test
    void theHeaderOf2025HasUnitsOrContracts() {
        assertThat(Files.byRefId(
                        Files.read(FILE.replace("Amount,Units,", "Amount,Units / Contracts,"), Files.options("USD"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("USD"))));
    }

    @Test
    void aNewColumnIsRefusedByName() {
        assertThatThrownBy(
                        () -> Files.read(FILE.replace("Asset type,NWA", "Asset type,Venue,NWA"), Files.options("USD")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("eToro")
                .hasMessageContaining("\"Venue\"");
    }

    @Test
    void currenciesAndCommoditiesAreContracts() {
        for (String asset : List.of("Currencies", "Commodities", "Indices")) {
            assertThat(Files.lines(
                            Files.read(FILE.replace("800.00,71,Stocks", "800.00,71," + asset), Files.options("USD"))))
                    .contains("3 unsupported: a contract for difference: of " + asset.toLowerCase(Locale.ROOT));
        }
    }

    /** The change of the equity says whether a fee was paid. */
    @Test
    void aFeeThatAddsToTheEquityCameBack() {
        assertThat(Files.lines(Files.read(
                        FILE.replace("Daily,\"(0,10)\",-,\"(0,10)\"", "Daily,\"0,10\",-,\"0,10\""),
                        Files.options("USD"))))
                .contains("8 charge total=-0.1 currency=USD at=2025-06-05T00:46:41Z");
    }

    /** In older rows the details say what a fee is, and it is none. */
    @Test
    void aDividendThatIsBookedAsAFeeIsNoRefund() {
        String file = Files.head(FILE, 1) + """
                10/06/2025 00:10:33,Rollover Fee,Payment caused by dividend,0.17,-,0.17,"1,009.58",570.18,71,Stocks,0.00
                11/06/2025 00:10:33,Rollover Fee,Over night fee,(0.17),-,(0.17),"1,009.41",570.01,74,CFD,0.00
                """;

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .containsExactly(
                        "2 unsupported: a dividend whose security the row does not name: post it as a dividend",
                        "3 charge total=0.17 currency=USD at=2025-06-11T00:10:33Z");
    }
}
