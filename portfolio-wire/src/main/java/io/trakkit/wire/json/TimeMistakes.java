package io.trakkit.wire.json;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.Month;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.TextStyle;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Explains why a text is not a time, or not a day. */
final class TimeMistakes {

    private static final Pattern TIME = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})"
            + "(?:(.)([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]*))?)?(Z|[+-][0-9]{2}:?[0-9]{2})?)?");

    private static final Pattern DAY = Pattern.compile("([0-9]{4})-([0-9]{2})-([0-9]{2})");
    private static final String EXAMPLE = "2024-02-29T14:30:00.123456Z";
    private static final int MAX_FRACTION_DIGITS = 6;
    private static final int MAX_OFFSET_HOURS = 18;

    private TimeMistakes() {}

    /** @throws InvalidValueException if the text is no time of RFC 3339, or out of the span that times have here */
    static Instant read(String text) {
        // RFC 3339 allows t and z as well.
        Matcher parts = TIME.matcher(text.toUpperCase(Locale.ROOT));
        if (!parts.matches()) {
            throw new InvalidValueException(
                    "must be a time with offset such as " + EXAMPLE + ", not " + Readers.quoted(text));
        }
        int year = Integer.parseInt(parts.group(1));
        checkDay(year, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        checkTime(text, parts);
        ZoneOffset offset = offset(parts.group(9));
        String local = parts.group().substring(0, parts.start(9));
        try {
            return Times.checked(OffsetDateTime.parse(local + offset).toInstant());
        } catch (DateTimeException e) {
            throw new InvalidValueException("must be between the years 1900 and 9999");
        }
    }

    /** @throws InvalidValueException if the text is no day, or out of the span that times have here */
    static LocalDate day(String text) {
        Matcher parts = DAY.matcher(text);
        if (!parts.matches()) {
            throw new InvalidValueException("must be a day such as 2025-06-02, not " + Readers.quoted(text));
        }
        int year = Integer.parseInt(parts.group(1));
        int month = Integer.parseInt(parts.group(2));
        int day = Integer.parseInt(parts.group(3));
        checkDay(year, month, day);
        LocalDate date = LocalDate.of(year, month, day);
        Instant start = date.atStartOfDay(ZoneOffset.UTC).toInstant();
        if (start.isBefore(Times.EARLIEST) || start.isAfter(Times.LATEST)) {
            throw new InvalidValueException("must be between the years 1900 and 9999, not " + date);
        }
        return date;
    }

    private static void checkDay(int year, int month, int day) {
        if (month < 1 || month > 12) {
            throw new InvalidValueException("is not a date: there is no month " + month);
        }
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            String name = Month.of(month).getDisplayName(TextStyle.FULL, Locale.ENGLISH);
            throw new InvalidValueException("is not a date: " + year + " has no " + day + " " + name);
        }
    }

    private static void checkTime(String text, Matcher parts) {
        String separator = parts.group(4);
        if (separator == null) {
            throw new InvalidValueException("is a day without a time; write a time with offset such as " + EXAMPLE);
        }
        if (!separator.equals("T")) {
            throw new InvalidValueException("must have a T between day and time: write it as 2024-05-01T10:00:00Z");
        }
        String second = parts.group(7);
        if (second == null) {
            throw new InvalidValueException("has no seconds; write a time with offset such as " + EXAMPLE);
        }
        checkClock(parts.group(5) + ':' + parts.group(6) + ':' + second);
        String fraction = parts.group(8);
        if (fraction != null && fraction.isEmpty()) {
            throw new InvalidValueException("must have digits after the point of its seconds");
        }
        if (fraction != null && fraction.length() > MAX_FRACTION_DIGITS) {
            throw new InvalidValueException("must have at most six fraction digits, not " + fraction.length());
        }
        if (parts.group(9) == null) {
            throw new InvalidValueException(
                    "has no offset; write Z or one such as +05:30 after " + Readers.quoted(text));
        }
    }

    private static void checkClock(String clock) {
        if (clock.endsWith(":60")) {
            throw new InvalidValueException("must not be a leap second");
        }
        try {
            LocalTime.parse(clock);
        } catch (DateTimeException e) {
            throw new InvalidValueException("has the time " + clock + ", which no day has");
        }
    }

    private static ZoneOffset offset(String text) {
        if (text.equals("Z") || text.equals("-00:00")) {
            return ZoneOffset.UTC;
        }
        if (text.indexOf(':') < 0) {
            throw new InvalidValueException(
                    "is not a time: the offset needs a colon: " + text.substring(0, 3) + ':' + text.substring(3));
        }
        int hours = Integer.parseInt(text.substring(1, 3));
        int minutes = Integer.parseInt(text.substring(4));
        if (minutes > 59) {
            throw new InvalidValueException("has the offset " + text + ", whose minutes are more than 59");
        }
        if (hours * 60 + minutes > MAX_OFFSET_HOURS * 60) {
            throw new InvalidValueException("has the offset " + text + ", which is larger than 18:00");
        }
        return ZoneOffset.of(text);
    }
}
