package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwissquoteTest {

    static final String FILE = """
            Datum;Auftrag #;Transaktionen;Symbol;Name;ISIN;Anzahl;Stückpreis;Kosten;Aufgelaufene Zinsen;Nettobetrag;Saldo;Währung
            10-06-2025 00:00:00;00000000;Dividende;MSFT;Microsoft;US5949181045;1.0;20.00;3.00;0.00;17.00;1'000.00;USD
            05-06-2025 15:00:01;11223344;Verkauf;MSFT;Microsoft;US5949181045;2.0;110.00;5.00;0.00;215.00;1'000.00;USD
            03-06-2025 15:00:02;11223340;Kauf;MSFT;Microsoft;US5949181045;3.0;100.00;5.00;0.00;-305.00;1'000.00;USD
            03-06-2025 15:00:02;11223340;Kauf;MSFT;Microsoft;US5949181045;3.0;100.00;5.00;0.00;-305.00;1'305.00;USD
            02-06-2025 09:00:00;00000000;Vergütung;;Vergütung;;1.0;2000.00;0.00;0.00;2'000.00;2'000.00;CHF
            """;

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(FILE, Files.options("CHF"))))
                .containsExactly(
                        "2 dividend ticker=MSFT total=20 tax=3 currency=USD at=2025-06-09T22:00:00Z",
                        "3 sell ticker=MSFT isin=US5949181045 volume=2 amount=110 fee=5 currency=USD at=2025-06-05T13:00:01Z",
                        "4 buy ticker=MSFT isin=US5949181045 volume=3 amount=100 fee=5 currency=USD at=2025-06-03T13:00:02Z",
                        "5 buy ticker=MSFT isin=US5949181045 volume=3 amount=100 fee=5 currency=USD at=2025-06-03T13:00:02Z",
                        "6 deposit total=2000 currency=CHF at=2025-06-02T07:00:00Z");
        assertThat(Files.held(Files.read(FILE, Files.options("CHF"))).get("MSFT"))
                .isEqualByComparingTo("4");
        assertThat(Files.refIds(Files.read(FILE, Files.options("CHF")))).doesNotHaveDuplicates();
    }

    /** A newer file has the currency of the account beside that of the money. */
    @Test
    void theCurrencyIsThatOfTheMoney() {
        String newer = FILE.replace(";Saldo;Währung", ";Saldo;Währung;Währung Nettobetrag")
                .replaceAll("(?m);(USD|CHF)$", ";CHF;$1");

        assertThat(Files.lines(Files.read(newer, Files.options("CHF"))))
                .contains("2 dividend ticker=MSFT total=20 tax=3 currency=USD at=2025-06-09T22:00:00Z");
    }

    @Test
    void windows1252IsRead() {
        assertThat(Files.byRefId(Files.read(
                        FILE.getBytes(java.nio.charset.Charset.forName("windows-1252")), Files.options("CHF"))))
                .isEqualTo(Files.byRefId(Files.read(FILE, Files.options("CHF"))));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        Exports.of(FILE, 1, Files.options("CHF")).assertRepeatable();
    }

    @Test
    void moneyIsADepositOrAWithdrawalByItsSign() {
        String more = FILE.replace("10-06-2025 00:00:00", """
                14-06-2025 09:00:00;00000000;Zahlung;;Zahlung;;1.0;70.00;0.00;0.00;-70.00;0.00;CHF
                13-06-2025 09:00:00;00000000;Debit;;Debit;;1.0;20.00;0.00;0.00;-20.00;0.00;CHF
                12-06-2025 09:00:00;00000000;Vergütung;;Vergütung;;1.0;2000.00;0.00;0.00;-2'000.00;0.00;CHF
                11-06-2025 00:00:00;00000000;Dividende;MSFT;Microsoft;US5949181045;1.0;-20.00;3.00;0.00;-17.00;0.00;USD
                10-06-2025 00:00:00""");

        assertThat(Files.lines(Files.read(more, Files.options("CHF"))))
                .contains(
                        "2 withdrawal total=70 currency=CHF at=2025-06-14T07:00:00Z",
                        "3 withdrawal total=20 currency=CHF at=2025-06-13T07:00:00Z",
                        "4 withdrawal total=2000 currency=CHF at=2025-06-12T07:00:00Z",
                        "5 no_effect: takes back line 6",
                        "6 no_effect: taken back in line 5: if it was imported before, amend its status to failed");
    }

    @Test
    void whatAPaymentCostsIsAChargeBesideIt() {
        String file = Files.head(FILE, 1) + """
                13-06-2025 09:00:00;00000000;Debit;;;;1.0;2000.00;2.00;0.00;-2002.00;0.00;CHF
                12-06-2025 09:00:00;00000000;Tax Statement;;;;1.0;100.00;8.10;0.00;-108.10;0.00;CHF
                """;

        assertThat(Files.lines(Files.read(file, Files.options("CHF"))))
                .containsExactly(
                        "2 withdrawal total=2000 currency=CHF at=2025-06-13T07:00:00Z",
                        "2 charge total=2 currency=CHF at=2025-06-13T07:00:00Z",
                        "3 charge total=108.1 currency=CHF at=2025-06-12T07:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Forex-Gutschrift;;;;1.0;50.00;0.00;0.00;50.00         | deposit total=50 currency=CHF
            Forex-Belastung;;;;1.0;50.00;0.00;0.00;-50.00         | withdrawal total=50 currency=CHF
            Zinsen auf Einlagen;;;;1.0;2.00;0.00;0.00;2.00        | interest total=2 currency=CHF
            Zinsen auf Belastungen;;;;1.0;2.00;0.00;0.00;-2.00    | interest total=-2 currency=CHF
            Spesen Steuerauszug;;;;1.0;9.00;0.00;0.00;-9.00       | charge total=9 currency=CHF
            Einzahlung;;;;1.0;50.00;0.00;0.00;50.00               | deposit total=50 currency=CHF
            Kapitalrückzahlung;ABC;A;CH0012221716;1.0;20.00;0.00;0.00;20.00 | return_of_capital ticker=ABC total=20 currency=CHF
            Corporate Action;ABC;A;CH0012221716;5.0;0.00;0.00;0.00;- | unsupported: a corporate action: Corporate Action
            Crypto Deposit;BTC;B;;0.5;0.00;0.00;0.00;-            | unsupported: units that come in, whose cost the file does not have: post a transfer_in
            Korrekturbuchung;;;;1.0;9.00;0.00;0.00;-9.00          | wrong: column "Transaktionen" ("Korrekturbuchung") is not a known transaction
            """)
    void aTypeBecomesWhatItSays(String cells, String line) {
        String file = Files.head(FILE, 1) + "10-06-2025 09:00:00;00000000;" + cells.strip() + ";0.00;CHF\n";

        assertThat(Files.lines(Files.read(file, Files.options("CHF"))))
                .singleElement(STRING)
                .startsWith("2 " + line);
    }
}
