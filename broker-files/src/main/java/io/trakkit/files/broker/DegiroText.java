package io.trakkit.files.broker;

import io.trakkit.files.preset.Header;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a description in Account.csv of DEGIRO says. The language of the header and that of the descriptions can differ, and a history
 * over years has several, so that all are looked for. The first one that fits counts.
 */
enum DegiroText {
    /** What a fund in which the broker held cash has gained or lost. */
    RESULT_OF_CASH_FUND("(?=.*(money market|geldmarkt|fonds monétaire|mercado monetario|mercato monetario))"
            + ".*(price change|variation|koersverandering|preisänderung|variación|variazione).*"),
    /** Cash that moves within the account. */
    SWEEP(
            ".*(cash sweep|\\breserva(tion|ción)\\b|money market|geldmarkt|fonds monétaire|mercado monetario|mercato monetario).*"),
    /** One side of an exchange of money. */
    CONVERSION(
            ".*(fx credit|fx debit|valuta creditering|valuta debitering|währungswechsel|crédito de divisa|débito de divisa|"
                    + "levantamento de divisa|cambio de divisa|op[ée]ration de change|credito fx|prelievo fx|cambio valuta).*"),
    /** The fee of an order. */
    FEE(
            ".*(transaction and/or third party|transactiekosten|transaktionsgeb|comissões de transa|taxa de transa|frais degiro|"
                    + "costes de transacción|costi di transazione).*"),
    /** The tax of an order. */
    TRADE_TAX(
            ".*(stamp duty|transaction tax|finanztransaktionssteuer|beurstaks|transactiebelasting|impuesto de transacción|"
                    + "impuesto sobre transacciones|taxe sur les transactions|imposta sulle transazioni).*"),
    DIVIDEND_TAX(
            ".*(dividend tax|dividendbelasting|dividendensteuer|imposto sobre dividendo|impôts? sur (le |les )?dividende|"
                    + "retención del dividendo|impuesto sobre (el |los )?dividendo|ritenuta sul dividendo).*"),
    CAPITAL("^(capital return|return of capital|remboursement de capital).*"),
    DIVIDEND("^(dividend|dividende|dividendo|fund distribution).*"),
    /** Money that others pay for the use of securities: some of it is called a deposit. */
    LENDING(".*(securities lending|préstamo de valores).*"),
    /** Money that comes or leaves, a gift of the broker among it. Its sign says which. */
    CASH(
            ".*(deposit|storting|einzahlung|depósito|dépôt|versement de fonds|\\bdeposito\\b|withdrawal|auszahlung|levantamento|"
                    + "\\bretrait\\b|\\bprelievo\\b|courtesy|verrekening (promotie|welkomstactie)|promoción degiro).*|^(ingreso|retirada)\\b.*"),
    INTEREST(".*(interest|rente|zinsen|juros|interés|intereses|intérêt|interessi|^coupon).*"),
    CHARGE(".*(connection fee|connectivity fee|aansluitingskosten|anbindungsgebühr|verbindungskosten|"
            + "einrichtung von handelsmodalit|conectividad|frais de connexion|costi di connessione|custody fee|pass-through|"
            + "\\badr\\b|corporate action (kosten|fee)|service[ -]fee|\\bb\\.t\\.w).*");

    private final Pattern pattern;

    DegiroText(String pattern) {
        this.pattern = Pattern.compile(pattern);
    }

    static Optional<DegiroText> of(String description) {
        String text = Header.canonical(description);
        return Arrays.stream(values())
                .filter(one -> one.pattern.matcher(text).matches())
                .findFirst();
    }
}
