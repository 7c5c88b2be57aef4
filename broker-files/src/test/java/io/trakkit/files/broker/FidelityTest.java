package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

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
}
