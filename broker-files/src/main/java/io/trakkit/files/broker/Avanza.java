package io.trakkit.files.broker;

import io.trakkit.domain.value.Decimals;
import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.join.Taxes;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.List;

/**
 * Avanza, transactions. Prices are in the currency of the instrument, amounts in that of the account: crowns, if no column names
 * another. Courtage is in crowns. The file has no symbols: the ISIN is the ticker.
 */
public final class Avanza implements Preset {

    private static final String SEK = "SEK";
    private static final String TRADE = "a trade";
    private static final String MONEY = "Transaktionsvaluta";
    private static final String KIND = "Typ av transaktion";
    private static final String[] FEE = {"Courtage (SEK)", "Courtage"};
    private static final Dates DATES = Dates.of("uuuu-MM-dd");

    @Override
    public String name() {
        return "avanza";
    }

    @Override
    public String title() {
        return "Avanza";
    }

    @Override
    public Traits traits() {
        return Traits.TABLE.with(DecimalSign.COMMA).in("Europe/Stockholm").withNewestFirst();
    }

    @Override
    public List<Header> headers() {
        String common = "Datum,Konto,Typ av transaktion,Värdepapper/beskrivning,Antal,Kurs,Belopp,";
        return List.of(
                Header.of(common + "Transaktionsvaluta,Courtage (SEK),Valutakurs,Instrumentvaluta,ISIN")
                        .ignoring("Värdepapper/beskrivning,Resultat"),
                Header.of(common + "Transaktionsvaluta,Courtage,Valutakurs,Instrumentvaluta,ISIN")
                        .ignoring("Värdepapper/beskrivning,Resultat"),
                Header.of(common + "Courtage,Valuta,ISIN").ignoring("Värdepapper/beskrivning,Resultat"));
    }

    @Override
    public boolean leavesOutLastCells() {
        return true;
    }

    @Override
    public RowResult read(Row row) {
        return switch (row.key(KIND)) {
            case "köp" -> trade(row, Kind.BUY);
            case "sälj" -> trade(row, Kind.SELL);
            case "utdelning" -> dividend(row);
            case "utländsk källskatt", "preliminärskatt", "preliminär skatt", "prelskatt utdelningar" ->
                new RowResult.Part("a tax");
            case "ränta", "räntor", "inlåningsränta", "utbetalning aktielån" ->
                RowResult.of(cash(row, Kind.INTEREST, row.decimal("Belopp")));
            // The sign counts: a deposit that is corrected has the other one.
            case "insättning", "autogiroinsättning", "uttag", "intern överföring" ->
                RowResult.of(account(row, Draft.ofCash(time(row), row.decimal("Belopp"), currency(row))));
            case "adr-avgift" ->
                RowResult.of(cash(row, Kind.CHARGE, row.decimal("Belopp").negate()));
            case "övrigt" -> other(row);
            case "värdepappersöverföring" -> transfer(row);
            case "split", "split värdepapper", "omvänd split", "byte" ->
                RowResult.unsupported("a corporate action: " + row.text(KIND));
            default -> throw row.wrong("is not a known transaction", KIND);
        };
    }

    private static RowResult other(Row row) {
        if (row.has("Antal")) {
            return RowResult.unsupported(
                    "units that come or go for another reason than a trade, such as a change of fund");
        }
        return RowResult.of(cash(row, Kind.CHARGE, row.decimal("Belopp").negate()));
    }

    private static RowResult transfer(Row row) {
        BigDecimal units = row.decimal("Antal");
        return units.signum() < 0
                ? RowResult.of(security(row, Kind.TRANSFER_OUT).volume(units))
                : RowResult.unsupported("units that come in, whose cost the file does not have: post a transfer_in");
    }

    private static RowResult trade(Row row, Kind kind) {
        BigDecimal amount = row.decimal("Belopp");
        if (amount.signum() == (kind == Kind.BUY ? 1 : -1)) {
            return Reversals.part(TRADE);
        }
        Draft draft = security(row, kind).volume(row.decimal("Antal"));
        BigDecimal price = row.decimal("Kurs");
        String code = row.find("Instrumentvaluta", "Valuta").orElse(currency(row));
        draft.price(price, code);
        BigDecimal worth = draft.volume().orElseThrow().multiply(draft.price().orElseThrow());
        String own = draft.currency().orElseThrow().value();
        if (!currency(row).equals(SEK)) {
            return inAnotherCurrency(row, draft, amount.abs());
        }
        BigDecimal fee = FeeInTotal.cost(kind, worth, amount.abs(), row.decimalOrZero(FEE));
        BigDecimal inCrowns =
                kind == Kind.BUY ? amount.abs().subtract(fee) : amount.abs().add(fee);
        if (own.equals(SEK)) {
            Near.check(row, inCrowns, worth, "Antal times Kurs and Courtage", "Belopp");
            return RowResult.charged(draft, fee, BigDecimal.ZERO);
        }
        // Crowns per unit; an older file leaves it to the amount.
        BigDecimal rate = row.findDecimal("Valutakurs")
                .orElseGet(() -> Decimals.quotient(inCrowns, worth, Decimals.MAX_FRACTION_DIGITS));
        Near.check(row, inCrowns, worth.multiply(rate), "Antal times Kurs times Valutakurs and Courtage", "Belopp");
        return RowResult.charged(
                draft.rate(rate, SEK), Decimals.quotient(fee, rate, Decimals.MAX_FRACTION_DIGITS), BigDecimal.ZERO);
    }

    /** The courtage is in crowns, and the file has no rate from there: the fee is what the amount has beside the worth. */
    private static RowResult inAnotherCurrency(Row row, Draft draft, BigDecimal amount) {
        if (!draft.currency().orElseThrow().value().equals(currency(row))) {
            throw row.wrong("is not the currency of the price, and the file has no rate between them", MONEY);
        }
        return RowResult.of(FeeInTotal.addTo(draft, draft.price().orElseThrow(), amount, row, "Belopp"));
    }

    private static RowResult dividend(Row row) {
        BigDecimal amount = row.decimal("Belopp");
        return amount.signum() < 0
                ? Reversals.dividend()
                : RowResult.of(security(row, Kind.DIVIDEND).total(amount, currency(row)));
    }

    /** That of the amount. */
    private static String currency(Row row) {
        return row.find(MONEY).orElse(SEK);
    }

    private static Draft security(Row row, Kind kind) {
        return account(row, new Draft(kind, time(row)).ticker(row.text("ISIN")).isin(row.find("ISIN")));
    }

    private static Draft cash(Row row, Kind kind, BigDecimal amount) {
        return account(row, new Draft(kind, time(row)).total(amount, currency(row)));
    }

    private static Draft account(Row row, Draft draft) {
        row.find("Konto").ifPresent(draft::account);
        return draft;
    }

    private static Stamp time(Row row) {
        return row.time(DATES, "Datum");
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key(KIND) + " " + row.key("Konto") + " " + row.key("ISIN"),
                        row -> row.decimalOrZero("Belopp"),
                        Avanza::time)
                .join(rows);
        new Reversals(
                        row -> row.key(KIND) + " " + row.key("Konto") + " " + row.key("ISIN") + " " + row.key("Kurs"),
                        row -> row.decimalOrZero("Belopp"),
                        Avanza::time,
                        TRADE)
                .join(rows);
        Taxes.join(
                rows,
                row -> row.find("ISIN").map(isin -> row.key("Konto") + "/" + isin + " " + row.text("Datum")),
                row -> row.decimal("Belopp").negate());
        for (ReadRow row : rows) {
            if (row.isPart()) {
                row.result(RowResult.of(
                        cash(row.row(), Kind.CHARGE, row.row().decimal("Belopp").negate())));
            }
        }
    }
}
