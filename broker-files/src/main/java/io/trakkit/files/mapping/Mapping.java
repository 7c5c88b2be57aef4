package io.trakkit.files.mapping;

import io.trakkit.domain.trade.SecurityType;
import io.trakkit.files.join.FeeInTotal;
import io.trakkit.files.join.Reversals;
import io.trakkit.files.preset.Dates;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.SkipKind;
import io.trakkit.files.preset.Stamp;
import io.trakkit.files.preset.Traits;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A preset that is data: which column holds what, and which word means which kind of record.
 *
 * @param words what the words of the kind's column mean
 * @param conditions rows that are none, looked at first
 * @param fields the columns of each field
 * @param fieldsOf columns that differ for some kinds
 * @param currency the currency where no column has one
 * @param accountCurrency the currency into which rates in the file convert
 * @param inverseRate whether rates are units of the record's currency per unit of the account's
 * @param signedAmounts whether what is paid is negative, charges included
 * @param signedCharges whether a fee or a tax below zero came back
 * @param netPayments whether the total of a dividend or of interest is what is left after the tax
 * @param feeIsTheRest whether the fee of a trade is what its total has beside volume times price
 */
public record Mapping(
        String name,
        int version,
        String title,
        Traits traits,
        List<Header> headers,
        Dates dates,
        List<String> kindColumns,
        List<WordRule> words,
        List<Condition> conditions,
        Map<Field, List<String>> fields,
        Map<Kind, Map<Field, List<String>>> fieldsOf,
        Optional<String> currency,
        Optional<String> accountCurrency,
        boolean inverseRate,
        boolean signedAmounts,
        boolean signedCharges,
        boolean netPayments,
        boolean feeIsTheRest,
        SecurityType security)
        implements Preset {

    @Override
    public boolean leavesOutLastCells() {
        return false;
    }

    @Override
    public RowResult read(Row row) {
        for (Condition condition : conditions) {
            if (condition.holds(row)) {
                return condition.result();
            }
        }
        String word = row.text(array(kindColumns));
        WordRule rule = words.stream()
                .filter(known -> known.fits(word))
                .findFirst()
                .orElseThrow(() -> row.wrong("is not a known kind of row", array(kindColumns)));
        return switch (rule.meaning()) {
            case Meaning.Result(RowResult result) -> result;
            case Meaning.Of(Kind kind) -> result(row, kind);
            case Meaning.BySign(Field field, Kind positive, Kind negative) ->
                booked(row, decimal(row, positive, field).signum() < 0 ? negative : positive);
        };
    }

    /** What the row is if it takes money back, or else a record. */
    private RowResult result(Row row, Kind kind) {
        int sign = sign(row, kind, Field.TOTAL);
        boolean pays = kind == Kind.DIVIDEND || kind == Kind.RETURN_OF_CAPITAL;
        if (pays && (sign < 0 || sign(row, kind, Field.PER_UNIT) < 0)) {
            return Reversals.dividend();
        }
        if (kind == Kind.DEPOSIT && sign < 0) {
            return booked(row, Kind.WITHDRAWAL);
        }
        boolean comesBack = kind == Kind.WITHDRAWAL && signedAmounts && sign > 0;
        return booked(row, comesBack ? Kind.DEPOSIT : kind);
    }

    private RowResult booked(Row row, Kind kind) {
        Draft draft = draft(row, kind);
        BigDecimal beside = cameBack(row, kind).add(feeOfActivity(row, kind));
        return beside.signum() == 0 ? RowResult.of(draft) : RowResult.of(draft, draft.charge(beside));
    }

    /** Charges of a trade and taxes that came back: what a record holds is not below zero. */
    private BigDecimal cameBack(Row row, Kind kind) {
        if (!signedCharges) {
            return BigDecimal.ZERO;
        }
        BigDecimal fee = isTrade(kind) ? sum(row, kind, Field.FEE) : BigDecimal.ZERO;
        return fee.min(BigDecimal.ZERO).add(sum(row, kind, Field.TAX).min(BigDecimal.ZERO));
    }

    /** An activity holds no fee. */
    private BigDecimal feeOfActivity(Row row, Kind kind) {
        BigDecimal fee = isTrade(kind) ? BigDecimal.ZERO : sum(row, kind, Field.FEE);
        return signedCharges ? fee : fee.abs();
    }

    private static boolean isTrade(Kind kind) {
        return kind.activity().isEmpty();
    }

    private int sign(Row row, Kind kind, Field field) {
        return find(row, kind, field).map(BigDecimal::signum).orElse(0);
    }

    /** The first of the columns whose text is a symbol: some files have the name of a fund there. */
    private String ticker(Row row, Kind kind) {
        String[] columns = columns(kind, Field.TICKER);
        for (String column : columns) {
            Optional<String> symbol = row.find(column).filter(Draft::isTicker);
            if (symbol.isPresent()) {
                return symbol.get();
            }
        }
        return row.text(columns);
    }

    private Draft draft(Row row, Kind kind) {
        Draft draft = new Draft(kind, time(row, kind));
        if (kind.activity().map(type -> !type.isOfCash()).orElse(true)) {
            draft.ticker(ticker(row, kind));
            draft.isin(row.find(columns(kind, Field.ISIN)));
            draft.security(security);
        }
        String code = row.find(columns(kind, Field.CURRENCY)).or(() -> currency).orElse("");
        find(row, kind, Field.VOLUME).ifPresent(draft::volume);
        if (isTrade(kind)) {
            trade(row, draft, code);
        } else {
            activity(row, draft, code);
        }
        rate(row, draft);
        identify(row, draft);
        return draft;
    }

    private Stamp time(Row row, Kind kind) {
        String[] columns = columns(kind, Field.TIME);
        String clock =
                row.find(columns(kind, Field.CLOCK)).map(text -> " " + text).orElse("");
        return row.timeOf(dates, row.text(columns) + clock, columns[0]);
    }

    private void trade(Row row, Draft draft, String code) {
        Kind kind = draft.kind();
        if (draft.volume().isEmpty()) {
            throw row.wrong("is empty", columns(kind, Field.VOLUME));
        }
        Optional<BigDecimal> price = find(row, kind, Field.PRICE);
        if (price.isPresent()) {
            if (code.isEmpty()) {
                draft.price(price.get());
            } else {
                draft.price(price.get(), code);
            }
        } else {
            draft.gross(decimal(row, kind, Field.GROSS));
            if (!code.isEmpty()) {
                draft.currency(code);
            }
        }
        charges(row, draft);
        // The kind says the side: files of one source have the total of a buy with either sign.
        find(row, kind, Field.TOTAL).ifPresent(total -> total(row, draft, total.abs()));
        if (price.isPresent()) {
            find(row, kind, Field.GROSS)
                    .ifPresent(gross -> Near.check(
                            row, gross.abs(), worth(draft), "volume times price", columns(kind, Field.GROSS)));
        }
    }

    /**
     * Charges below zero were paid, as most files mean it, if the mapping does not say that they came back.
     *
     * @throws WrongCellException if the total shows that they came back
     */
    private void charges(Row row, Draft draft) {
        Kind kind = draft.kind();
        BigDecimal fee = sum(row, kind, Field.FEE);
        BigDecimal tax = sum(row, kind, Field.TAX);
        if (signedCharges) {
            draft.fee(fee.max(BigDecimal.ZERO)).tax(tax.max(BigDecimal.ZERO));
            return;
        }
        BigDecimal all = fee.add(tax);
        boolean cameBack = find(row, kind, Field.TOTAL)
                .map(total -> !FeeInTotal.isPaid(kind, worth(draft), total.abs(), all))
                .orElse(false);
        if (cameBack) {
            throw row.wrong(
                    "shows that charges came back, which a trade does not hold: post them as a charge",
                    columns(kind, Field.TOTAL));
        }
        boolean turned = all.signum() < 0;
        draft.fee(turned ? fee.negate() : fee).tax(turned ? tax.negate() : tax);
    }

    private static BigDecimal worth(Draft draft) {
        return draft.volume().orElseThrow().multiply(draft.price().orElseThrow());
    }

    private void total(Row row, Draft draft, BigDecimal total) {
        BigDecimal charges = draft.fees().add(draft.taxes()).add(cameBack(row, draft.kind()));
        BigDecimal signed = draft.kind() == Kind.BUY ? charges : charges.negate();
        BigDecimal expected = worth(draft).add(signed);
        if (feeIsTheRest) {
            BigDecimal rest = draft.kind() == Kind.BUY ? total.subtract(expected) : expected.subtract(total);
            if (rest.signum() > 0) {
                draft.fee(rest);
            }
            expected = total;
        }
        // Some totals are without the charges.
        boolean isComparable = draft.currency().isEmpty() || accountCurrency.isEmpty();
        if (isComparable && !Near.agree(total, worth(draft))) {
            Near.check(row, total, expected, "volume times price and charges", columns(draft.kind(), Field.TOTAL));
        }
    }

    private void activity(Row row, Draft draft, String code) {
        Kind kind = draft.kind();
        Optional<BigDecimal> total = find(row, kind, Field.TOTAL);
        Optional<BigDecimal> perUnit = find(row, kind, Field.PER_UNIT);
        boolean moves = kind.activity().orElseThrow().movesMoney();
        if (moves && total.isPresent()) {
            BigDecimal money =
                    signedAmounts && kind == Kind.CHARGE ? total.get().negate() : total.get();
            if (netPayments && isPayment(kind)) {
                BigDecimal tax = sum(row, kind, Field.TAX);
                money = money.add(signedCharges ? tax : tax.abs());
            }
            if (code.isEmpty()) {
                draft.total(money);
            } else {
                draft.total(money, code);
            }
        } else if (moves && perUnit.isPresent()) {
            draft.perUnit(perUnit.get());
            if (!code.isEmpty()) {
                draft.currency(code);
            }
        }
        find(row, kind, Field.NUMERATOR)
                .ifPresent(numerator -> draft.ratio(
                        numerator, find(row, kind, Field.DENOMINATOR).orElse(BigDecimal.ONE)));
        // Withheld, with either sign: what comes back is a row of its own, if the mapping does not say otherwise.
        BigDecimal tax = sum(row, kind, Field.TAX);
        draft.tax(signedCharges ? tax.max(BigDecimal.ZERO) : tax.abs());
    }

    private static boolean isPayment(Kind kind) {
        return kind == Kind.DIVIDEND || kind == Kind.RETURN_OF_CAPITAL || kind == Kind.INTEREST;
    }

    private void rate(Row row, Draft draft) {
        Optional<BigDecimal> rate = find(row, draft.kind(), Field.RATE);
        String into = row.find(columns(draft.kind(), Field.ACCOUNT_CURRENCY))
                .or(() -> accountCurrency)
                .orElse("");
        if (rate.isEmpty() || into.isEmpty() || rate.get().signum() == 0) {
            return;
        }
        if (inverseRate) {
            draft.inverseRate(rate.get(), into);
        } else {
            draft.rate(rate.get(), into);
        }
    }

    private void identify(Row row, Draft draft) {
        row.find(columns(draft.kind(), Field.ACCOUNT)).ifPresent(draft::account);
        row.find(columns(draft.kind(), Field.ORDER)).ifPresent(draft::order);
        id(row, draft.kind()).ifPresent(draft::id);
    }

    private Optional<String> id(Row row, Kind kind) {
        List<String> id = new ArrayList<>();
        for (String column : columns(kind, Field.ID)) {
            Optional<String> part = row.find(column);
            if (part.isEmpty()) {
                return Optional.empty();
            }
            // Programs such as Excel write a date in another form, and it stays the same day.
            boolean isTime = fields.getOrDefault(Field.TIME, List.of()).contains(column);
            id.add(isTime ? row.timeOf(dates, part.get(), column).day().toString() : part.get());
        }
        return id.isEmpty() ? Optional.empty() : Optional.of(String.join("-", id));
    }

    private String[] columns(Kind kind, Field field) {
        List<String> own = fieldsOf.getOrDefault(kind, Map.of()).get(field);
        return array(own == null ? fields.getOrDefault(field, List.of()) : own);
    }

    private Optional<BigDecimal> find(Row row, Kind kind, Field field) {
        String[] columns = columns(kind, field);
        return columns.length == 0 ? Optional.empty() : row.findDecimal(columns);
    }

    private BigDecimal decimal(Row row, Kind kind, Field field) {
        return row.decimal(columns(kind, field));
    }

    /** The sum of all columns of the field that are filled. */
    private BigDecimal sum(Row row, Kind kind, Field field) {
        BigDecimal sum = BigDecimal.ZERO;
        for (String column : columns(kind, field)) {
            sum = sum.add(row.decimalOrZero(column));
        }
        return sum;
    }

    @Override
    public void join(List<ReadRow> rows) {
        Reversals.ofDividends(
                        row -> row.key(array(kindColumns)) + " "
                                + row.key(columns(Kind.DIVIDEND, Field.TICKER)) + " "
                                + row.key(columns(Kind.DIVIDEND, Field.ACCOUNT)),
                        row -> find(row, Kind.DIVIDEND, Field.TOTAL)
                                .or(() -> find(row, Kind.DIVIDEND, Field.PER_UNIT))
                                .orElse(BigDecimal.ZERO),
                        row -> time(row, Kind.DIVIDEND))
                .join(rows);
        events(rows);
    }

    /** Money of an event that cannot be held, such as the end of a bond, is no dividend, whatever its row says. */
    private void events(List<ReadRow> rows) {
        Map<String, Long> events = new HashMap<>();
        for (ReadRow row : rows) {
            if (row.result() instanceof RowResult.Skipped(SkipKind kind, String _) && kind == SkipKind.UNSUPPORTED) {
                event(row).ifPresent(event -> events.put(event, row.row().line()));
            }
        }
        for (ReadRow row : rows) {
            if (row.drafts().isEmpty() || !isPayment(row.drafts().getFirst().kind())) {
                continue;
            }
            event(row)
                    .filter(events::containsKey)
                    .ifPresent(event -> row.result(RowResult.unsupported(
                            "money of the event in line " + events.get(event) + ", which is not imported")));
        }
    }

    /** The id of the row and its security. */
    private Optional<String> event(ReadRow row) {
        return id(row.row(), Kind.DIVIDEND).map(id -> id + " " + row.row().key(columns(Kind.DIVIDEND, Field.TICKER)));
    }

    private static String[] array(List<String> names) {
        return names.toArray(String[]::new);
    }
}
