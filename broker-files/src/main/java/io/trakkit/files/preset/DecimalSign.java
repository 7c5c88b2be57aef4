package io.trakkit.files.preset;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How a file writes numbers. Currency signs, spaces and apostrophes within a number are dropped; a number in brackets is
 * negative. A thousands sign must stand where one can: after a digit that is not 0, and before three digits, or two and three as in
 * India.
 */
public enum DecimalSign {
    POINT('.', ','),
    COMMA(',', '.');

    private static final int MOST_CHARACTERS = 60;

    /** White space, apostrophes, letters of a currency and signs such as $ or €. */
    private static final Pattern DECORATION = Pattern.compile("[\\s\\h'’\\p{Sc}]");

    private static final Pattern CURRENCY =
            Pattern.compile("^(?:[A-Z]{1,3}|kr|zł)(?=[-+0-9.(])|(?<=[0-9).])(?:[A-Z]{3}|kr|zł|Kč|Ft|lei)$");

    private static final Pattern EXPONENT = Pattern.compile("[0-9]\\.?[0-9]*e[-+]?[0-9]{1,2}");

    private static final Pattern DIGITS_AND_SIGNS = Pattern.compile("[0-9.,]*[0-9][0-9.,]*");

    /** One sign, before three digits: a thousand, or three decimals. */
    private static final Pattern EITHER = Pattern.compile("[1-9][0-9]{0,2}[.,][0-9]{3}");

    private final char sign;
    private final char thousandsSign;
    private final Pattern thousands;

    DecimalSign(char sign, char thousandsSign) {
        this.sign = sign;
        this.thousandsSign = thousandsSign;
        String quoted = Pattern.quote(String.valueOf(thousandsSign));
        thousands = Pattern.compile("[1-9][0-9]{0,2}(" + quoted + "[0-9]{2,3})*" + quoted + "[0-9]{3}");
    }

    /** The digits of a number and the signs between them, without what stands around them. */
    private record Bare(String digits, boolean negative) {

        static Bare of(String text) {
            if (text.length() > MOST_CHARACTERS) {
                throw new NumberFormatException("is too long for a number");
            }
            String bare = DECORATION.matcher(text).replaceAll("").replace('\u2212', '-');
            boolean negative = false;
            if (bare.startsWith("(") && bare.endsWith(")") && bare.length() > 2) {
                negative = true;
                bare = bare.substring(1, bare.length() - 1);
            }
            bare = CURRENCY.matcher(bare).replaceAll("");
            if (bare.endsWith("-")) {
                bare = "-" + bare.substring(0, bare.length() - 1);
            }
            if (bare.startsWith("-") || bare.startsWith("+")) {
                negative ^= bare.startsWith("-");
                bare = CURRENCY.matcher(bare.substring(1)).replaceAll("");
            }
            return new Bare(bare, negative);
        }
    }

    /** The sign that the text shows by itself, such as {@code 1.085,50}, {@code 0.92} or {@code 1,234,567}; empty if it shows none. */
    static Optional<DecimalSign> shownBy(String text) {
        return text.length() > MOST_CHARACTERS
                ? Optional.empty()
                : shownByDigits(Bare.of(text).digits());
    }

    private static Optional<DecimalSign> shownByDigits(String digits) {
        int point = digits.lastIndexOf('.');
        int comma = digits.lastIndexOf(',');
        boolean hasNone = point < 0 && comma < 0;
        if (hasNone
                || !DIGITS_AND_SIGNS.matcher(digits).matches()
                || EITHER.matcher(digits).matches()) {
            return Optional.empty();
        }
        DecimalSign last = point > comma ? POINT : COMMA;
        DecimalSign other = last == POINT ? COMMA : POINT;
        if (digits.indexOf(last.sign) == digits.lastIndexOf(last.sign)) {
            return Optional.of(last);
        }
        // A sign that comes again stands between thousands.
        return other.thousands.matcher(digits).matches() ? Optional.of(other) : Optional.empty();
    }

    /** Whether the text is a number with three decimals or a thousand, which only other numbers can tell. */
    static boolean canBeEither(String text) {
        return text.length() <= MOST_CHARACTERS
                && EITHER.matcher(Bare.of(text).digits()).matches();
    }

    /**
     * Reads a number. One that shows another sign by itself is read with that one: files mix them.
     *
     * @throws NumberFormatException if the text is no number
     */
    public BigDecimal parse(String text) {
        Bare bare = Bare.of(text);
        BigDecimal number = shownByDigits(bare.digits()).orElse(this).unsigned(bare.digits());
        return bare.negative() ? number.negate() : number;
    }

    private BigDecimal unsigned(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (EXPONENT.matcher(lower).matches()) {
            return new BigDecimal(lower);
        }
        int point = text.lastIndexOf(sign);
        String whole = point < 0 ? text : text.substring(0, point);
        String fraction = point < 0 ? "" : text.substring(point + 1);
        if (whole.indexOf(thousandsSign) >= 0) {
            if (!thousands.matcher(whole).matches()) {
                throw new NumberFormatException("is not a number with \"" + sign + "\" as its decimal sign");
            }
            whole = whole.replace(String.valueOf(thousandsSign), "");
        }
        return plain(point < 0 ? whole : whole + "." + fraction);
    }

    private static BigDecimal plain(String digits) {
        if (!digits.matches("[0-9]+(\\.[0-9]*)?|\\.[0-9]+")) {
            throw new NumberFormatException("is not a number");
        }
        return new BigDecimal(digits.endsWith(".") ? digits + "0" : digits);
    }
}
