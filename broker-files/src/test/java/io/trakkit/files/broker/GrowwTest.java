package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class GrowwTest {

    static final String FILE = """
            Name,Some Person
            Order history for stocks from 01-04-2025 to 30-06-2025
            Stock name,Symbol,ISIN,Type,Quantity,Value,Exchange,Exchange Order Id,Execution date and time,Order status
            Infosys Ltd,INFY,INE009A01021,BUY,10,"15,000.50",NSE,1100000000012345678,01-04-2025 09:20 AM,Executed
            Infosys Ltd,INFY,INE009A01021,SELL,4,6400,NSE,1100000000012345679,02-04-2025 03:10 PM,Executed
            Infosys Ltd,INFY,INE009A01021,BUY,1,1500,NSE,1100000000012345680,03-04-2025 03:10 PM,Cancelled
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("INR"))))
                .containsExactly(
                        "4 buy ticker=INFY isin=INE009A01021 volume=10 amount=1500.05 currency=INR at=2025-04-01T03:50:00Z",
                        "5 sell ticker=INFY isin=INE009A01021 volume=4 amount=1600 currency=INR at=2025-04-02T09:40:00Z",
                        "6 no_effect: an order that was not executed");
        assertThat(Files.held(Files.read(FILE, Files.options("INR"))).get("INFY"))
                .isEqualByComparingTo("6");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 3, Files.options("INR")).assertRepeatable();
    }
}
