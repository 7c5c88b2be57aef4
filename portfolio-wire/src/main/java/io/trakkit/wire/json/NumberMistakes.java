package io.trakkit.wire.json;

import io.trakkit.domain.InvalidValueException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a text that should be a decimal number: mostly it is written for people. */
final class NumberMistakes {

    private static final Pattern THOUSANDS =
            Pattern.compile("-?[0-9]{1,3}(?:[,' _\u00a0\u202f][0-9]{3})+(?:\\.[0-9]+)?");
    private static final Pattern EUROPEAN = Pattern.compile("-?[0-9]{1,3}(?:\\.[0-9]{3})+,[0-9]+");
    private static final Pattern COMMA = Pattern.compile("-?[0-9]+,[0-9]+");
    private static final Pattern CURRENCY =
            Pattern.compile("-?(?:\\p{Sc}|[A-Z]{3}) ?-?[0-9][0-9.,]*|-?[0-9][0-9.,]* ?(?:\\p{Sc}|[A-Z]{3})");
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
        if (EUROPEAN.matcher(text).matches()) {
            return "remove the thousands separator and write decimals with a point";
        }
        if (COMMA.matcher(text).matches()) {
            return "decimals need a point";
        }
        if (CURRENCY.matcher(text).matches()) {
            return "remove the currency";
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
