package io.trakkit.domain.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** The rules of all decimals of the domain: one representation per number, bounded input. */
public final class Decimals {

    /** The most digits before the decimal point that a volume, a price, an amount of money or a rate may have. */
    public static final int MAX_INTEGER_DIGITS = 12;

    /** The most digits after the decimal point that a volume, a price, an amount of money or a rate may have. */
    public static final int MAX_FRACTION_DIGITS = 18;

    /** The most digits after the decimal point of money that a trade moves, as the fold counts it. */
    public static final int MONEY_SCALE = 20;

    private static final int ZEROS_AT_ONCE = 9;

    private static final BigInteger MANY_ZEROS = BigInteger.TEN.pow(ZEROS_AT_ONCE);

    /** The JDK keeps numbers of up to 18 digits in a long, and strips their zeros fast. */
    private static final int DIGITS_OF_LONG = 18;

    /** How many more decimals an exact quotient has than its parts: half, a quarter, an eighth. */
    private static final int DECIMALS_OF_MOST_QUOTIENTS = 3;

    private Decimals() {}

    /**
     * The same number without trailing zeros after the point and without an exponent, so that {@code equals} agrees
     * with {@code compareTo}: 100.00 and 1E+2 both become 100.
     *
     * <p>Only for numbers whose size is known to be sane: 1E+2000000000 would be written out in full.
     */
    public static BigDecimal normalised(BigDecimal number) {
        if (number.scale() == 0) {
            // A whole number is as it should be, and most are whole; stripping its zeros and adding them again is dear.
            return number;
        }
        BigDecimal stripped = withFewerZeros(number).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    /**
     * The same number with fewer zeros at its end. The JDK divides by ten for each zero, which for money of 20 decimals is most of
     * the time that it takes to list the gains of a long history. A multiple of 10⁹ is also one of 2⁹: most others are not divided.
     */
    private static BigDecimal withFewerZeros(BigDecimal number) {
        if (number.scale() <= ZEROS_AT_ONCE || number.precision() <= DIGITS_OF_LONG) {
            return number;
        }
        BigInteger digits = number.unscaledValue();
        int scale = number.scale();
        while (scale > ZEROS_AT_ONCE && digits.getLowestSetBit() >= ZEROS_AT_ONCE) {
            BigInteger[] divided = digits.divideAndRemainder(MANY_ZEROS);
            if (divided[1].signum() != 0) {
                break;
            }
            digits = divided[0];
            scale -= ZEROS_AT_ONCE;
        }
        return scale == number.scale() ? number : new BigDecimal(digits, scale);
    }

    /** A number as text, without trailing zeros and without an exponent: 100, 0.5. */
    public static String text(BigDecimal number) {
        return normalised(number).toPlainString();
    }

    /** A quotient, rounded (HALF_EVEN) to a number of decimals. */
    public static BigDecimal quotient(BigDecimal dividend, BigDecimal divisor, int decimals) {
        return dividend.divide(divisor, decimals, RoundingMode.HALF_EVEN);
    }

    /**
     * The part of an amount of money that belongs to some of its units: all of it for all of them, else rounded to
     * {@value #MONEY_SCALE} decimals (HALF_EVEN).
     */
    public static BigDecimal share(BigDecimal amount, BigDecimal part, BigDecimal whole) {
        return amount.signum() == 0 || part.compareTo(whole) == 0
                ? amount
                : shortQuotient(amount.multiply(part), whole, MONEY_SCALE);
    }

    /**
     * A quotient, rounded (HALF_EVEN) to a number of decimals, with fewer of them if it is exact with few. Most shares and costs
     * of one unit are: numbers of 20 decimals do not fit into a long, and slow down all that is calculated with them.
     */
    public static BigDecimal shortQuotient(BigDecimal dividend, BigDecimal divisor, int decimals) {
        int few = Math.max(dividend.scale() - divisor.scale(), 0) + DECIMALS_OF_MOST_QUOTIENTS;
        if (few < decimals) {
            BigDecimal rounded = quotient(dividend, divisor, few);
            if (rounded.multiply(divisor).compareTo(dividend) == 0) {
                return rounded;
            }
        }
        return quotient(dividend, divisor, decimals);
    }

    /** Money that enters the fold: rounded to {@value #MONEY_SCALE} decimals (HALF_EVEN), which changes nothing that fits. */
    public static BigDecimal money(BigDecimal exact) {
        return exact.scale() <= MONEY_SCALE ? exact : exact.setScale(MONEY_SCALE, RoundingMode.HALF_EVEN);
    }

    /**
     * A positive number of at most {@value #MAX_INTEGER_DIGITS} digits before the point and
     * {@value #MAX_FRACTION_DIGITS} after it, normalised. Trailing zeros do not count as digits.
     *
     * @throws InvalidValueException if the number is not positive or has more digits; it is never rounded
     */
    static BigDecimal positive(BigDecimal number) {
        if (number.signum() <= 0) {
            throw new InvalidValueException("must be greater than zero" + orNothing(", not ", number));
        }
        return bounded(number);
    }

    /**
     * Zero or a {@link #positive} number.
     *
     * @throws InvalidValueException if the number is negative or has more digits; it is never rounded
     */
    static BigDecimal notNegative(BigDecimal number) {
        if (number.signum() < 0) {
            throw new InvalidValueException("must not be negative" + orNothing(", but is ", number));
        }
        return number.signum() == 0 ? BigDecimal.ZERO : bounded(number);
    }

    /** A number for the end of a sentence; nothing for one that is too long to be written there. */
    private static String orNothing(String words, BigDecimal number) {
        boolean isShort =
                (long) number.precision() - number.scale() <= MAX_INTEGER_DIGITS && number.scale() <= 2 * MONEY_SCALE;
        return number.signum() == 0 ? words + '0' : isShort ? words + number.toPlainString() : "";
    }

    /**
     * A number of any sign with at most {@value #MAX_INTEGER_DIGITS} digits before the point and
     * {@value #MAX_FRACTION_DIGITS} after it, normalised.
     *
     * @throws InvalidValueException if the number has more digits; it is never rounded
     */
    public static BigDecimal bounded(BigDecimal number) {
        // Looked at before any arithmetic, which takes for ever or overflows where the exponent is huge.
        if ((long) number.precision() - number.scale() > MAX_INTEGER_DIGITS) {
            throw new InvalidValueException("must have at most " + MAX_INTEGER_DIGITS + " digits before the point");
        }
        BigDecimal stripped = number.stripTrailingZeros();
        if (stripped.scale() > MAX_FRACTION_DIGITS) {
            throw new InvalidValueException("must have at most " + MAX_FRACTION_DIGITS + " digits after the point");
        }
        return normalised(stripped);
    }
}
