package io.trakkit.files.join;

import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Joins rows of withheld tax to the dividends that they are of. */
public final class Taxes {

    private Taxes() {}

    /**
     * Adds the tax of rows that are parts to the dividend of the same key.
     *
     * @param key what a dividend and its tax have in common; empty for other rows
     * @param tax what was withheld; negative for a refund
     */
    public static void join(List<ReadRow> rows, Function<Row, Optional<String>> key, Function<Row, BigDecimal> tax) {
        Map<String, ReadRow> dividends = new HashMap<>();
        for (ReadRow row : rows) {
            boolean pays = row.drafts().stream().anyMatch(draft -> draft.kind() == Kind.DIVIDEND);
            if (pays) {
                key.apply(row.row()).ifPresent(text -> dividends.putIfAbsent(text, row));
            }
        }
        rows.stream()
                .filter(row -> row.isPart()
                        && key.apply(row.row()).map(dividends::containsKey).orElse(false))
                // What was withheld, before what came back of it.
                .sorted(Comparator.comparing(row -> tax.apply(row.row()).signum() < 0))
                .toList()
                .forEach(row -> key.apply(row.row())
                        .map(dividends::get)
                        .ifPresent(dividend -> add(row, dividend, tax.apply(row.row()))));
    }

    /** More than was withheld here came back of another dividend: that row stays money of its own. */
    private static void add(ReadRow row, ReadRow dividend, BigDecimal tax) {
        Draft draft = dividend.drafts().getFirst();
        if (draft.taxes().add(tax).signum() >= 0) {
            draft.signedCharges(BigDecimal.ZERO, tax);
            row.joinTo(dividend);
        }
    }

    /** A tax whose dividend is not in the file: money that is paid, or comes back. */
    public static RowResult alone(Stamp time, BigDecimal tax, String currency) {
        return RowResult.of(new Draft(Kind.CHARGE, time).total(tax, currency));
    }
}
