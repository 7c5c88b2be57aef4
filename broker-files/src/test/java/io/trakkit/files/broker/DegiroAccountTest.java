package io.trakkit.files.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.files.Exports;
import io.trakkit.files.Files;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /** The same history in the languages of its customers. A header can be in another one than the descriptions. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            Date,Heure,Date de,Produit,Code ISIN,Description,FX,Mouvements,,Solde,,ID Ordre | Achat 3 ASML HOLDING@600,25 EUR (NL0010273215) | Frais DEGIRO de courtage et/ou de parties tierces | Dividende | Impôts sur dividende | Dépôt flatex | Frais de connexion aux places boursières 2025 | Taxe sur les transactions financières
            Date,Time,Value date,Product,ISIN,Description,FX,Change,,Balance,,Order Id | Achat 3 ASML HOLDING@600,25 EUR (NL0010273215) | Frais DEGIRO de courtage et/ou de parties tierces | Dividende | Impôts sur dividende | Versement de fonds | Frais de connexion aux places boursières 2025 | Taxe sur les transactions financières
            Fecha,Hora,Fecha valor,Producto,ISIN,Descripción,Tipo,Variación,,Saldo,,ID Orden | Compra 3 Asml Holding@600,25 EUR (NL0010273215) | Costes de transacción y/o externos de DEGIRO | Dividendo | Retención del dividendo | Ingreso | Comisión de conectividad con el mercado 2025 | Spanish Transaction Tax
            Data,Ora,Data Valore,Prodotto,ISIN,Descrizione,Borsa,Variazioni,,Saldo,,ID Ordine | Acquisto 3 Asml Holding@600,25 EUR (NL0010273215) | Costi di transazione DEGIRO e/o di terze parti | Dividendo | Ritenuta sul dividendo | flatex Deposit | Costi di connessione 2025 | Imposta sulle transazioni finanziarie
            Datum,Uhrze,Valutadatum,Produkt,ISIN,Beschreibung,FX,Änderung,,Saldo,,Order-ID | Kauf 3 zu je 600,25 EUR (NL0010273215) | DEGIRO Transaktionsgebühren und/oder Gebühren Dritter | Dividende | Dividendensteuer | flatex Einzahlung | DEGIRO Verbindungskosten 2025 | Finanztransaktionssteuer
            Data,Hora,Data Valor,Produto,ISIN,Descrição,T.,Mudança,,Saldo,,ID da Ordem | Compra 3 ASML HOLDING@600,25 EUR (NL0010273215) | Comissões de transação DEGIRO e/ou taxas de terceiros | Dividendo | Imposto sobre Dividendo | iDEAL Depósitos | Custo de Conectividade DEGIRO 2025 | Stamp Duty
            Datum,Tijd,Valutadatum,Product,ISIN,Omschrijving,FX,Mutatie,,Saldo,,Order Id | Koop 3 @ 600,25 EUR | DEGIRO Transactiekosten en/of kosten van derden | Dividend | Dividendbelasting | flatex Storting | DEGIRO Aansluitingskosten 2025 | Transactiebelasting
            """)
    void eachLanguageSaysTheSame(
            String header,
            String buy,
            String fee,
            String dividend,
            String tax,
            String deposit,
            String connection,
            String duty) {
        String file = header.strip() + "\n" + """
                10-06-2025,07:30,09-06-2025,ASML HOLDING,NL0010273215,%s,,EUR,"-0,45",EUR,"100,00",
                10-06-2025,07:30,09-06-2025,ASML HOLDING,NL0010273215,%s,,EUR,"3,00",EUR,"100,45",
                05-06-2025,09:00,05-06-2025,,,%s,,EUR,"-2,50",EUR,"97,45",
                04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,%s,,EUR,"-1,80",EUR,"50,00",aa-1
                04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,%s,,EUR,"-2,00",EUR,"50,00",aa-1
                04-06-2025,10:00,04-06-2025,ASML HOLDING,NL0010273215,"%s",,EUR,"-1800,75",EUR,"52,00",aa-1
                02-06-2025,09:00,02-06-2025,,,%s,,EUR,"2000,00",EUR,"2000,00",
                """.formatted(tax, dividend, connection, duty, fee, buy, deposit);

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 joined to 3",
                        "3 dividend ticker=NL0010273215 total=3 tax=0.45 currency=EUR at=2025-06-10T05:30:00Z",
                        "4 charge total=2.5 currency=EUR at=2025-06-05T07:00:00Z",
                        "5 joined to 7",
                        "6 joined to 7",
                        "7 buy ticker=NL0010273215 isin=NL0010273215 volume=3 amount=600.25 fee=2 tax=1.8 currency=EUR"
                                + " at=2025-06-04T08:00:00Z",
                        "8 deposit total=2000 currency=EUR at=2025-06-02T07:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            FX Credit                 | FX Debit
            Valuta Creditering        | Valuta Debitering
            Währungswechsel (Einbuchung) | Währungswechsel (Ausbuchung)
            Operation de change - Crédit | Opération de change - Débit
            Ingreso Cambio de Divisa  | Retirada Cambio de Divisa
            Credito FX                | Prelievo FX
            Crédito de divisa         | Levantamento de divisa
            """)
    void anExchangeOfMoneyHasTwoSidesInEachLanguage(String in, String out) {
        String file = Files.head(FILE, 1) + """
                03-06-2025,07:00,02-06-2025,,,%s,,EUR,"8,00",EUR,"8,00",
                03-06-2025,07:00,02-06-2025,,,%s,"1,2500",USD,"-10,00",USD,"0,00",
                """.formatted(in, out);

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 deposit total=8 currency=EUR at=2025-06-03T05:00:00Z",
                        "3 withdrawal total=10 currency=USD fx_rate=0.8 at=2025-06-03T05:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', nullValues = "-", textBlock = """
            Flatex Interest Income                            | "0,00"  | no_effect: a row without money
            Flatex Interest                                   | "-0,41" | interest total=-0.41 currency=EUR at=2025-06-03T05:00:00Z
            Coupon                                            | "4,00"  | interest total=4 currency=EUR at=2025-06-03T05:00:00Z
            Préstamo de Valores - Ingreso                     | "0,30"  | interest total=0.3 currency=EUR at=2025-06-03T05:00:00Z
            Variation Fonds Monétaires (EUR)                  | "-0,25" | interest total=-0.25 currency=EUR at=2025-06-03T05:00:00Z
            Koersverandering geldmarktfonds (EUR)             | "-0,02" | interest total=-0.02 currency=EUR at=2025-06-03T05:00:00Z
            Conversie geldmarktfonds: Koop 0,01 @ 1 EUR       | "-0,01" | no_effect: a move of cash within the account
            Money Market fund conversion: Buy 0.5 at 1 GBP    | -       | no_effect: a move of cash within the account
            Transferir a su Cuenta de Efectivo en flatexDEGIRO Bank | - | no_effect: a note of a move of cash, without an amount
            Reservation iDEAL / Sofort Deposit                | "27,80" | no_effect: a move of cash within the account
            DEGIRO Verrekening Promotie                       | "20,00" | deposit total=20 currency=EUR at=2025-06-03T05:00:00Z
            DEGIRO courtesy                                   | "0,61"  | deposit total=0.61 currency=EUR at=2025-06-03T05:00:00Z
            Retrait flatex                                    | "-9,00" | withdrawal total=9 currency=EUR at=2025-06-03T05:00:00Z
            Retirada                                          | "-9,00" | withdrawal total=9 currency=EUR at=2025-06-03T05:00:00Z
            DEGIRO Corporate Action Kosten                    | "-0,01" | charge total=0.01 currency=EUR at=2025-06-03T05:00:00Z
            Ajuste por tipo de cambio en Madrid               | "-0,01" | wrong: column "Omschrijving" ("Ajuste por tipo de cambio en Madrid") does not say what is known
            """)
    void aDescriptionBecomesWhatItSays(String description, @Nullable String amount, String line) {
        String file = Files.head(FILE, 1)
                + "03-06-2025,07:00,02-06-2025,,,\"%s\",,%s,%s,EUR,\"8,00\",\n"
                        .formatted(description, amount == null ? "" : "EUR", amount == null ? "" : amount);

        assertThat(Files.lines(Files.read(file, Files.options("EUR")))).containsExactly("2 " + line);
    }

    @Test
    void capitalThatComesBackIsNoDividend() {
        String file = Files.head(FILE, 1) + """
                10-06-2025,07:30,09-06-2025,A,NL0010273215,Remboursement de capital,,EUR,"3,00",EUR,"100,45",
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 return_of_capital ticker=NL0010273215 total=3 currency=EUR at=2025-06-10T05:30:00Z");
    }

    /** Before it is processed, a withdrawal is taken from the cash; then that is put back, and the withdrawal itself is booked. */
    @Test
    void aProcessedWithdrawalIsTheCashThatItMoves() {
        String file = Files.head(FILE, 1) + """
                04-06-2025,09:00,04-06-2025,,,Processed Flatex Withdrawal,,EUR,"15,10",EUR,"0,36",
                04-06-2025,09:00,04-06-2025,,,flatex terugstorting,,EUR,"-15,10",EUR,"-14,74",
                03-06-2025,09:00,03-06-2025,,,Processed Flatex Withdrawal,,EUR,"-15,10",EUR,"0,36",
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 deposit total=15.1 currency=EUR at=2025-06-04T07:00:00Z",
                        "3 withdrawal total=15.1 currency=EUR at=2025-06-04T07:00:00Z",
                        "4 withdrawal total=15.1 currency=EUR at=2025-06-03T07:00:00Z");
    }

    /** The Spanish text has no side: what comes is paid for. */
    @Test
    void theSidesOfASpanishSplitAreThoseOfTheirWorth() {
        String file = Files.head(FILE, 1) + """
                10-06-2025,00:00,10-06-2025,A,NL0010273215,"AJUSTE POR SPLIT: 8 Asml Holding@5 EUR (NL0010273215)",,EUR,"-40,00",EUR,"0,00",
                10-06-2025,00:00,10-06-2025,A,NL0010273215,"AJUSTE POR SPLIT: 4 Asml Holding@10 EUR (NL0010273215)",,EUR,"40,00",EUR,"0,00",
                """;

        assertThat(Files.lines(Files.read(file, Files.options("EUR"))))
                .containsExactly(
                        "2 split ticker=NL0010273215 numerator=8 denominator=4 at=2025-06-09T22:00:00Z",
                        "3 joined to 2");
    }
}
