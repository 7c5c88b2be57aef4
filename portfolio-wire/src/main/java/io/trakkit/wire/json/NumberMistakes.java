package io.trakkit.wire.json;

import io.trakkit.domain.value.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Explains why a text is not a decimal number. */
final class NumberMistakes {

    private static final Pattern THOUSANDS =
            Pattern.compile("-?[0-9]{1,3}(?:[,' _\u00a0\u202f][0-9]{3})+(?:\\.[0-9]+)?");

    /** Lakhs and crores: two digits between commas, three at the end. */
    private static final Pattern INDIAN = Pattern.compile("-?[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\\.[0-9]+)?");

    private static final Pattern POINTS = Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]{3}){2,}");
    private static final Pattern PLUS = Pattern.compile("\\+[0-9]+(?:\\.[0-9]+)?");
    private static final Pattern NO_DIGIT_BEFORE = Pattern.compile("-?\\.[0-9]+");
    private static final Pattern NO_DIGIT_AFTER = Pattern.compile("-?[0-9]+\\.");
    private static final Pattern OTHER_MINUS = Pattern.compile("[\u2212\u2010-\u2015\ufe63\uff0d][0-9][0-9.,]*");
    private static final Pattern APOSTROPHE = Pattern.compile("['\u2019]-?[0-9][0-9.,]*");
    private static final Pattern EUROPEAN = Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]+");
    private static final Pattern COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
    private static final Pattern CURRENCY = Pattern.compile(
            "-?(?:[A-Z]{0,3}\\p{Sc}|[A-Z]{3}|R[Ss]\\.?) ?-?[0-9][0-9.,]*|-?[0-9][0-9.,]* ?(?:\\p{Sc}|[A-Z]{3}|R[Ss]\\.?)");
    private static final Pattern IN_BRACKETS = Pattern.compile("\\([0-9][0-9.,]*\\)");

    private NumberMistakes() {}

    static InvalidValueException of(String text) {
        String advice = advice(text);
        return new InvalidValueException(
                advice == null
                        ? "must be a decimal number, not " + Readers.quoted(text)
                        : "is " + Readers.quoted(text) + ": " + advice);
    }

    /** Null where it is nothing that people write for a number. */
    private static @Nullable String advice(String text) {
        // 0,078 has no thousands: those never begin with a zero.
        if (THOUSANDS.matcher(text).matches() && !text.startsWith("0") && !text.startsWith("-0")) {
            return "remove the thousands separator";
        }
        if (INDIAN.matcher(text).matches() || POINTS.matcher(text).matches()) {
            return "remove the thousands separators";
        }
        if (EUROPEAN.matcher(text).matches()) {
            return "remove the thousands separator and write decimals with a point";
        }
        if (COMMA.matcher(text).matches()) {
            return "decimals need a point";
        }
        if (CURRENCY.matcher(text).matches()) {
            return "remove the currency";
        }
        if (OTHER_MINUS.matcher(text).matches()) {
            return "write the minus as - (U+002D)";
        }
        if (PLUS.matcher(text).matches()) {
            return "remove the plus sign";
        }
        if (NO_DIGIT_BEFORE.matcher(text).matches()) {
            return "write a digit before the point";
        }
        if (NO_DIGIT_AFTER.matcher(text).matches()) {
            return "remove the point or write a digit after it";
        }
        if (APOSTROPHE.matcher(text).matches()) {
            return "remove the apostrophe before the number";
        }
        if (IN_BRACKETS.matcher(text).matches()) {
            return "write a negative number with a minus";
        }
        if (text.endsWith("%")) {
            return "remove the percent sign";
        }
        return text.equals(text.strip()) ? null : "remove the spaces around the number";
    }
}
