package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class ScalableTest {

    private static final int HEADER = 1;
    private static final boolean OLDEST_FIRST = false;

    private static final String FILE = """
            date;time;status;reference;description;assetType;type;isin;shares;price;amount;fee;tax;currency
            2025-06-06;10:00:00;Executed;"R6";Fee;Cash;Fee;;;;-2,99;0,00;0,00;EUR
            2025-06-05;10:00:00;Executed;"R5";MSFT;Security;Distribution;US5949181045;;;1,50;0,00;0,20;EUR
            2025-06-04;10:00:00;Cancelled;"R4";MSFT;Security;Buy;US5949181045;1;1.400,00;-1.400,00;0,99;0,00;EUR
            2025-06-03;10:00:00;Executed;"R3";MSFT;Security;Sell;US5949181045;1;1.400,00;1.400,00;0,99;0,00;EUR
            2025-06-02;10:00:00;Executed;"R2";MSFT;Security;Savings plan;US5949181045;2,5;1.300,00;-3.250,00;0,00;0,00;EUR
            2025-06-01;10:00:00;Executed;"R1";Deposit;Cash;Deposit;;;;5.000,00;0,00;0,00;EUR
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 charge total=2.99 currency=EUR at=2025-06-06T08:00:00Z",
                        "3 dividend ticker=US5949181045 total=1.5 tax=0.2 currency=EUR at=2025-06-05T08:00:00Z",
                        "4 no_effect: cancelled, rejected, expired or pending",
                        "5 sell ticker=US5949181045 isin=US5949181045 volume=1 amount=1400 fee=0.99 currency=EUR"
                                + " at=2025-06-03T08:00:00Z",
                        "6 buy ticker=US5949181045 isin=US5949181045 volume=2.5 amount=1300 currency=EUR"
                                + " at=2025-06-02T08:00:00Z",
                        "7 deposit total=5000 currency=EUR at=2025-06-01T08:00:00Z");
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("US5949181045"))
                .isEqualByComparingTo("1.5");
    }

    @Test
    void theTwinInTheOtherOrderIsEqual() {
        assertThat(Files.byRefId(Files.read(Files.turned(FILE, HEADER), Files.options("EUR"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("EUR"))))
                .isNotEmpty();
    }

    @Test
    void aShorterExportHasTheSameRefIds() {
        String oldest = OLDEST_FIRST
                ? Files.head(FILE, HEADER + 2)
                : Files.head(FILE, HEADER) + FILE.strip().substring(FILE.strip().lastIndexOf('\n') + 1) + "\n";

        assertThat(Files.byRefId(Files.read(FILE, Files.options("EUR"))))
                .containsAllEntriesOf(Files.byRefId(Files.read(oldest, Files.options("EUR"))));
    }
}
