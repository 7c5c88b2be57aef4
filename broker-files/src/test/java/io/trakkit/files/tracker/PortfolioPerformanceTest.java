package io.trakkit.files.tracker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.files.Exports;
import io.trakkit.files.FileRefusedException;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PortfolioPerformanceTest {

    static final String GERMAN = """
            Datum;Typ;Wert;Buchungswährung;Bruttobetrag;Währung Bruttobetrag;Wechselkurs;Gebühren;Steuern;Stück;ISIN;WKN;Ticker-Symbol;Wertpapiername;Notiz
            2025-06-01T00:00;Einlage;5.000,00;EUR;;;;;;;;;;;
            2025-06-02T09:30;Kauf;-1.004,99;EUR;;;;4,99;;10;NL0010273215;A1J4U4;ASML.AS;ASML Holding;Sparplan
            2025-06-02T09:30;Kauf;-1.004,99;EUR;;;;4,99;;10;NL0010273215;A1J4U4;ASML.AS;ASML Holding;Sparplan
            2025-06-03T15:00;Kauf;-241,00;EUR;300,00;USD;0,8000;1,00;;2,5;US5949181045;870747;;Microsoft;
            2025-06-04T00:00;Dividende;8,50;EUR;12,50;USD;0,8000;;1,50;2,5;US5949181045;870747;;Microsoft;
            2025-06-05T00:00;Dividende;20,00;EUR;;;;;5,28;20;NL0010273215;A1J4U4;ASML.AS;ASML Holding;
            2025-06-06T14:00;Verkauf;520,00;EUR;;;;5,00;15,00;5;NL0010273215;A1J4U4;ASML.AS;ASML Holding;
            2025-06-07T00:00;Zinsen;2,00;EUR;;;;;0,50;;;;;;
            2025-06-08T00:00;Gebühren;-4,90;EUR;;;;;;;;;;;Depot
            2025-06-09T00:00;Steuerrückerstattung;3,10;EUR;;;;;;;;;;;
            2025-06-10T00:00;Einlieferung;300,00;EUR;;;;;;3;NL0010273215;A1J4U4;ASML.AS;ASML Holding;
            2025-06-11T00:00;Auslieferung;120,00;EUR;;;;;;1;NL0010273215;A1J4U4;ASML.AS;ASML Holding;
            2025-06-12T00:00;Umbuchung (Ausgang);-100,00;EUR;;;;;;;;;;;
            2025-06-13T00:00;Zinsbelastung;-1,25;EUR;;;;;;;;;;;
            2025-06-14T00:00;Entnahme;-50,00;EUR;;;;;;;;;;;
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(GERMAN, Files.options("EUR"))))
                .containsExactly(
                        "2 deposit total=5000 currency=EUR at=2025-06-01T00:00:00Z",
                        // 1,004.99 − 4.99 for 10.
                        "3 buy ticker=ASML.AS isin=NL0010273215 volume=10 amount=100 fee=4.99 currency=EUR"
                                + " at=2025-06-02T07:30:00Z",
                        "4 buy ticker=ASML.AS isin=NL0010273215 volume=10 amount=100 fee=4.99 currency=EUR"
                                + " at=2025-06-02T07:30:00.001Z",
                        // 300.00 dollars for 2.5; 1.00 euro is 1.25 dollars at 240 ÷ 300.
                        "5 buy ticker=US5949181045 isin=US5949181045 volume=2.5 amount=120 fee=1.25 currency=USD fx_rate=0.8"
                                + " at=2025-06-03T13:00:00Z",
                        // 1.50 euros ÷ 0.8.
                        "6 dividend ticker=US5949181045 total=12.5 tax=1.875 currency=USD fx_rate=0.8"
                                + " at=2025-06-04T00:00:00Z",
                        "7 dividend ticker=ASML.AS total=25.28 tax=5.28 currency=EUR at=2025-06-05T00:00:00Z",
                        // 520 + 5 + 15 for 5.
                        "8 sell ticker=ASML.AS isin=NL0010273215 volume=5 amount=108 fee=5 tax=15 currency=EUR"
                                + " at=2025-06-06T12:00:00Z",
                        "9 interest total=2.5 tax=0.5 currency=EUR at=2025-06-07T00:00:00Z",
                        "10 charge total=4.9 currency=EUR at=2025-06-08T00:00:00Z",
                        "11 charge total=-3.1 currency=EUR at=2025-06-09T00:00:00Z",
                        "12 transfer_in ticker=ASML.AS volume=3 currency=EUR at=2025-06-10T00:00:00Z",
                        "13 transfer_out ticker=ASML.AS volume=1 at=2025-06-11T00:00:00Z",
                        "14 withdrawal total=100 currency=EUR at=2025-06-12T00:00:00Z",
                        "15 interest total=-1.25 currency=EUR at=2025-06-13T00:00:00Z",
                        "16 withdrawal total=50 currency=EUR at=2025-06-14T00:00:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // 10 + 10 − 5 + 3 − 1.
        assertThat(Files.held(Files.read(GERMAN, Files.options("EUR"))))
                .isEqualTo(Map.of("ASML.AS", new BigDecimal(17), "US5949181045", new BigDecimal("2.5")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(GERMAN, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void theEnglishTwinHasTheSameRecords() {
        String english = """
                Date,Type,Value,Transaction Currency,Gross Amount,Currency Gross Amount,Exchange Rate,Fees,Taxes,Shares,ISIN,WKN,Ticker Symbol,Security Name,Note
                2025-06-02T09:30,Buy,"-1,004.99",EUR,,,,4.99,,10,NL0010273215,A1J4U4,ASML.AS,"ASML, Holding",
                2025-06-06T14:00,Sell,520.00,EUR,,,,5.00,15.00,5,NL0010273215,A1J4U4,ASML.AS,"ASML, Holding",
                2025-06-12T00:00,Transfer (Outbound),-100.00,EUR,,,,,,,,,,,
                """;

        assertThat(Files.byRefId(Files.read(GERMAN, Files.options("EUR"))))
                .containsAllEntriesOf(Files.byRefId(Files.read(english, Files.options("EUR"))));
    }

    @Test
    void englishNamesWithGermanNumbersAreRead() {
        assertThat(Files.lines(Files.read("""
                        Date;Type;Value;Transaction Currency;Gross Amount;Currency Gross Amount;Exchange Rate;Fees;Taxes;Shares;ISIN;WKN;Ticker Symbol;Security Name;Note
                        2025-06-02T00:00;Buy;2.010,25;EUR;;;;10,25;0,00;1.000;NL0010273215;;ASML.AS;ASML;
                        """, Files.options("EUR"))))
                .containsExactly("2 buy ticker=ASML.AS isin=NL0010273215 volume=1000 amount=2 fee=10.25 currency=EUR"
                        + " at=2025-06-02T00:00:00Z");
    }

    @Test
    void theShorterFileOfAnAccountIsRead() {
        assertThat(Files.lines(Files.read("""
                        Date,Type,Value,Transaction Currency,Taxes,Shares,ISIN,WKN,Ticker Symbol,Security Name,Note
                        2025-06-02T00:00,Buy,-50.00,EUR,,2,NL0010273215,,ASML.AS,ASML,
                        2025-06-03T00:00,Dividend,2.00,EUR,0.50,2,NL0010273215,,ASML.AS,ASML,
                        """, Files.options("EUR"))))
                .containsExactly(
                        "2 buy ticker=ASML.AS isin=NL0010273215 volume=2 amount=25 currency=EUR at=2025-06-02T00:00:00Z",
                        "3 dividend ticker=ASML.AS total=2.5 tax=0.5 currency=EUR at=2025-06-03T00:00:00Z");
    }

    @Test
    void aRateThatDoesNotLeadToTheValueIsWrong() {
        assertThat(Files.lines(
                        Files.read(GERMAN.replace("300,00;USD;0,8000", "300,00;USD;0,5000"), Files.options("EUR"))))
                .contains(
                        "5 wrong: column \"Wechselkurs\" (\"0,5000\") does not lead from the gross amount of 300.00 to that"
                                + " of 240.00");
    }

    @Test
    void aMissingColumnIsRefusedByName() {
        assertThatThrownBy(() -> Files.read(GERMAN.replace(";Stück;", ";Anzahl;"), Files.options("EUR")))
                .isInstanceOf(FileRefusedException.class)
                .hasMessageContaining("Portfolio Performance")
                .hasMessageContaining("lacks the column \"Stück\"");
    }
}
