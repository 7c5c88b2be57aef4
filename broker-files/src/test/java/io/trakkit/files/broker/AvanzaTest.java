package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvanzaTest {

    static final String FILE = """
            Datum;Konto;Typ av transaktion;Värdepapper/beskrivning;Antal;Kurs;Belopp;Transaktionsvaluta;Courtage (SEK);Valutakurs;Instrumentvaluta;ISIN;Resultat
            2025-06-10;ISK;Utländsk källskatt;Microsoft;;;-1,50;SEK;;;SEK;US5949181045;
            2025-06-10;ISK;Utdelning;Microsoft;2;5,00;10,00;SEK;;;SEK;US5949181045;
            2025-06-06;ISK;Sälj;Microsoft;-1;120;1199;SEK;1;10;USD;US5949181045;
            2025-06-04;ISK;Köp;Microsoft;3;100,50;-3016;SEK;1;10;USD;US5949181045;
            2025-06-03;ISK;Övrigt;Byte av fond;5;;;;;;;SE0000108656;
            2025-06-02;ISK;Insättning;;;;5000;SEK;;;;;
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("SEK"))))
                .containsExactly(
                        "2 joined to 3",
                        "3 dividend ticker=US5949181045 total=10 tax=1.5 currency=SEK at=2025-06-10T00:00:00Z",
                        "4 sell ticker=US5949181045 isin=US5949181045 volume=1 amount=120 fee=0.1 currency=USD fx_rate=10"
                                + " at=2025-06-06T00:00:00Z",
                        "5 buy ticker=US5949181045 isin=US5949181045 volume=3 amount=100.5 fee=0.1 currency=USD fx_rate=10"
                                + " at=2025-06-04T00:00:00Z",
                        "6 unsupported: units that come or go for another reason than a trade, such as a change of fund",
                        "7 deposit total=5000 currency=SEK at=2025-06-02T00:00:00Z");
        assertThat(Files.held(Files.read(FILE, Files.options("SEK"))).get("US5949181045"))
                .isEqualByComparingTo("2");
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("SEK")).assertRepeatable();
    }

    @Test
    void aDividendThatIsTakenBackIsNone() {
        String back = FILE.replace(
                "2025-06-10;ISK;Utländsk",
                "2025-06-12;ISK;Utdelning;Microsoft;-2;5,00;-10,00;SEK;;;SEK;US5949181045;\n2025-06-10;ISK;Utländsk");

        assertThat(Files.lines(Files.read(back, Files.options("SEK"))))
                .contains(
                        "2 no_effect: takes back line 4",
                        // Its tax stays withheld until a row gives it back.
                        "3 charge total=1.5 currency=SEK at=2025-06-10T00:00:00Z",
                        "4 no_effect: taken back in line 2: if it was imported before, amend its status to failed");
    }

    @Test
    void ofTwoEqualDividendsTheLastOneIsTakenBack() {
        String back = FILE.replace(
                        "2025-06-10;ISK;Utländsk",
                        "2025-06-12;ISK;Utdelning;Microsoft;-2;5,00;-10,00;SEK;;;SEK;US5949181045;\n2025-06-10;ISK;Utländsk")
                .replace(
                        "2025-06-02;ISK;Insättning",
                        "2025-06-02;ISK;Utdelning;Microsoft;2;5,00;10,00;SEK;;;SEK;US5949181045;\n2025-06-02;ISK;Insättning");

        assertThat(Files.lines(Files.read(back, Files.options("SEK"))))
                .contains(
                        "4 no_effect: taken back in line 2: if it was imported before, amend its status to failed",
                        "8 dividend ticker=US5949181045 total=10 currency=SEK at=2025-06-02T00:00:00Z");
        Exports.of(back, 1, Files.options("SEK")).assertRepeatable();
    }

    @Test
    void aDepositOrTradeThatIsTakenBackIsNone() {
        String back = FILE.replace("2025-06-03;ISK;Övrigt", """
                2025-06-05;ISK;Köp;Microsoft;-3;100,50;3016;SEK;1;10;USD;US5949181045;
                2025-06-05;ISK;Insättning;;;;-5000;SEK;;;;;
                2025-06-03;ISK;Övrigt""");

        assertThat(Files.lines(Files.read(back, Files.options("SEK"))))
                .contains(
                        "5 no_effect: taken back in line 6: if it was imported before, amend its status to failed",
                        "6 no_effect: takes back line 5",
                        "7 withdrawal total=5000 currency=SEK at=2025-06-05T00:00:00Z");
    }

    /** The tax of a dividend stands in a row of its own, which the broker corrects. */
    @Test
    void aTaxThatIsCorrectedLaterIsOfTheSameDividend() {
        var before = Files.byRefId(Files.read(FILE, Files.options("SEK")));
        var after = Files.byRefId(Files.read(FILE.replace(";;;-1,50;SEK", ";;;-1,00;SEK"), Files.options("SEK")));

        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void theMoneyOfAnAccountIsInTheCurrencyThatItsColumnNames() {
        String euros = """
                Datum;Konto;Typ av transaktion;Värdepapper/beskrivning;Antal;Kurs;Belopp;Transaktionsvaluta;Courtage (SEK);Valutakurs;Instrumentvaluta;ISIN;Resultat
                2025-06-05;Euro;Köp;Microsoft;1;100;-95;EUR;11;;USD;US5949181045;
                2025-06-04;Euro;Utdelning;ASML;2;1,50;3;EUR;;;EUR;NL0010273215;
                2025-06-03;Euro;Köp;ASML;2;600;-1205;EUR;55;;EUR;NL0010273215;
                2025-06-02;Euro;Insättning;;;;5000;EUR;;;;;
                """;

        assertThat(Files.lines(Files.read(euros, Files.options("EUR"))))
                .containsExactly(
                        "2 wrong: column \"Transaktionsvaluta\" (\"EUR\") is not the currency of the price, and the file has"
                                + " no rate between them",
                        "3 dividend ticker=NL0010273215 total=3 currency=EUR at=2025-06-04T00:00:00Z",
                        // The courtage of 55 crowns is what 1,205 euros have beside 1,200.
                        "4 buy ticker=NL0010273215 isin=NL0010273215 volume=2 amount=600 fee=5 currency=EUR"
                                + " at=2025-06-03T00:00:00Z",
                        "5 deposit total=5000 currency=EUR at=2025-06-02T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Preliminärskatt;Ericsson;;;-3,00        | charge total=3 currency=SEK
            Utbetalning aktielån;Ericsson;;;3,00    | interest total=3 currency=SEK
            Värdepappersöverföring;Ericsson;-5;;    | transfer_out ticker=SE0000108656 volume=5
            Värdepappersöverföring;Ericsson;5;;     | unsupported: units that come in, whose cost the file does not have: post a transfer_in
            Split;Ericsson;5;;                      | unsupported: a corporate action: Split
            Split värdepapper;Ericsson;5;;          | unsupported: a corporate action: Split värdepapper
            Inlåningsränta;;;;2,00                  | interest total=2 currency=SEK
            Intern överföring;;;;-7,00              | withdrawal total=7 currency=SEK
            Köp, rättelse;Ericsson;5;;3,00          | wrong: column "Typ av transaktion" ("Köp, rättelse") is not a known transaction
            """)
    void aTypeBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, 1) + "2025-06-10;ISK;" + cells.strip() + ";SEK;;;SEK;SE0000108656;\n";

        assertThat(Files.lines(Files.read(file, Files.options("SEK"))))
                .singleElement(STRING)
                .startsWith("2 " + line);
    }

    /** Newer files have the name of the courtage without its currency. */
    @Test
    void theCourtageNeedsNoCurrencyInItsName() {
        String newer = FILE.replace("Courtage (SEK)", "Courtage");

        assertThat(Files.lines(Files.read(newer, Files.options("SEK"))))
                .isEqualTo(Files.lines(Files.read(FILE, Files.options("SEK"))));
    }
}
