package io.trakkit.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.mapping.MappingReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The last row of a text that does not end with a line break. */
class CutOffTest {

    private static final FileOptions BOOK =
            Files.options("EUR").withMapping(MappingReader.read("""
                    {"header": ["When", "What", "Stock", "Units", "Price"], "currency": "EUR",
                     "kind": {"column": "What", "values": {"BUY": "buy"}},
                     "columns": {"time": "When", "ticker": "Stock", "volume": "Units", "price": "Price"}}
                    """.getBytes(StandardCharsets.UTF_8)));

    private static List<String> read(String lastRow) {
        return Files.lines(Files.read("""
                When,What,Stock,Units,Price
                2025-06-02,BUY,ABC,3,10.50
                2025-06-03,BUY,ABC,3,120.25
                """ + lastRow, BOOK));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2025-06-04,BUY,ABC,3,11.    | 4 wrong: has no line break at its end, and its last cell "11." is shorter than those of the rows before: was the file cut off here?
            2025-06-04,BUY,ABC,3,1      | 4 wrong: has no line break at its end, and its last cell "1" is shorter than those of the rows before: was the file cut off here?
            2025-06-04,BUY,ABC,3,       | 4 wrong: has no line break at its end, and its last cell "" is shorter than those of the rows before: was the file cut off here?
            2025-06-04,BUY,ABC,3        | 4 wrong: has 4 cells, the header has 5: was the file cut off here?
            2025-06                     | 4 wrong: has only "2025-06": was the file cut off here?
            """)
    void aRowThatBreaksOffIsWrong(String row, String words) {
        assertThat(read(row)).hasSize(3).last().isEqualTo(words);
    }

    /** Many programs leave the last line break out. */
    @Test
    void aRowThatIsWholeIsRead() {
        assertThat(read("2025-06-04,BUY,ABC,3,11.75"))
                .last()
                .isEqualTo("4 buy ticker=ABC volume=3 amount=11.75 currency=EUR at=2025-06-04T00:00:00Z");
        assertThat(read("2025-06-04,BUY,ABC,3,\"11\""))
                .last()
                .isEqualTo("4 buy ticker=ABC volume=3 amount=11 currency=EUR at=2025-06-04T00:00:00Z");
        assertThat(read("2025-06-04,BUY,ABC,3,11\n"))
                .last()
                .isEqualTo("4 buy ticker=ABC volume=3 amount=11 currency=EUR at=2025-06-04T00:00:00Z");
    }

    @Test
    void theBeginningOfAWordIsNoOtherWord() {
        String file = """
                Name,Some Person
                Stock name,Symbol,ISIN,Type,Quantity,Value,Exchange,Exchange Order Id,Execution date and time,Order status
                Infosys Ltd,INFY,INE009A01021,BUY,10,15000,NSE,17,01-04-2025 09:20 AM,Executed
                Infosys Ltd,INFY,INE009A01021,SELL,4,6400,NSE,18,02-04-2025 03:10 PM,""";

        assertThat(Files.lines(Files.read(file + "Execut", Files.options("INR"))))
                .last()
                .isEqualTo(
                        "4 wrong: has no line break at its end, and its last cell \"Execut\" is shorter than those of the rows"
                                + " before: was the file cut off here?");
        assertThat(Files.lines(Files.read(file + "Failed", Files.options("INR"))))
                .last()
                .isEqualTo("4 no_effect: an order that was not executed");
    }
}
