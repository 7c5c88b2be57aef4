package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class IbkrActivityTest {

    static final String FILE = """
            Statement,Header,Field Name,Field Value
            Statement,Data,Title,Activity Statement
            Trades,Header,DataDiscriminator,Asset Category,Currency,Symbol,Date/Time,Quantity,T. Price,C. Price,Proceeds,Comm/Fee,Basis,Realized P/L,MTM P/L,Code
            Trades,Data,Order,Stocks,USD,ABC,"2025-06-02, 10:00:00","1,000",2,2.1,-2000,-1,2001,0,0,O
            Trades,Data,Trade,Stocks,USD,ABC,"2025-06-02, 10:00:00","1,000",2,2.1,-2000,-1,2001,0,0,O
            Trades,Data,Trade,Stocks,USD,ABC,"2025-06-03, 10:00:00",-400,3,3.1,1200,-1,-801,0,0,C
            Trades,Data,Trade,Equity and Index Options,USD,ABC 20JUN25 3 C,"2025-06-03, 10:00:00",1,3,3.1,-300,-1,301,0,0,O
            Trades,SubTotal,,Stocks,USD,ABC,,600,,,-800,-2,1200,0,0,
            Dividends,Header,Currency,Date,Description,Amount
            Dividends,Data,USD,2025-06-10,ABC(US5949181045) Cash Dividend USD 0.01 per Share (Ordinary Dividend),6
            Dividends,Data,Total,,,6
            Withholding Tax,Header,Currency,Date,Description,Amount,Code
            Withholding Tax,Data,USD,2025-06-10,ABC(US5949181045) Cash Dividend USD 0.01 per Share - US Tax,-0.9,
            Deposits & Withdrawals,Header,Currency,Settle Date,Description,Amount
            Deposits & Withdrawals,Data,EUR,2025-06-01,Electronic Fund Transfer,5000
            Financial Instrument Information,Header,Asset Category,Symbol,Description,Conid,Security ID,Multiplier,Type,Code
            Financial Instrument Information,Data,Stocks,ABC,ABC INC,1,US5949181045,1,COMMON,
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "4 no_effect: an order, whose executions have rows of their own",
                        "5 buy ticker=ABC isin=US5949181045 volume=1000 amount=2 fee=1 currency=USD at=2025-06-02T14:00:00Z",
                        "6 sell ticker=ABC isin=US5949181045 volume=400 amount=3 fee=1 currency=USD at=2025-06-03T14:00:00Z",
                        "7 unsupported: of the category Equity and Index Options, such as options and futures",
                        "8 no_effect: a sum or a note of the statement",
                        "10 dividend ticker=ABC total=6 tax=0.9 currency=USD at=2025-06-10T04:00:00Z",
                        "11 no_effect: a sum of the statement",
                        "13 joined to 10",
                        "15 deposit total=5000 currency=EUR at=2025-06-01T04:00:00Z",
                        "17 no_effect: data of the statement");
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("ABC"))
                .isEqualByComparingTo("600");
    }

    @Test
    void theRowsOfASectionAreInAnyOrder() {
        List<String> lines = new ArrayList<>(List.of(FILE.split("\n")));
        Collections.swap(lines, 4, 5);

        assertThat(Files.byRefId(Files.read(String.join("\n", lines) + "\n", Files.options("EUR"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("EUR"))));
    }

    @Test
    void aDividendThatIsTakenBackAndPaidAnewCountsOnce() {
        String file = FILE.replace(
                "Dividends,Data,Total,,,6",
                "Dividends,Data,USD,2025-06-10,ABC(US5949181045) Cash Dividend USD 0.01 per Share - Reversal,-6\n"
                        + "Dividends,Data,USD,2025-06-10,ABC(US5949181045) Cash Dividend USD 0.011 per Share,6.6");

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains(
                        "10 no_effect: taken back in line 11: if it was imported before, amend its status to failed",
                        "11 no_effect: takes back line 10",
                        "12 dividend ticker=ABC total=6.6 tax=0.9 currency=USD at=2025-06-10T04:00:00Z");
    }

    @Test
    void anEarlierStatementHasTheSameRecords() {
        // Until 2 June: without the sale, the dividend and its tax.
        String early = FILE.lines()
                .filter(line -> !line.contains("2025-06-03") && !line.contains("2025-06-10"))
                .collect(Collectors.joining("\n", "", "\n"));
        Map<String, String> before = Files.byRefId(Files.read(early, Files.options("EUR")));

        assertThat(before).hasSize(2);
        assertThat(Files.byRefId(Files.read(FILE, Files.options("EUR"))))
                .containsAllEntriesOf(before)
                .hasSize(4);
    }

    @Test
    void aColumnThatIsNewIsRefused() {
        String file = FILE.replace("Comm/Fee,Basis", "Comm/Fee,Surprise,Basis");

        assertThatThrownBy(() -> Files.read(file, Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Trades")
                .hasMessageContaining("Surprise");
    }

    @Test
    void aCancelledTradeAndTheOneThatItCancelsAreNone() {
        String file = FILE.replace(
                "Trades,Data,Trade,Equity and Index",
                "Trades,Data,Trade,Stocks,USD,ABC,\"2025-06-03, 10:00:00\",400,3,3.1,-1200,1,801,0,0,Ca;C\n"
                        + "Trades,Data,Trade,Equity and Index");
        String alone = file.replace(
                "Trades,Data,Trade,Stocks,USD,ABC,\"2025-06-03, 10:00:00\",-400,3,3.1,1200,-1,-801,0,0,C\n", "");

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains(
                        "6 no_effect: taken back in line 7: if it was imported before, amend its status to failed",
                        "7 no_effect: takes back line 6");
        assertThat(Files.held(Files.read(file, Files.options("EUR"))).get("ABC"))
                .isEqualByComparingTo("1000");
        assertThat(Files.lines(Files.read(alone, Files.options("EUR"))))
                .contains(
                        "6 unsupported: a trade that is taken back, and is not in this file: if it was imported before,"
                                + " amend its status to failed");
    }

    /** 1,000 at 2 with a commission of 11: 10 of it is a tax. That of a day has no trade of its time. */
    @Test
    void theTaxesOfATradeArePartOfItsCommission() {
        String file = FILE.replace("2,2.1,-2000,-1,2001", "2,2.1,-2000,-11,2011")
                .replace("Deposits & Withdrawals,Header", """
                        Transaction Fees,Header,Asset Category,Currency,Date/Time,Symbol,Description,Quantity,Trade Price,Amount,Code
                        Transaction Fees,Data,Stocks,USD,"2025-06-02, 10:00:00",ABC,Stamp Tax,400,2,-4,
                        Transaction Fees,Data,Stocks,USD,"2025-06-02, 10:00:00",ABC,Stamp Tax,600,2,-6,
                        Transaction Fees,Data,Stocks,USD,"2025-06-02, 20:20:00",ABC,Daily Trade Charge Tax,600,2,-3,
                        Transaction Fees,Data,Total,,,,,,,-13,
                        Deposits & Withdrawals,Header""");

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains(
                        "5 buy ticker=ABC isin=US5949181045 volume=1000 amount=2 fee=1 tax=10 currency=USD"
                                + " at=2025-06-02T14:00:00Z",
                        "15 joined to 5",
                        "16 joined to 5",
                        "17 charge total=3 currency=USD at=2025-06-03T00:20:00Z",
                        "18 no_effect: a sum of the statement");
    }

    @Test
    void aRowThatIsCutOffIsWrong() {
        assertThat(Files.lines(Files.read(FILE + "Trades,Da", Files.options("EUR"))))
                .last(STRING)
                .isEqualTo("18 wrong: has only 2 cells, beginning with \"Trades\": was the file cut off here?");
        assertThat(Files.lines(Files.read(
                        FILE + "Dividends,Data,USD,2025-06-10,ABC(US5949181045) Cash Dividend\n",
                        Files.options("EUR"))))
                .last(STRING)
                .isEqualTo("18 wrong: has 3 cells after its section, the header has 4: was the file cut off here?");
        assertThat(Files.lines(Files.read(FILE + "Notes/Legal Notes\n", Files.options("EUR"))))
                .isEqualTo(Files.lines(Files.read(FILE, Files.options("EUR"))));
    }

    /** Sections with money or units of their own: none may be read over. */
    @Test
    void eachSectionWithMoneyCounts() {
        String file = FILE + """
                Payment In Lieu Of Dividends,Header,Currency,Date,Description,Amount
                Payment In Lieu Of Dividends,Data,USD,2025-06-11,ABC(US5949181045) Payment in Lieu of Dividend (Ordinary Dividend),2
                Payment In Lieu Of Dividends,Data,Total,,,2
                Commission Adjustments,Header,Currency,Date,Description,Amount,Code
                Commission Adjustments,Data,USD,2025-06-12,Refund,0.7,
                Grant Activity,Header,Account,Symbol,Report Date,Description,Award Date,Vesting Date,Quantity,Price,Value
                Grant Activity,Data,U1,IBKR,2025-06-13,Stock Award Grant for Cash Deposit,2025-06-13,2026-06-13,0.31,80.67,25.01
                Corporate Actions,Header,Asset Category,Currency,Date/Time,Description,Quantity,Proceeds,Value,Realized P/L,Code
                Corporate Actions,Data,Stocks,USD,"2025-06-14, 20:25:00","ABC(US5949181045) Split 2 for 1 (ABC, ABC INC, US5949181045)",600,0,0,0,
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .contains(
                        "19 dividend ticker=ABC total=2 currency=USD at=2025-06-11T04:00:00Z",
                        "20 no_effect: a sum of the statement",
                        "22 charge total=-0.7 currency=USD at=2025-06-12T04:00:00Z",
                        "24 unsupported: shares that are granted: post them as a bonus when they are yours",
                        "26 split ticker=ABC numerator=2 denominator=1 at=2025-06-15T00:25:00Z");
    }
}
