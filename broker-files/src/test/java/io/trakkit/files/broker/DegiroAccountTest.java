package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;

class DegiroAccountTest {

    private static final int HEADER = 1;
    private static final boolean OLDEST_FIRST = false;

    private static final String FILE = """
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
