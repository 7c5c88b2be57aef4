package io.trakkit.files.preset;

import java.math.BigDecimal;

/** Holds two numbers of a row against each other that should agree: a column that is misunderstood shows here. */
public final class Near {

    /** Rounding of prices and rates in files. */
    private static final BigDecimal SHARE = new BigDecimal("0.01");

    private static final BigDecimal HALF = new BigDecimal("0.5");

    private static final BigDecimal LEAST = new BigDecimal("0.05");

    private Near() {}

    /** Whether they differ by one percent at most, or by 0.05. */
    public static boolean agree(BigDecimal one, BigDecimal other) {
        BigDecimal tolerance = one.abs().max(other.abs()).multiply(SHARE).max(LEAST);
        return one.subtract(other).abs().compareTo(tolerance) <= 0;
    }

    /**
     * Holds the money of a trade against volume times price, of which the price may be rounded: that of a coin can be shown as 0.00.
     *
     * @throws WrongCellException if they do not agree
     */
    public static void checkWorth(Row row, BigDecimal stated, BigDecimal volume, BigDecimal price, String... names) {
        BigDecimal rounding = volume.multiply(halfOfLastDigit(price)).abs();
        BigDecimal worth = volume.multiply(price);
        if (stated.subtract(worth).abs().compareTo(rounding) > 0) {
            check(row, stated, worth, "quantity times price", names);
        }
    }

    /** How much the number may be rounded by. A price has two decimals at least; some files leave zeros out. */
    public static BigDecimal halfOfLastDigit(BigDecimal price) {
        return HALF.scaleByPowerOfTen(-Math.max(2, price.scale()));
    }

    /** @throws WrongCellException if the text of the column does not agree with what the other columns say */
    public static void check(Row row, BigDecimal stated, BigDecimal computed, String what, String... names) {
        if (!agree(stated, computed)) {
            throw row.wrong(
                    "is " + stated.toPlainString() + ", but " + what + " is "
                            + computed.stripTrailingZeros().toPlainString(),
                    names);
        }
    }
}
