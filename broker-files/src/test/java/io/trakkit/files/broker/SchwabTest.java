package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class SchwabTest {

    private static final int HEADER = 2;
    private static final boolean OLDEST_FIRST = false;

    private static final String FILE = """
            "Transactions  for account XXXX-1234 as of 06/30/2025"
            "Date","Action","Symbol","Description","Quantity","Price","Fees & Comm","Amount"
            "06/20/2025","Reinvest Shares","ABC","ABC INC","0.5","$20.00","","-$10.00"
            "06/20/2025","Reinvest Dividend","ABC","ABC INC","","","","$10.00"
            "06/18/2025","NRA Tax Adj","XYZ","XYZ PLC","","","","-$1.50"
            "06/18/2025","Cash Dividend","XYZ","XYZ PLC","","","","$10.00"
            "06/17/2025","Cancel Buy","XYZ","XYZ PLC","5","$10.00","","$50.00"
            "06/16/2025","Buy","XYZ","XYZ PLC","5","$10.00","","-$50.00"
            "06/10/2025","Sell to Open","ABC 07/18/2025 30.00 C","CALL ABC","1","$1.20","$0.66","$119.34"
            "06/06/2025 as of 06/05/2025","Sell","ABC","ABC INC","40","$25.00","$0.05","$999.95"
            "06/02/2025","Buy","ABC","ABC INC","100","$1,020.00","$4.95","-$102,004.95"
            "06/01/2025","MoneyLink Transfer","","Tfr BANK","","","","$200,000.00"
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("USD"))))
                .containsExactly(
                        "3 buy ticker=ABC volume=0.5 amount=20 currency=USD at=2025-06-20T04:00:00.001Z",
                        "4 dividend ticker=ABC total=10 currency=USD at=2025-06-20T04:00:00Z",
                        "5 joined to 6",
                        "6 dividend ticker=XYZ total=10 tax=1.5 currency=USD at=2025-06-18T04:00:00Z",
                        "7 no_effect: the cancellation of line 8",
                        "8 no_effect: cancelled in line 7",
                        "9 unsupported: an option",
                        "10 sell ticker=ABC volume=40 amount=25 fee=0.05 currency=USD at=2025-06-05T04:00:00Z",
                        "11 buy ticker=ABC volume=100 amount=1020 fee=4.95 currency=USD at=2025-06-02T04:00:00Z",
                        "12 deposit total=200000 currency=USD at=2025-06-01T04:00:00Z");
        // 100 − 40 + 0.5.
        assertThat(Files.held(Files.read(FILE, Files.options("USD"))).get("ABC"))
                .isEqualByComparingTo("60.5");
    }

    @Test
    void theTwinInTheOtherOrderIsEqual() {
        assertThat(Files.byRefId(Files.read(Files.turned(FILE, HEADER), Files.options("USD"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("USD"))))
                .isNotEmpty();
    }

    @Test
    void aShorterExportHasTheSameRefIds() {
        String oldest = OLDEST_FIRST
                ? Files.head(FILE, HEADER + 2)
                : Files.head(FILE, HEADER) + FILE.strip().substring(FILE.strip().lastIndexOf('\n') + 1) + "\n";

        assertThat(Files.byRefId(Files.read(FILE, Files.options("USD"))))
                .containsAllEntriesOf(Files.byRefId(Files.read(oldest, Files.options("USD"))));
    }
}
