package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class DegiroAccountTest {

    static final String FILE = """
            Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id
            10-06-2025,07:30,09-06-2025,ASML HOLDING,NL0010273215,Dividendbelasting,,EUR,"-0,45",EUR,"100,00",
            10-06-2025,07:30,09-06-2025,ASML HOLDING,NL0010273215,Dividend,,EUR,"3,00",EUR,"100,45",
            05-06-2025,11:00,05-06-2025,ASML HOLDING,NL0010273215,"Verkoop 1 @ 1.250,5 EUR",,EUR,"1250,50",EUR,"97,45",aa-2
            04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,DEGIRO Transactiekosten en/of kosten van derden,,EUR,"-2,00",EUR,"50,00",aa-1
            04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,"Koop 3 @ 600,25 EUR",,EUR,"-1800,75",EUR,"52,00",aa-1
            03-06-2025,09:00,03-06-2025,,,Degiro Cash Sweep Transfer,,EUR,"-5,00",EUR,"52,00",
            02-06-2025,09:00,02-06-2025,,,iDEAL storting,,EUR,"2000,00",EUR,"2000,00",
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("EUR"))))
                .containsExactly(
                        "2 joined to 3",
                        "3 dividend ticker=NL0010273215 total=3 tax=0.45 currency=EUR at=2025-06-10T05:30:00Z",
                        "4 sell ticker=NL0010273215 isin=NL0010273215 volume=1 amount=1250.5 currency=EUR"
                                + " at=2025-06-05T09:00:00Z",
                        "5 joined to 6",
                        "6 buy ticker=NL0010273215 isin=NL0010273215 volume=3 amount=600.25 fee=2 currency=EUR"
                                + " at=2025-06-04T08:00:00Z",
                        "7 no_effect: a move of cash within the account",
                        "8 deposit total=2000 currency=EUR at=2025-06-02T07:00:00Z");
        assertThat(Files.held(Files.read(FILE, Files.options("EUR"))).get("NL0010273215"))
                .isEqualByComparingTo("2");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void aFeeThatIsCreditedBackIsNoFee() {
        String credited = FILE.replace("04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,\"Koop", """
                04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,DEGIRO Transactiekosten en/of kosten van derden,,EUR,"0,50",EUR,"50,00",aa-1
                04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,"Koop""");
        String more = credited.replace("\"0,50\"", "\"2,50\"");

        assertThat(Files.lines(Files.read(credited, Files.options("EUR"))))
                .contains(
                        "6 joined to 7",
                        "7 buy ticker=NL0010273215 isin=NL0010273215 volume=3 amount=600.25 fee=1.5 currency=EUR"
                                + " at=2025-06-04T08:00:00Z");
        assertThat(Files.lines(Files.read(more, Files.options("EUR"))))
                .contains("6 charge total=-2.5 currency=EUR at=2025-06-04T08:00:00Z");
    }

    /** A long id or description has no place in its line. */
    @Test
    void whatALineBreakTookApartIsPutTogether() {
        String broken = FILE.replace(",aa-1\n", ",aa-\n,,,,,,,,,,,1\n")
                .replace("\"Verkoop 1 @ 1.250,5 EUR\"", "Verkoop 1 @")
                .replace("\"97,45\",aa-2\n", "\"97,45\",aa-2\n,,,,,\"1.250,5 EUR\",,,,,,\n");

        assertThat(broken).isNotEqualTo(FILE);
        assertThat(Files.byRefId(Files.read(broken, Files.options("EUR"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("EUR"))));
    }

    @Test
    void theMoneyOfATradeMustBeThatOfItsText() {
        assertThat(Files.lines(Files.read(FILE.replace("\"-1800,75\"", "\"-180,75\""), Files.options("EUR"))))
                .contains(
                        "6 wrong: column \"Omschrijving\" (\"Koop 3 @ 600,25 EUR\") is a trade of 1800.75, but the money"
                                + " beside it is -180.75");
        assertThat(Files.lines(Files.read(FILE.replace("\"-1800,75\"", "\"-18,01\""), Files.options("EUR"))))
                .contains("6 unsupported: a bond, whose price is for 100 of its face value");
    }

    @Test
    void aMoveOfCashThatIsOnlyToldOfIsNoMistake() {
        String told = FILE.replace("03-06-2025,09:00,03-06-2025,,,Degiro Cash Sweep Transfer", """
                03-06-2025,09:00,03-06-2025,,,"Overboeking van uw geldrekening bij flatexDEGIRO Bank 5,00 EUR",,,,EUR,"52,00",
                03-06-2025,09:00,03-06-2025,,,"Überweisung auf Ihr Geldkonto: 5,00 EUR",,,,EUR,"52,00",
                03-06-2025,09:00,03-06-2025,,,Degiro Cash Sweep Transfer""");

        assertThat(Files.lines(Files.read(told, Files.options("EUR"))))
                .contains(
                        "7 no_effect: a note of a move of cash, without an amount",
                        "8 no_effect: a note of a move of cash, without an amount");
    }

    /** Two securities are split in one minute, a third becomes another one. */
    @Test
    void eachSideOfASplitFindsThatOfItsSecurity() {
        String file = Files.head(FILE, 1) + """
                10-06-2025,00:00,10-06-2025,A,NL0010273215,"AANDELENSPLIT: Koop 8 @ 5 EUR",,EUR,"-40,00",EUR,"0,00",
                10-06-2025,00:00,10-06-2025,B,GB00BH4HKS39,"AANDELENSPLIT: Koop 5 @ 2 EUR",,EUR,"-10,00",EUR,"0,00",
                10-06-2025,00:00,10-06-2025,B,GB00BH4HKS39,"AANDELENSPLIT: Verkoop 10 @ 1 EUR",,EUR,"10,00",EUR,"0,00",
                10-06-2025,00:00,10-06-2025,A,NL0010273215,"AANDELENSPLIT: Verkoop 4 @ 10 EUR",,EUR,"40,00",EUR,"0,00",
                10-06-2025,00:00,10-06-2025,C,US5949181045,"AANDELENSPLIT: Verkoop 4 @ 10 EUR",,EUR,"40,00",EUR,"0,00",
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 split ticker=NL0010273215 numerator=8 denominator=4 at=2025-06-09T22:00:00Z",
                        "3 split ticker=GB00BH4HKS39 numerator=5 denominator=10 at=2025-06-09T22:00:00Z",
                        "4 joined to 3",
                        "5 joined to 2",
                        "6 unsupported: a split with another ISIN");
    }
}
