package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchwabTest {

    static final String FILE = """
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

    static final String JSON = """
            {"FromDate": "06/01/2025", "ToDate": "06/30/2025", "TotalTransactionsAmount": "$97,994.95",
            "BrokerageTransactions": [
            {"Date": "06/18/2025", "Action": "NRA Tax Adj", "Symbol": "XYZ", "Description": "XYZ PLC", "Quantity": "", "Price": "", "Fees & Comm": "", "Amount": "-$1.50", "ItemIssueId": "1"},
            {"Date": "06/18/2025", "Action": "Cash Dividend", "Symbol": "XYZ", "Description": "XYZ PLC", "Quantity": "", "Price": "", "Fees & Comm": "", "Amount": "$10.00"},
            {"Date": "06/06/2025 as of 06/05/2025", "Action": "Sell", "Symbol": "ABC", "Description": "ABC INC", "Quantity": "40", "Price": "$25.00", "Fees & Comm": "$0.05", "Amount": "$999.95"},
            {"Date": "06/02/2025", "Action": "Buy", "Symbol": "ABC", "Description": "ABC INC", "Quantity": "100", "Price": "$1,020.00", "Fees & Comm": "$4.95", "Amount": "-$102,004.95"},
            {"Date": "06/01/2025", "Action": "MoneyLink Transfer", "Symbol": "", "Description": "Tfr BANK", "Quantity": "", "Price": "", "Fees & Comm": "", "Amount": "$200,000.00"}
            ]}
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
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 2, Files.options("USD")).assertRepeatable();
    }

    @Test
    void aReverseSplitHasTheRatioOfItsTwoSidesOrOfTheUnitsHeldBefore() {
        String sides = FILE.replace("\"06/20/2025\",\"Reinvest Shares\"", """
                        "06/23/2025","Reverse Split","ABC","ABC INC","6","","",""
                        "06/23/2025","Reverse Split","ABC","ABC INC","-60","","",""
                        "06/20/2025","Reinvest Shares\"""");
        // 60 held, 54 taken: 1 for 10.
        String taken = FILE.replace(
                "\"06/20/2025\",\"Reinvest Shares\"",
                "\"06/19/2025\",\"Stock Split\",\"ABC\",\"ABC INC\",\"-54\",\"\",\"\",\"\"\n"
                        + "\"06/20/2025\",\"Reinvest Shares\"");

        assertThat(Files.lines(Files.read(sides, Files.options("USD"))))
                .contains("3 split ticker=ABC numerator=6 denominator=60 at=2025-06-23T04:00:00Z", "4 joined to 3");
        assertThat(Files.lines(Files.read(taken, Files.options("USD"))))
                .contains("3 split ticker=ABC numerator=1 denominator=10 at=2025-06-19T04:00:00Z");
    }

    @Test
    void theJsonTwinHasTheSameRecords() {
        assertThat(Files.preset(JSON.getBytes(StandardCharsets.UTF_8))).isEqualTo("schwab-json");
        assertThat(Files.lines(Files.read(JSON, Files.options("USD"))))
                .containsExactly(
                        "1 joined to 2",
                        "2 dividend ticker=XYZ total=10 tax=1.5 currency=USD at=2025-06-18T04:00:00Z",
                        "3 sell ticker=ABC volume=40 amount=25 fee=0.05 currency=USD at=2025-06-05T04:00:00Z",
                        "4 buy ticker=ABC volume=100 amount=1020 fee=4.95 currency=USD at=2025-06-02T04:00:00Z",
                        "5 deposit total=200000 currency=USD at=2025-06-01T04:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Sell Short,ABC,TEXT,5,$10.00,$0.02,$49.98        | sell ticker=ABC volume=5 amount=10 fee=0.02 currency=USD
            Pr Yr Special Div,ABC,TEXT,,,,$3.00              | dividend ticker=ABC total=3 currency=USD
            Div Adjustment,ABC,TEXT,,,,$3.00                 | dividend ticker=ABC total=3 currency=USD
            Div Adjustment,ABC,TEXT,,,,-$3.00                | unsupported: a dividend that is taken back, and is not in this file: if it was imported before, amend its status to failed
            Ret Cap Reinvest,ABC,TEXT,,,,$3.00               | return_of_capital ticker=ABC total=3 currency=USD
            NRA Withhold,,TEXT,,,,-$0.90                     | charge total=0.9 currency=USD
            CD Interest,,TEXT,,,,$4.00                       | interest total=4 currency=USD
            Interest Adj,,TEXT,,,,-$4.00                     | interest total=-4 currency=USD
            MoneyLink Adj,,TEXT,,,,$10.00                    | deposit total=10 currency=USD
            Visa Purchase,,TEXT,,,,-$10.00                   | withdrawal total=10 currency=USD
            Funds Disbursed,,TEXT,,,,-$10.00                 | withdrawal total=10 currency=USD
            Internal Transfer,,TEXT,,,,$10.00                | deposit total=10 currency=USD
            Internal Transfer,ABC,TEXT,5,,,$500.00           | unsupported: units that come in, whose cost the file does not have: post a transfer_in
            Internal Transfer,ABC,TEXT,-5,,,-$500.00         | transfer_out ticker=ABC volume=5
            Exercised,ABC 07/18/2025 30.00 C,TEXT,1,,,       | unsupported: an option
            Conversion,ABC,TEXT,5,,,                         | unsupported: a corporate action: Conversion
            Adjustment,,TEXT,,,,$5.00                        | wrong: column "Action" ("Adjustment") is not a known action
            """)
    void anActionBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, 2) + "06/20/2025," + cells.strip() + "\n";

        assertThat(Files.lines(Files.read(file, Files.options("USD"))))
                .singleElement(STRING)
                .startsWith("3 " + line);
    }
}
