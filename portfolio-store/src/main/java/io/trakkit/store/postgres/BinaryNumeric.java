package io.trakkit.store.postgres;

import io.trakkit.store.postgres.BinaryArray.Buffer;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimals in the binary format of PostgreSQL ({@code numeric_recv} in its sources): groups of four decimal digits, with the
 * point between two groups. The driver divides by one power of ten after the other and allocates objects for it: with five
 * numbers per trade, a quarter of the garbage of a batch.
 */
final class BinaryNumeric {

    private static final int DIGITS_IN_GROUP = 4;
    private static final int GROUP = 10_000;

    /** The divisor that splits a number larger than a long. */
    private static final BigInteger CHUNK = BigInteger.TEN.pow(16);

    private static final int GROUPS_IN_CHUNK = 4;

    /** A group has a little more. */
    private static final int LEAST_BITS_IN_GROUP = 13;

    private static final int NEGATIVE = 0x4000;
    private static final int MAX_SCALE = 0x3FFF;

    private BinaryNumeric() {}

    /**
     * Writes the length of the number, then the number.
     *
     * @throws ArithmeticException if no numeric can hold it
     */
    static void write(Buffer buffer, BigDecimal number) {
        if (Math.abs(number.scale()) > MAX_SCALE) {
            throw new ArithmeticException("no numeric has the scale " + number.scale());
        }
        int scale = Math.max(number.scale(), 0);
        int fractionGroups = Math.ceilDiv(scale, DIGITS_IN_GROUP);
        BigInteger digits = number.setScale(fractionGroups * DIGITS_IN_GROUP)
                .unscaledValue()
                .abs();
        short[] groups = new short[digits.bitLength() / LEAST_BITS_IN_GROUP + GROUPS_IN_CHUNK];
        int count = split(digits, groups);
        buffer.putInt((4 + count) * Short.BYTES)
                .putShort(count)
                .putShort(count - 1 - fractionGroups)
                .putShort(number.signum() < 0 ? NEGATIVE : 0)
                .putShort(scale);
        for (int i = count - 1; i >= 0; i--) {
            buffer.putShort(groups[i]);
        }
    }

    /** Writes the groups of a whole number, the last first; returns their number. */
    private static int split(BigInteger digits, short[] groups) {
        int count = 0;
        BigInteger rest = digits;
        while (rest.bitLength() >= Long.SIZE) {
            BigInteger[] parts = rest.divideAndRemainder(CHUNK);
            long chunk = parts[1].longValue();
            for (int i = 0; i < GROUPS_IN_CHUNK; i++) {
                groups[count++] = (short) (chunk % GROUP);
                chunk /= GROUP;
            }
            rest = parts[0];
        }
        for (long last = rest.longValue(); last > 0; last /= GROUP) {
            groups[count++] = (short) (last % GROUP);
        }
        return count;
    }
}
