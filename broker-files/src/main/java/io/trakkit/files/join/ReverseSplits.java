package io.trakkit.files.join;

import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.Stamp;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reverse splits of which a file states units only. The old ones leave in one row and the new ones come in another, or one row has the
 * units that the split takes. Then the ratio follows from the units held before, if the file has all of them: the old units are a whole
 * number for each new one.
 */
public final class ReverseSplits {

    private static final String UNKNOWN =
            "a reverse split, whose ratio neither the file nor the units held before it tell: " + "post it as a split";

    private static final int MOST_FOR_ONE = 1000;
    private static final int MOST_OF_ANY = 10;
    private static final BigDecimal TOLERANCE = new BigDecimal("0.000001");

    private ReverseSplits() {}

    /**
     * Makes a split of a part, and of the part with its other side if there is one. A part whose ratio is unknown is not held.
     *
     * @param rows all rows of the file
     * @param key what both sides have in common
     * @param units the units of a row, with their sign
     * @param split the split of a row, without its ratio
     */
    public static void join(
            ReadRow part,
            List<ReadRow> rows,
            Function<Row, String> key,
            Function<Row, BigDecimal> units,
            Function<Row, Draft> split) {
        BigDecimal change = units.apply(part.row());
        Optional<ReadRow> other = otherSide(part, rows, key, units);
        if (other.isPresent()) {
            ReadRow in = change.signum() < 0 ? other.get() : part;
            ReadRow out = change.signum() < 0 ? part : other.get();
            in.result(RowResult.of(split.apply(in.row()).ratio(units.apply(in.row()), units.apply(out.row()))));
            out.joinTo(in);
            return;
        }
        Draft draft = split.apply(part.row());
        part.result(oldForOneNew(rows, draft, change)
                .map(old -> RowResult.of(draft.ratio(BigDecimal.ONE, old)))
                .orElseGet(() -> RowResult.unsupported(UNKNOWN)));
    }

    private static Optional<ReadRow> otherSide(
            ReadRow part, List<ReadRow> rows, Function<Row, String> key, Function<Row, BigDecimal> units) {
        String wanted = key.apply(part.row());
        int sign = units.apply(part.row()).signum();
        return rows.stream()
                .filter(row -> row != part && row.isPart())
                .filter(row -> key.apply(row.row()).equals(wanted)
                        && units.apply(row.row()).signum() == -sign)
                .findFirst();
    }

    /** The number of old units for each new one; empty if the rows do not tell. */
    private static Optional<BigDecimal> oldForOneNew(List<ReadRow> rows, Draft split, BigDecimal change) {
        BigDecimal held = heldBefore(rows, split.key(), split.stamp());
        BigDecimal left = held.add(change);
        if (change.signum() >= 0 || left.signum() <= 0) {
            return Optional.empty();
        }
        BigDecimal times = held.divide(left, MathContext.DECIMAL64);
        BigDecimal whole = times.setScale(0, RoundingMode.HALF_EVEN);
        boolean isWhole = times.subtract(whole).abs().compareTo(TOLERANCE) <= 0;
        return isWhole && isUsual(whole) ? Optional.of(whole) : Optional.empty();
    }

    /** A ratio that nobody would choose shows that units held before are missing. */
    private static boolean isUsual(BigDecimal oldForOne) {
        if (oldForOne.compareTo(BigDecimal.TWO) < 0 || oldForOne.compareTo(BigDecimal.valueOf(MOST_FOR_ONE)) > 0) {
            return false;
        }
        int number = oldForOne.intValueExact();
        return number <= MOST_OF_ANY || number % 5 == 0;
    }

    private static BigDecimal heldBefore(List<ReadRow> rows, String ticker, Stamp time) {
        List<Draft> before = rows.stream()
                .flatMap(row -> row.drafts().stream())
                .filter(draft ->
                        draft.key().equals(ticker) && draft.stamp().local().isBefore(time.local()))
                .sorted(Comparator.comparing(draft -> draft.stamp().local()))
                .toList();
        BigDecimal held = BigDecimal.ZERO;
        for (Draft draft : before) {
            held = held.add(change(draft));
        }
        return held;
    }

    private static BigDecimal change(Draft draft) {
        BigDecimal units = draft.volume().orElse(BigDecimal.ZERO);
        boolean leaves =
                draft.kind() == Kind.SELL || draft.kind() == Kind.TRANSFER_OUT || draft.kind() == Kind.CASH_IN_LIEU;
        return leaves ? units.negate() : units;
    }
}
