package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class IbkrActivityTest {

    private static final String FILE = """
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
    void aColumnThatIsNewIsRefused() {
        String file = FILE.replace("Comm/Fee,Basis", "Comm/Fee,Surprise,Basis");

        assertThatThrownBy(() -> Files.read(file, Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Trades")
                .hasMessageContaining("Surprise");
    }
}
