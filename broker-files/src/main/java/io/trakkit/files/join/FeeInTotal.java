package io.trakkit.files.join;

import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.Near;
import io.trakkit.files.preset.Row;
import java.math.BigDecimal;

/** Trades of files without a column for fees: the fee is what the total has beside volume times price. */
public final class FeeInTotal {

    /** Less than half a cent is the rounding of the total. */
    private static final BigDecimal LEAST = new BigDecimal("0.005");

    /** A fee is at most this part of what is traded, or the most below: more is a column that is misunderstood. */
    private static final BigDecimal MOST_PART = new BigDecimal("0.25");

    private static final BigDecimal MOST = new BigDecimal(25);

    private FeeInTotal() {}

    /**
     * Gives a draft with a volume its price and its fee. A difference that the rounding of the price explains is no fee: then the
     * price is the total for each unit, so that the cash is right.
     *
     * @param total what was paid or received, in the currency of the price
     * @param columns the names of the total's column, for the message
     */
    public static Draft addTo(Draft draft, BigDecimal price, BigDecimal total, Row row, String... columns) {
        BigDecimal volume = draft.volume().orElseThrow();
        BigDecimal worth = volume.multiply(price);
        BigDecimal rest = rest(draft.kind(), worth, total);
        BigDecimal rounding = volume.multiply(Near.halfOfLastDigit(price)).add(LEAST);
        if (rest.abs().compareTo(rounding) <= 0) {
            return rest.abs().compareTo(LEAST) < 0 ? draft.price(price) : draft.gross(total);
        }
        if (!isFee(rest, worth)) {
            throw row.wrong(
                    "is " + total.toPlainString() + ", but quantity times price is "
                            + worth.stripTrailingZeros().toPlainString(),
                    columns);
        }
        return draft.price(price).fee(rest);
    }

    /** What is left for the fee. */
    public static BigDecimal rest(Kind kind, BigDecimal worth, BigDecimal total) {
        return kind == Kind.BUY ? total.subtract(worth) : worth.subtract(total);
    }

    /**
     * What a charge costs that the file states with a sign of its own. One below zero was paid, as most files mean it, unless the total
     * shows that it came back.
     *
     * @param total what was paid or received in all, without a sign and in the currency of the charge
     */
    public static BigDecimal cost(Kind kind, BigDecimal worth, BigDecimal total, BigDecimal stated) {
        return isPaid(kind, worth, total, stated) ? stated.abs() : stated;
    }

    /** Whether the charges of that sum, with the sign of the file, were paid. */
    public static boolean isPaid(Kind kind, BigDecimal worth, BigDecimal total, BigDecimal stated) {
        BigDecimal rest = rest(kind, worth, total);
        boolean cameBack =
                rest.subtract(stated).abs().compareTo(rest.add(stated).abs()) < 0;
        return stated.signum() >= 0 || !cameBack;
    }

    /** Whether it can be the fee of a trade of that worth. */
    public static boolean isFee(BigDecimal rest, BigDecimal worth) {
        return rest.signum() >= 0 && rest.compareTo(worth.multiply(MOST_PART).max(MOST)) <= 0;
    }
}
