package io.trakkit.wire.json;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Times;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Readers of plain types. Each accepts its own type only: no text for a number, no 1 for true. */
public final class Readers {

    /** Any text that can be written as UTF-8 again, but for the character U+0000, which no table can hold. */
    public static final Reader<String> TEXT = Readers::text;

    /** A number, or a text that holds one. Its exponent is small, so that arithmetic with it is safe. */
    public static final Reader<BigDecimal> DECIMAL = value -> decimal(value);

    public static final Reader<Integer> INTEGER = Readers::integer;

    public static final Reader<Long> LONG = Readers::wholeNumber;

    public static final Reader<Boolean> BOOLEAN = Readers::truth;

    /** The usual 36 characters, in either case. */
    public static final Reader<UUID> UUID = TEXT.map(Readers::uuid);

    /** A time as in RFC 3339, with an offset and at most six fraction digits, between the years 1900 and 9999. */
    public static final Reader<Instant> TIME = TEXT.map(Readers::time);

    /** A day such as 2025-06-02, between the years 1900 and 9999. */
    public static final Reader<LocalDate> DAY = TEXT.map(TimeMistakes::day);

    /** Numbers are shorter, however they are written. */
    private static final int MAX_NUMBER_LENGTH = Json.MAX_NUMBER_LENGTH;

    /** Far more than any rule allows, and far less than what makes arithmetic slow. */
    private static final int MAX_SCALE = 1_000;

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final int UUID_LENGTH = 36;

    private Readers() {}

    private static String text(JsonNode value) {
        if (!value.isString()) {
            throw new InvalidValueException("must be a text, not " + shown(value));
        }
        String text = value.stringValue();
        if (text.indexOf('\0') >= 0) {
            throw new InvalidValueException("must not contain the character U+0000");
        }
        if (!Printable.isWellFormed(text)) {
            throw new InvalidValueException("must be Unicode text, but has half a surrogate pair");
        }
        return text;
    }

    private static BigDecimal decimal(JsonNode value) {
        if (value.isNumber()) {
            return sane(value.decimalValue());
        }
        if (!value.isString()) {
            throw new InvalidValueException("must be a decimal number, not " + shown(value));
        }
        return decimal(value.stringValue());
    }

    /**
     * Reads a decimal number from text.
     *
     * @throws InvalidValueException if it is none, or has so large an exponent that arithmetic with it is not safe
     */
    public static BigDecimal decimal(String text) {
        if (text.length() > MAX_NUMBER_LENGTH) {
            throw new InvalidValueException("must have at most " + MAX_NUMBER_LENGTH + " characters");
        }
        if (!isPlainNumber(text) && !NUMBER.matcher(text).matches()) {
            throw NumberMistakes.of(text);
        }
        try {
            return sane(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw tooLargeExponent();
        }
    }

    /** Whether it is digits alone, perhaps with a point between two of them, as nearly every number is. */
    private static boolean isPlainNumber(String text) {
        int last = text.length() - 1;
        boolean hasPoint = false;
        for (int i = 0; i <= last; i++) {
            char character = text.charAt(i);
            boolean isPoint = character == '.' && !hasPoint && i > 0 && i < last;
            if (!isPoint && (character < '0' || character > '9')) {
                return false;
            }
            hasPoint |= isPoint;
        }
        return last >= 0;
    }

    private static BigDecimal sane(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MAX_SCALE) {
            throw tooLargeExponent();
        }
        return number;
    }

    private static InvalidValueException tooLargeExponent() {
        return new InvalidValueException("is out of range: its exponent is too large");
    }

    private static Integer integer(JsonNode value) {
        Long number = wholeNumber(value);
        if (number.intValue() != number) {
            throw new InvalidValueException(number + " is too " + (number < 0 ? "small" : "large"));
        }
        return number.intValue();
    }

    private static Long wholeNumber(JsonNode value) {
        BigInteger number = whole(value);
        if (number.bitLength() >= Long.SIZE) {
            throw new InvalidValueException("is too " + (number.signum() < 0 ? "small" : "large"));
        }
        return number.longValue();
    }

    /**
     * The whole number that a JSON number is, however it is written: 1.0 is one, as JSON Schema has it.
     *
     * @throws InvalidValueException if it is no number, or has a fraction
     */
    static BigInteger whole(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.bigIntegerValue();
        }
        if (!value.isNumber()) {
            throw notWhole(value);
        }
        BigDecimal number = sane(value.decimalValue());
        BigInteger whole = number.toBigInteger();
        if (new BigDecimal(whole).compareTo(number) != 0) {
            throw notWhole(value);
        }
        return whole;
    }

    private static InvalidValueException notWhole(JsonNode value) {
        return new InvalidValueException("must be a whole number, not " + shown(value));
    }

    private static Boolean truth(JsonNode value) {
        if (!value.isBoolean()) {
            throw new InvalidValueException("must be true or false, not " + shown(value));
        }
        return value.booleanValue();
    }

    /**
     * Reads a UUID as {@link #UUID} does.
     *
     * @throws InvalidValueException if it is none
     */
    private static UUID uuid(String text) {
        if (!isHyphenated(text)) {
            throw new InvalidValueException(
                    "must be a UUID such as 0190d2c5-8f5e-7c3a-9b1d-2f3e4a5b6c7d, not " + quoted(text));
        }
        return java.util.UUID.fromString(text);
    }

    private static boolean isHyphenated(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        for (int i = 0; i < UUID_LENGTH; i++) {
            char character = text.charAt(i);
            boolean isHyphen = i == 8 || i == 13 || i == 18 || i == 23;
            boolean fits = isHyphen ? character == '-' : HexFormat.isHexDigit(character);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    /**
     * Reads a time as {@link #TIME} does.
     *
     * @throws InvalidValueException if it is none
     */
    public static Instant time(String text) {
        Instant canonical = CanonicalTime.read(text);
        if (canonical != null) {
            return Times.checked(canonical);
        }
        return TimeMistakes.read(text);
    }

    /** A JSON value in a sentence: itself where it is short, else its kind. */
    public static String shown(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> quoted(value.stringValue());
            case NUMBER ->
                Printable.of(value.isIntegralNumber() ? value.bigIntegerValue().toString() : sane(value));
            case ARRAY, OBJECT, POJO, BINARY, BOOLEAN, NULL, MISSING -> kindOf(value);
        };
    }

    /** Digits; an exponent that is too large is not spelled out. */
    private static String sane(JsonNode number) {
        return sane(number.decimalValue()).toPlainString();
    }

    public static String quoted(String text) {
        return '"' + Printable.of(text) + '"';
    }

    /** The readable name of a JSON value's type. */
    static String kindOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> value.booleanValue() ? "true" : "false";
            case NULL, MISSING -> "null";
        };
    }
}
