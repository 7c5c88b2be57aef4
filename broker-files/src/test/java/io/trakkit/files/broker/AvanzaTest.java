package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class AvanzaTest {

    private static final int HEADER = 1;
    private static final boolean OLDEST_FIRST = false;

    private static final String FILE = """
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
    void theTwinInTheOtherOrderIsEqual() {
        assertThat(Files.byRefId(Files.read(Files.turned(FILE, HEADER), Files.options("SEK"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("SEK"))))
                .isNotEmpty();
    }

    @Test
    void aShorterExportHasTheSameRefIds() {
        String oldest = OLDEST_FIRST
                ? Files.head(FILE, HEADER + 2)
                : Files.head(FILE, HEADER) + FILE.strip().substring(FILE.strip().lastIndexOf('\n') + 1) + "\n";

        assertThat(Files.byRefId(Files.read(FILE, Files.options("SEK"))))
                .containsAllEntriesOf(Files.byRefId(Files.read(oldest, Files.options("SEK"))));
    }
}
