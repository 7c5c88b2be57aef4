package io.trakkit.files.preset;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a file writes numbers. Currency signs, spaces and apostrophes within a number are dropped; a number in brackets is
 * negative. A thousands sign must stand where one can: after it there are three digits, or two and three as in India.
 */
public enum DecimalSign {
    POINT('.', ','),
    COMMA(',', '.');

    private static final int MOST_CHARACTERS = 60;

    /** White space, apostrophes, letters of a currency and signs such as $ or €. */
    private static final Pattern DECORATION = Pattern.compile("[\\s\\h'’\\p{Sc}]");

    private static final Pattern CURRENCY = Pattern.compile("^([A-Z]{3})(?=[-+0-9.(])|(?<=[0-9).])(?:[A-Z]{3}|kr|zł)$");

    private static final Pattern EXPONENT = Pattern.compile("[0-9]\\.?[0-9]*e[-+]?[0-9]{1,2}");

    private final char sign;
    private final Pattern thousands;
    private final char thousandsSign;

    DecimalSign(char sign, char thousandsSign) {
        this.sign = sign;
        this.thousandsSign = thousandsSign;
        String quoted = Pattern.quote(String.valueOf(thousandsSign));
        thousands = Pattern.compile("[0-9]{1,3}(" + quoted + "[0-9]{2,3})*" + quoted + "[0-9]{3}");
    }

    /**
     * Reads a number.
     *
     * @throws NumberFormatException if the text is no number, or could be another one
     */
    public BigDecimal parse(String text) {
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
        BigDecimal number = unsigned(bare);
        return negative ? number.negate() : number;
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
            Matcher grouped = thousands.matcher(whole);
            if (grouped.matches()) {
                whole = whole.replace(String.valueOf(thousandsSign), "");
            } else if (point < 0 && whole.indexOf(thousandsSign) == whole.lastIndexOf(thousandsSign)) {
                // It cannot be a thousands sign here: the file mixes its signs.
                return plain(whole.replace(thousandsSign, '.'));
            } else {
                throw new NumberFormatException("is not a number with \"" + sign + "\" as its decimal sign");
            }
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
