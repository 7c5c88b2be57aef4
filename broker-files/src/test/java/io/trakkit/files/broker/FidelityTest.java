package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FidelityTest {

    static final String FILE = """


            Run Date,Account,Account Number,Action,Symbol,Description,Type,Exchange Quantity,Exchange Currency,Currency,Price,Quantity,Exchange Rate,Commission,Fees,Accrued Interest,Amount,Settlement Date
            06/20/2025,Brokerage,X1,REINVESTMENT ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,20,0.5,0,,,,-10,
            06/20/2025,Brokerage,X1,DIVIDEND RECEIVED ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,,,0,,,,10,
            06/18/2025,Brokerage,X1,FOREIGN TAX PAID XYZ PLC (XYZ) (Cash),XYZ,XYZ PLC,Cash,0,,USD,,,0,,,,-1.5,
            06/18/2025,Brokerage,X1,DIVIDEND RECEIVED XYZ PLC (XYZ) (Cash),XYZ,XYZ PLC,Cash,0,,USD,,,0,,,,10,
            06/10/2025,Brokerage,X1,YOU SOLD ABC INC as of 06/09/2025 (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,25,-4,0,,0.02,,99.98,06/12/2025
            06/02/2025,Brokerage,X1,YOU BOUGHT ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,20,10,0,4.95,,,-204.95,06/04/2025
            06/01/2025,Brokerage,X1,ELECTRONIC FUNDS TRANSFER RECEIVED (Cash), ,No Description,Cash,0,,USD,,,0,,,,500,
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        String whole =
                FILE + "\n\"The data is for information only, and may change.\"\nDate downloaded 07/01/2025 9:00 am\n";

        assertThat(Files.lines(Files.read(whole, Files.options("USD"))))
                .containsExactly(
                        "4 buy ticker=ABC volume=0.5 amount=20 currency=USD at=2025-06-20T04:00:00.001Z",
                        "5 dividend ticker=ABC total=10 currency=USD at=2025-06-20T04:00:00Z",
                        "6 joined to 7",
                        "7 dividend ticker=XYZ total=10 tax=1.5 currency=USD at=2025-06-18T04:00:00Z",
                        "8 sell ticker=ABC volume=4 amount=25 fee=0.02 currency=USD at=2025-06-09T04:00:00Z",
                        "9 buy ticker=ABC volume=10 amount=20 fee=4.95 currency=USD at=2025-06-02T04:00:00Z",
                        "10 deposit total=500 currency=USD at=2025-06-01T04:00:00Z",
                        "12 no_effect: a line of text",
                        "13 no_effect: a line of text");
        assertThat(Files.held(Files.read(FILE, Files.options("USD"))).get("ABC"))
                .isEqualByComparingTo("6.5");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 3, Files.options("USD")).assertRepeatable();
    }

    /** A file of 2026: the names of one account's file, with the accounts of the other one. */
    @Test
    void theFileOfAllAccountsCanHaveTheNamesOfOneAccount() {
        String file = """
                Run Date,Account,Account Number,Action,Symbol,Description,Type,Price ($),Quantity,Commission ($),Fees ($),Accrued Interest ($),Amount ($),Settlement Date
                06/23/2025,"Mine","X1","INTEREST EARNED as of Jun-20-2025 (Cash)",,"No Description",Cash,,0.000,,,,0.04,
                06/20/2025,"Mine","X1","NON-RESIDENT TAX ABC INC (ABC) (Cash)",ABC,"ABC INC",Cash,,0.000,,,,-1.50,
                06/20/2025,"Mine","X1","DIVIDEND RECEIVED ABC INC (ABC) (Cash)",ABC,"ABC INC",Cash,,0.000,,,,10,
                06/02/2025,"Mine","X1","YOU BOUGHT ABC INC (ABC) (Cash)",ABC,"ABC INC",Cash,20.5,10,,,,-205,06/04/2025
                """;

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .containsExactly(
                        "2 interest total=0.04 currency=USD at=2025-06-20T04:00:00Z",
                        "3 joined to 4",
                        "4 dividend ticker=ABC total=10 tax=1.5 currency=USD at=2025-06-20T04:00:00Z",
                        "5 buy ticker=ABC volume=10 amount=20.5 currency=USD at=2025-06-02T04:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ASSIGNED as of 06/19/2025 CALL (ABC),ABC,ABC INC,Cash,0,,USD,,-1,0,,,,,     | unsupported: an option
            EXPIRED CALL (ABC) ABC INC,ABC,ABC INC,Cash,0,,USD,,-1,0,,,,,               | unsupported: an option
            MARGIN INTEREST @ 8.5,,,Cash,0,,USD,,,0,,,,-3,                              | interest total=-3 currency=USD at=2025-06-20T04:00:00Z
            CONTRIBUTION CURRENT YEAR (Cash),,,Cash,0,,USD,,,0,,,,500,                  | deposit total=500 currency=USD at=2025-06-20T04:00:00Z
            NORMAL DISTR PARTIAL (Cash),,,Cash,0,,USD,,,0,,,,-500,                      | withdrawal total=500 currency=USD at=2025-06-20T04:00:00Z
            ROLLOVER SHARES ABC INC (ABC),ABC,ABC INC,Cash,0,,USD,,5,0,,,,0,            | unsupported: units that come in, whose cost the file does not have: post a transfer_in
            MERGER MER FROM 123456789,ABC,ABC INC,Cash,0,,USD,,5,0,,,,30,               | unsupported: a corporate action
            REDEMPTION PAYOUT ABC BOND,123456AB7,ABC BOND,Cash,0,,USD,1,-5,0,,,,5,      | unsupported: the end of a bond, whose price is for 100 of its face value
            FULL CALL PAYOUT ABC BOND,123456AB7,ABC BOND,Cash,0,,USD,1,-5,0,,,,5,       | wrong: column "Action" ("FULL CALL PAYOUT ABC BOND") does not begin with words that are known
            """)
    void anActionBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, 3) + "06/20/2025,Brokerage,X1," + cells.strip() + "\n";

        assertThat(Files.lines(Files.read(file, Files.options("USD")))).containsExactly("4 " + line);
    }

    @Test
    void aCancelledTradeIsNone() {
        String file = Files.head(FILE, 3) + """
                06/10/2025,Brokerage,X1,BUY CANCEL AS OF 06/09/2025 CXL DESCRIPTION CANCELLED TRADE ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,20,-10,0,,,,200,
                06/09/2025,Brokerage,X1,YOU BOUGHT ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,21,10,0,,,,-210,06/11/2025
                06/09/2025,Brokerage,X1,YOU BOUGHT ABC INC (ABC) (Cash),ABC,ABC INC,Cash,0,,USD,20,10,0,,,,-200,06/11/2025
                """;

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .containsExactly(
                        "4 no_effect: takes back line 6",
                        "5 buy ticker=ABC volume=10 amount=21 currency=USD at=2025-06-09T04:00:00Z",
                        "6 no_effect: taken back in line 4: if it was imported before, amend its status to failed");
    }
}
