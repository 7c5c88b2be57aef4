package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRow;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Trading212Test {

    private final String file = Files.text("trading212.csv");

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(file, Files.options("GBP"))))
                .containsExactly(
                        "2 deposit total=1000 currency=GBP at=2025-03-03T08:00:00.120Z",
                        // 1.00 pound is 1.25 dollars; 1 ÷ 1.25 = 0.80 pounds per dollar.
                        "3 buy ticker=MSFT isin=US5949181045 volume=4 amount=100 fee=1.25 currency=USD fx_rate=0.8"
                                + " at=2025-03-03T09:15:00.500Z",
                        "4 buy ticker=BA isin=GB0002634946 volume=10 amount=8 tax=0.4 currency=GBP at=2025-03-04T10:00:00Z",
                        "5 sell ticker=MSFT isin=US5949181045 volume=1 amount=120 currency=USD fx_rate=0.8"
                                + " at=2025-03-05T11:00:00Z",
                        // 3 × 0.50 after tax, and 0.15 of tax; 1.20 pounds came of 1.50 dollars.
                        "6 dividend ticker=MSFT total=1.65 tax=0.15 currency=USD fx_rate=0.8 at=2025-03-10T12:00:00Z",
                        "7 interest total=0.42 currency=GBP at=2025-03-11T02:00:00Z",
                        "8 joined to 9",
                        "9 split ticker=MSFT numerator=6 denominator=3 at=2025-03-12T06:00:00Z",
                        "10 unsupported: a conversion of money whose amounts the file does not have",
                        "11 withdrawal total=50 currency=GBP at=2025-03-14T07:00:00Z");
    }

    @Test
    void aDividendOfAnotherKindIsNoDividend() {
        String changed = file.lines()
                .filter(line -> line.startsWith("Action,") || line.startsWith("Dividend"))
                .collect(Collectors.joining("\n"));
        String row = changed.lines().skip(1).findFirst().orElseThrow();
        String action = row.substring(0, row.indexOf(','));

        assertThat(Files.lines(Files.read(
                        changed.replace(action + ",", "Dividend (Return of capital non us),"), Files.options("GBP"))))
                .singleElement(STRING)
                .startsWith("2 return_of_capital ticker=MSFT total=1.65 tax=0.15 currency=USD");
        assertThat(Files.lines(Files.read(changed.replace(action + ",", "Dividend (Demerger),"), Files.options("GBP"))))
                .containsExactly("2 unsupported: a demerger");
        assertThat(Files.lines(Files.read(changed.replace(action + ",", "Dividend adjustment,"), Files.options("GBP"))))
                .containsExactly("2 unsupported: a dividend that was adjusted: amend the dividend");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // (4 − 1) × 6 ÷ 3.
        assertThat(Files.held(Files.read(file, Files.options("GBP"))))
                .isEqualTo(Map.of("MSFT", new BigDecimal(6), "BA", new BigDecimal("1E+1")));
    }

    @Test
    void anOverlappingExportHasTheSameRefIds() {
        List<FileRow> early = Files.read(Files.head(file, 6), Files.options("GBP"));
        List<FileRow> late = Files.read(file, Files.options("GBP"));

        assertThat(Files.byRefId(late)).containsAllEntriesOf(Files.byRefId(early));
        assertThat(Files.refIds(early)).hasSize(5).doesNotHaveDuplicates();
        assertThat(Files.refIds(early)).contains("trading212:7:EOF1");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(file, 1, Files.options("GBP")).assertRepeatable();
    }

    @Test
    void theOldNamesOfColumnsAreKnown() {
        String old = """
                Action,Time,ISIN,Ticker,Name,No. of shares,Price / share,Currency (Price / share),Exchange rate,Result (GBP),Total (GBP),Withholding tax,Currency (Withholding tax),Charge amount (GBP),Stamp duty (GBP),Notes,ID
                Market buy,2021-02-01 09:00:00,GB0002634946,BA,BAE,10,500.00,GBX,100.00,,50.25,,,,0.25,,EOF9
                """;

        assertThat(Files.lines(Files.read(old, Files.options("GBP"))))
                .containsExactly(
                        "2 buy ticker=BA isin=GB0002634946 volume=10 amount=5 tax=0.25 currency=GBP at=2021-02-01T09:00:00Z");
    }

    @Test
    void aTotalThatDoesNotFitIsWrong() {
        String other = file.replace(",,,321.00,GBP", ",,,421.00,GBP");

        assertThat(Files.lines(Files.read(other, Files.options("GBP"))))
                .contains("3 wrong: column \"Total\" is 421.00, but shares times price and charges is 321");
    }

    @Test
    void aRateIntoAnotherCurrencyThanThePortfoliosIsLeftOut() {
        assertThat(Files.lines(Files.read(file, Files.options("EUR"))).get(1)).doesNotContain("fx_rate");
    }

    @Test
    void aDividendOrDepositBelowZeroTakesMoneyBack() {
        String back = file + """
                Dividend (Dividend),2025-03-15 12:00:00,US5949181045,MSFT,Microsoft,,,3,-0.50,USD,Not available,,,-1.20,GBP,,,,,,
                Deposit,2025-03-16 08:00:00,,,,,0a1c,,,,,,,-1000.00,GBP,,,,,,
                """;

        assertThat(Files.lines(Files.read(back, Files.options("GBP"))))
                .contains(
                        "6 no_effect: taken back in line 12: if it was imported before, amend its status to failed",
                        "12 no_effect: takes back line 6",
                        "13 withdrawal total=1000 currency=GBP at=2025-03-16T08:00:00Z");
    }

    /** A fee below zero is paid if the total has it, and came back if the total is less for it. */
    @Test
    void theTotalSaysWhetherAFeeBelowZeroWasPaid() {
        String paid = file.replace("321.00,GBP,,,,,1.00,GBP", "321.00,GBP,,,,,-1.00,GBP");
        String cameBack = file.replace("321.00,GBP,,,,,1.00,GBP", "319.00,GBP,,,,,-1.00,GBP");

        assertThat(Files.lines(Files.read(paid, Files.options("GBP"))))
                .isEqualTo(Files.lines(Files.read(file, Files.options("GBP"))));
        assertThat(Files.lines(Files.read(cameBack, Files.options("GBP"))))
                .contains(
                        "3 buy ticker=MSFT isin=US5949181045 volume=4 amount=100 currency=USD fx_rate=0.8"
                                + " at=2025-03-03T09:15:00.500Z",
                        "3 charge total=-1.25 currency=USD fx_rate=0.8 at=2025-03-03T09:15:00.500Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Equity rights,2025-03-20 07:36:05,GB0002634946,BA,BAE,,EOF8,10,5.00,GBP,1.0,,,50.00,GBP,,,,,,        | buy ticker=BA isin=GB0002634946 volume=10 amount=5 currency=GBP
            Scrip stock dividends,2025-03-20 07:36:05,GB0002634946,BA,BAE,,EOF8,0.5,0.00,GBP,,,,0.00,GBP,,,,,,   | bonus ticker=BA volume=0.5
            Stock dividends,2025-03-20 07:36:05,GB0002634946,BA,BAE,,EOF8,0.5,0.00,GBP,,,,0.00,GBP,,,,,,         | bonus ticker=BA volume=0.5
            Custom stock distribution,2025-03-20 07:36:05,GB0002634946,BA,BAE,,EOF8,0.5,0.00,GBP,,,,0.00,GBP,,,,,, | bonus ticker=BA volume=0.5
            Result adjustment,2025-03-20 07:36:05,,,,A tax refund,0a9,,,,,,,0.75,GBP,,,,,,                       | charge total=-0.75 currency=GBP
            Dividend adjustment,2025-03-20 07:36:05,,,,A rate,0a9,,,,,,,-0.01,GBP,,,,,,                          | charge total=0.01 currency=GBP
            Market sell,2025-03-20 07:36:05,GB0002634946,BA,BAE,,EOF8,10,0.00,GBP,1.0,,,0.00,GBP,,,,,,           | unsupported: units that leave for nothing, by a takeover or at the end of a company: post it as what it is
            Dividend (Tax exempted),2025-03-20 07:36:05,GB0002634946,BA,BAE,,,10,0.05,GBP,Not available,,,0.50,GBP,,,,,, | dividend ticker=BA total=0.5 currency=GBP
            """)
    void anActionBecomesWhatItSays(String row, String line) {
        String head = Files.head(file, 1);

        assertThat(Files.lines(Files.read(head + row.strip() + "\n", Files.options("GBP"))))
                .singleElement(STRING)
                .startsWith("2 " + line);
    }
}
