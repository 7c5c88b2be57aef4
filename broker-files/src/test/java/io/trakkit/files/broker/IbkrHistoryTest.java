package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The transaction history of Interactive Brokers: newest first, prices in their currency, amounts in that of the account. */
class IbkrHistoryTest {

    private static final int HEADER = 5;

    static final String FILE = """
            Statement,Header,Field Name,Field Value
            Statement,Data,Title,Transaction History
            Summary,Header,Field Name,Field Value
            Summary,Data,Base Currency,GBP
            Transaction History,Header,Date,Account,Description,Transaction Type,Symbol,Quantity,Price,Price Currency,Gross Amount ,Commission,Net Amount,Exchange Rate
            Transaction History,Data,2025-06-12,U***1,Withdrawal,Withdrawal,-,-,-,-,-50,-,-50,1
            Transaction History,Data,2025-06-11,U***1,GBP Credit Interest,Credit Interest,-,-,-,-,0.42,-,0.42,1
            Transaction History,Data,2025-06-10,U***1,ABC Cash Dividend - US Tax,Foreign Tax Withholding,ABC,-,-,-,-0.36,-,-0.36,0.8
            Transaction History,Data,2025-06-10,U***1,ABC Cash Dividend,Dividend,ABC,-,-,-,2.4,-,2.4,0.8
            Transaction History,Data,2025-06-09,U***1,FX Translations P&L,Adjustment,-,-,-,-,1.1,-,1.1,1
            Transaction History,Data,2025-06-06,U***1,ABC INC,Sell,ABC,-1,110,USD,88,-0.8,87.2,0.8
            Transaction History,Data,2025-06-05,U***1,ABC INC,Buy,ABC,4,100,USD,-320,-1.6,-321.6,0.8
            Transaction History,Data,2025-06-05,U***1,ABC INC,Buy,ABC,4,100,USD,-320,-1.6,-321.6,0.8
            Transaction History,Data,2025-06-04,U***1,GBP.USD,Forex Trade Component,GBP.USD,-100,1.25,USD,125,-1,124,0.8
            Transaction History,Data,2025-06-03,U***1,VODAFONE,Buy,VOD,100,0.7,GBP,-70,-3,-73,1
            Transaction History,Data,2025-06-02,U***1,Deposit,Deposit,-,-,-,-,"1,000",-,"1,000",1
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("GBP"))))
                .containsExactly(
                        "4 no_effect: data of the statement",
                        "6 withdrawal total=50 currency=GBP at=2025-06-12T04:00:00Z",
                        "7 interest total=0.42 currency=GBP at=2025-06-11T04:00:00Z",
                        "8 joined to 9",
                        "9 dividend ticker=ABC total=2.4 tax=0.36 currency=GBP at=2025-06-10T04:00:00Z",
                        "10 no_effect: a gain or loss by exchange rates",
                        // 88 ÷ 110 = 0.8 pounds per dollar; a commission of 0.80 pounds is 1.00 dollar.
                        "11 sell ticker=ABC volume=1 amount=110 fee=1 currency=USD fx_rate=0.8 at=2025-06-06T04:00:00Z",
                        "12 buy ticker=ABC volume=4 amount=100 fee=2 currency=USD fx_rate=0.8 at=2025-06-05T04:00:00.001Z",
                        "13 buy ticker=ABC volume=4 amount=100 fee=2 currency=USD fx_rate=0.8 at=2025-06-05T04:00:00Z",
                        "14 unsupported: a conversion of money: the balance of each currency lacks it",
                        "15 buy ticker=VOD volume=100 amount=0.7 fee=3 currency=GBP at=2025-06-03T04:00:00Z",
                        "16 deposit total=1000 currency=GBP at=2025-06-02T04:00:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 4 + 4 − 1.
        assertThat(Files.held(Files.read(FILE, Files.options("GBP"))))
                .isEqualTo(Map.of("ABC", new BigDecimal(7), "VOD", new BigDecimal("1E+2")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, HEADER, Files.options("GBP")).assertRepeatable();
    }

    @Test
    void aColumnThatIsNewIsRefused() {
        assertThatThrownBy(() -> Files.read(
                        FILE.replace("Commission,Net Amount,", "Commission,Surprise,Net Amount,"),
                        Files.options("GBP")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Transaction History")
                .hasMessageContaining("Surprise");
    }

    @Test
    void aCommissionAboveZeroCameBack() {
        String rebate = FILE.replace("VOD,100,0.7,GBP,-70,-3,-73,1", "VOD,100,0.7,GBP,-70,0.4,-69.6,1");

        assertThat(Files.lines(Files.read(rebate, Files.options("GBP"))))
                .contains(
                        "15 buy ticker=VOD volume=100 amount=0.7 currency=GBP at=2025-06-03T04:00:00Z",
                        "15 charge total=-0.4 currency=GBP at=2025-06-03T04:00:00Z");
    }

    @Test
    void aBuyThatBringsMoneyTakesOneBack() {
        String back = FILE.replace("Transaction History,Data,2025-06-02", """
                Transaction History,Data,2025-06-03,U***1,VODAFONE,Buy,VOD,-100,0.7,GBP,70,3,73,1
                Transaction History,Data,2025-06-02""");

        assertThat(Files.lines(Files.read(back, Files.options("GBP"))))
                .contains(
                        "15 no_effect: taken back in line 16: if it was imported before, amend its status to failed",
                        "16 no_effect: takes back line 15");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            VAT,Sales Tax,-,-,-,-,-0.4,-,-0.4,1                                                       | charge total=0.4 currency=GBP
            Coupon (UKT 2 09/07/25),Investment Interest Received,UKT 2 09/07/25,-,-,-,11,-,11,1         | interest total=11 currency=GBP
            Accrued,Investment Interest Paid,UKT 2 09/07/25,-,-,-,-1.8,-,-1.8,1                         | interest total=-1.8 currency=GBP
            Interest,Debit Interest,-,-,-,-,-14.6,-,-14.6,1                                             | interest total=-14.6 currency=GBP
            UKT 2 09/07/25,Buy,UKT 2 09/07/25,1000,99.5,GBP,-995,-1,-996,1                              | unsupported: a bond, whose price is for 100 of its face value
            ABC 20JUN25,Assignment,ABC 250620C00100000,1,0,USD,0,0,0,1                                  | unsupported: an option
            Withholding @ 20% on Credit Interest,Foreign Tax Withholding,-,-,-,-,-3.9,-,-3.9,1          | charge total=3.9 currency=GBP
            CANCEL WITHHOLDING ON Credit Interest,Foreign Tax Withholding,-,-,-,-,3.9,-,3.9,1           | charge total=-3.9 currency=GBP
            Something,Stock Loan Rebate,-,-,-,-,3.9,-,3.9,1                                             | wrong: column "Transaction Type" ("Stock Loan Rebate") is not a known type
            """)
    void aTypeBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, HEADER) + "Transaction History,Data,2025-06-12,U***1," + cells.strip() + "\n";

        assertThat(Files.lines(Files.read(file, Files.options("GBP"))))
                .last(STRING)
                .startsWith("6 " + line);
    }
}
