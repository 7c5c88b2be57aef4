package io.trakkit.files.join;

import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rows that take back what an earlier row paid.
 *
 * @param key what such a row has in common with the row that paid
 * @param amount the money of a row; that of the two rows adds up to 0
 * @param time when a row happened
 * @param what what is taken back, such as "a dividend"
 */
public record Reversals(
        Function<Row, String> key, Function<Row, BigDecimal> amount, Function<Row, Stamp> time, String what) {

    private static final String DIVIDEND = "a dividend";

    /** Of dividends. */
    public static Reversals ofDividends(
            Function<Row, String> key, Function<Row, BigDecimal> amount, Function<Row, Stamp> time) {
        return new Reversals(key, amount, time, DIVIDEND);
    }

    /** A row that takes a dividend back. */
    public static RowResult dividend() {
        return part(DIVIDEND);
    }

    /** A row that takes back what is named so. */
    public static RowResult part(String what) {
        return new RowResult.Part(takenBack(what));
    }

    private static String takenBack(String what) {
        return what + " that is taken back";
    }

    /**
     * Makes a row that takes money back, and the last row before it that paid it, rows without effect. One that finds no such row
     * is not held.
     */
    public void join(List<ReadRow> rows) {
        for (ReadRow back : rows) {
            boolean takesBack = back.result() instanceof RowResult.Part(String text) && text.equals(takenBack(what));
            if (!takesBack) {
                continue;
            }
            Optional<ReadRow> paid = rows.stream()
                    .filter(row -> !row.drafts().isEmpty() && isPaid(row, back.row()))
                    .max(Comparator.comparing((ReadRow row) -> isBefore(row, back.row()))
                            .thenComparing(row -> stamp(row).local()));
            if (paid.isPresent()) {
                long line = paid.get().row().line();
                paid.get()
                        .result(RowResult.without("taken back in line "
                                + back.row().line() + ": if it was imported before, amend its status to failed"));
                back.result(RowResult.without("takes back line " + line));
            } else {
                back.result(RowResult.unsupported(takenBack(what)
                        + ", and is not in this file: if it was imported before, amend its status to failed"));
            }
        }
    }

    private boolean isPaid(ReadRow row, Row back) {
        return key.apply(row.row()).equals(key.apply(back))
                && amount.apply(row.row()).compareTo(amount.apply(back).negate()) == 0
                && !stamp(row).day().isAfter(time.apply(back).day());
    }

    /** Of those of one day: what a broker takes back and books anew has the same amount, at a later time. */
    private boolean isBefore(ReadRow row, Row back) {
        return !stamp(row).local().isAfter(time.apply(back).local());
    }

    private static Stamp stamp(ReadRow row) {
        return row.drafts().getFirst().stamp();
    }
}
