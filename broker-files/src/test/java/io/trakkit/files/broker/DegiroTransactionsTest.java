package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DegiroTransactionsTest {

    private final String file = Files.text("degiro-transactions-en.csv");

    @Test
    void eachRowBecomesWhatItIs() {
        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        // Charges of 2.40 euros are 3.00 dollars. Amsterdam is two hours ahead.
                        "2 sell ticker=US5949181045 isin=US5949181045 volume=2 amount=110 fee=3 currency=USD fx_rate=0.8"
                                + " at=2025-05-12T13:30:00Z",
                        "3 joined to 2",
                        "4 split ticker=US5949181045 numerator=8 denominator=4 at=2025-05-08T22:00:00Z",
                        "5 joined to 4",
                        // 3.90 ÷ … the rate is of pounds: 3.90 × 0.85 = 3.315 pounds.
                        "6 buy ticker=GB00BH4HKS39 isin=GB00BH4HKS39 volume=100 amount=0.7 fee=3.315 currency=GBP"
                                + " fx_rate=1.176470588235294118 at=2025-05-02T08:05:00Z",
                        "7 buy ticker=US5949181045 isin=US5949181045 volume=2 amount=100 currency=USD fx_rate=0.8"
                                + " at=2025-05-02T08:05:00.001Z",
                        "8 buy ticker=US5949181045 isin=US5949181045 volume=2 amount=100 fee=2.5 currency=USD fx_rate=0.8"
                                + " at=2025-05-02T08:05:00Z");
    }

    @Test
    void dutchNumbersHaveCommas() {
        assertThat(Files.lines(Files.read(Files.text("degiro-transactions-nl.csv"), Files.options("EUR"))))
                .containsExactly(
                        "2 sell ticker=NL0010273215 isin=NL0010273215 volume=1 amount=1250.5 fee=1 currency=EUR"
                                + " at=2025-06-03T07:04:00Z",
                        "3 buy ticker=NL0010273215 isin=NL0010273215 volume=3 amount=600.25 fee=2 currency=EUR"
                                + " at=2025-06-02T07:04:00Z");
    }

    @Test
    void whatIsHeldIsTheSumOfTheRows() {
        // (2 + 2) × 8 ÷ 4 − 2.
        assertThat(Files.held(Files.read(file, Files.options("EUR"))))
                .isEqualTo(Map.of("US5949181045", new BigDecimal(6), "GB00BH4HKS39", new BigDecimal("1E+2")));
    }

    @Test
    void everyExportOfTheAccountGivesTheSameRecords() {
        // Without the id that continues on a line of its own, which cannot stand before its row.
        String whole = file.replace("\n,,,,,,,,,,,,,,,,,3\n", "3\n");

        assertThat(Files.byRefId(Files.read(whole, Files.options("EUR"))))
                .isEqualTo(Files.byRefId(Files.read(file, Files.options("EUR"))));
        Exports.of(whole, 1, Files.options("EUR")).assertRepeatable();
    }

    @Test
    void aPriceThatDoesNotFitItsValueIsWrong() {
        String other = file.replace("-2,110.0000,USD", "-2,\"110,000\",USD");

        assertThat(Files.lines(Files.read(other, Files.options("EUR"))))
                .contains("2 wrong: column \"Local value\" is 220.00, but quantity times price is 220000");
    }

    @Test
    void aFeeAboveZeroCameBack() {
        String dutch = Files.text("degiro-transactions-nl.csv");
        String back = dutch.replace(";-1,00;1249", ";1,00;1249");

        assertThat(back).isNotEqualTo(dutch);
        assertThat(Files.lines(Files.read(back, Files.options("EUR"))))
                .contains(
                        "2 sell ticker=NL0010273215 isin=NL0010273215 volume=1 amount=1250.5 currency=EUR"
                                + " at=2025-06-03T07:04:00Z",
                        "2 charge total=-1 currency=EUR at=2025-06-03T07:04:00Z");
    }

    /** Two securities are split in one minute. */
    @Test
    void eachSideOfASplitFindsThatOfItsSecurity() {
        String header = Files.head(file, 1);
        String splits = """
                09-05-2025,00:00,VODAFONE,GB00BH4HKS39,LSE,,-10,1.0000,EUR,10.00,EUR,10.00,,,0.00,10.00,,
                09-05-2025,00:00,MICROSOFT,US5949181045,NDQ,,8,1.0000,EUR,-8.00,EUR,-8.00,,,0.00,-8.00,,
                09-05-2025,00:00,VODAFONE,GB00BH4HKS39,LSE,,5,2.0000,EUR,-10.00,EUR,-10.00,,,0.00,-10.00,,
                09-05-2025,00:00,MICROSOFT,US5949181045,NDQ,,-4,2.0000,EUR,8.00,EUR,8.00,,,0.00,8.00,,
                """;

        assertThat(Files.lines(Files.read(header + splits, Files.options("EUR"))))
                .containsExactly(
                        "2 joined to 4",
                        "3 split ticker=US5949181045 numerator=8 denominator=4 at=2025-05-08T22:00:00Z",
                        "4 split ticker=GB00BH4HKS39 numerator=5 denominator=10 at=2025-05-08T22:00:00Z",
                        "5 joined to 3");
    }

    /** Two versions of the German file among them, of which the older one has a currency beside each amount. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Datum,Uhrzeit,Produkt,ISIN,Referenzbörse,Ausführungsort,Anzahl,Kurs,,Wert in Lokalwährung,,Wert EUR,Wechselkurs,AutoFX-Gebühr,Transaktionsgebühren und/oder Fremdkosten,Gesamt EUR,Order-ID,
            Datum,Uhrzeit,Produkt,ISIN,Referenzbörse,Ausführungsort,Anzahl,Kurs,,Wert in Lokalwährung,,Wert EUR,Wechselkurs,AutoFX-Gebühr,Transaktionsgebühr und/oder Gebühren Dritter EUR,Gesamt EUR,Order-ID,
            Date,Heure,Produit,Code ISIN,Place boursière sectionnée,Lieu d'exécution,Quantité,Cours,,Montant devise locale,,Montant EUR,Taux de change,Frais conversion AutoFX,Frais de courtage et/ou de parties,Montant négocié EUR,ID Ordre,
            Date,Heure,Produit,Code ISIN,Bourse de référence,Lieu d'exécution,Quantité,Cours,,Valeur locale,,Valeur EUR,Taux de change,Frais AutoFX,Frais de courtage et/ou de parties tierces EUR,Total EUR,ID Ordre,
            Fecha,Hora,Producto,ISIN,Bolsa de referencia,Centro de ejecución,Número,Precio,,Valor local,,Valor EUR,Tipo de cambio,Comisión AutoFX,Costes de transacción y/o externos EUR,Total EUR,ID Orden,
            Data,Hora,Produto,ISIN,Bolsa de referência,Local de execução,Quantidade,Preço,,Valor local,,Valor EUR,Taxa de câmbio,Custo AutoFX,Custos de transação e/ou de terceiros EUR,Total EUR,ID da Ordem,
            Data,Ora,Prodotto,ISIN,Borsa di riferimento,Sede di esecuzione,Quantità,Quotazione,,Valore locale,,Valore EUR,Tasso di cambio,Commissione AutoFX,Costi di transazione e/o di terze parti EUR,Totale EUR,ID Ordine,
            """)
    void eachLanguageSaysTheSame(String header) {
        String rows = header + "\n" + """
                12-05-2025,15:30,MICROSOFT CORP,US5949181045,NDQ,XNAS,-2,"110,0000",USD,"220,00",USD,"176,00","1,2500","-0,40","-2,00","173,60",,o-2
                02-05-2025,10:05,ASML HOLDING,NL0010273215,EAM,XAMS,3,"600,2500",EUR,"-1800,75",EUR,"-1800,75",,,"-2,00","-1802,75",,o-1
                """;

        assertThat(Files.lines(Files.read(rows, Files.options("EUR"))))
                .containsExactly(
                        "2 sell ticker=US5949181045 isin=US5949181045 volume=2 amount=110 fee=3 currency=USD fx_rate=0.8"
                                + " at=2025-05-12T13:30:00Z",
                        "3 buy ticker=NL0010273215 isin=NL0010273215 volume=3 amount=600.25 fee=2 currency=EUR"
                                + " at=2025-05-02T08:05:00Z");
    }

    /** Long names are cut, and each amount has its currency to the right. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Datum,Uhrzeit,Produkt,ISIN,Referenzbörse,Ausführungsort,Anzahl,Kurs,,Wert in Lokalwährung,,Wert,,Wechselkurs,Transaktionsgebühren,,Gesamt,,Order-ID
            Datum,Uhrzeit,Produkt,ISIN,Börse,Venue,Anzahl,Kurs,,Wert in Lokalwährung,,Wert,,Wechselkurs,Gebühr,,Gesamt,,Order-ID
            Data,Ora,Prodotto,ISIN,Borsa di,Borsa,Quantità,Quotazione,,Valore locale,,Valore,,Tasso di,Commissioni di,,Totale,,ID Ordine
            Date,Time,Product,ISIN,Reference,Venue,Quantity,Price,,Local value,,Value,,Exchange rate,Transaction and/or third,,Total,,Order ID
            """)
    void theOlderFilesHaveACurrencyBesideEachAmount(String header) {
        String rows = header + "\n" + """
                29-12-2020,20:13,MICROSOFT CORP,US5949181045,NDQ,XNAS,4,200.0000,USD,-800.00,USD,-704.00,CHF,1.1364,-0.55,CHF,-704.55,CHF,o-1
                """;

        assertThat(Files.lines(Files.read(rows, Files.options("CHF"))))
                .singleElement(STRING)
                // 0.55 francs at 1.1364 dollars.
                .startsWith(
                        "2 buy ticker=US5949181045 isin=US5949181045 volume=4 amount=200 fee=0.62502 currency=USD fx_rate=0.87");
    }
}
