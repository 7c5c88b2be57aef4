package io.trakkit.wire.json;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes times such as {@code 2022-07-29T08:12:12.797643Z} digit by digit. Every event has two or three of
 * them, and formatters take longer over these than all else does together.
 */
final class CanonicalTime {

    /** For the years that four digits can't hold. */
    private static final DateTimeFormatter BEYOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final Instant YEAR_0 = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant YEAR_10000 = Instant.parse("+10000-01-01T00:00:00Z");

    private static final int[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000};
    private static final long SECONDS_OF_DAY = 86_400;

    private static final String SHAPE = "0000-00-00T00:00:00.000000Z";

    /** The number of characters up to the whole seconds. */
    private static final int SECONDS = 19;

    private CanonicalTime() {}

    /** The time, also with fewer fraction digits or none; or null if the text has another shape or says no time: what is wrong with it is for others to say. */
    static @Nullable Instant read(String text) {
        if (!hasShape(text)) {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        int hour = number(text, 11, 13);
        int minute = number(text, 14, 16);
        int second = number(text, 17, 19);
        if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        if (day < 1 || day > YearMonth.of(year, month).lengthOfMonth()) {
            return null;
        }
        long days = LocalDate.of(year, month, day).toEpochDay();
        long seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
        return Instant.ofEpochSecond(seconds, fraction(text));
    }

    /** The nanoseconds; with fewer digits than six the rest are zeros. */
    private static long fraction(String text) {
        long fraction = number(text, Math.min(text.length(), 20), text.length() - 1);
        for (int digits = Math.max(0, text.length() - 21); digits < 9; digits++) {
            fraction *= 10;
        }
        return fraction;
    }

    /** Writes a time; what is finer than a microsecond is left out. */
    static StringBuilder append(StringBuilder text, Instant time) {
        if (time.isBefore(YEAR_0) || !time.isBefore(YEAR_10000)) {
            return text.append(BEYOND.format(time));
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_OF_DAY));
        int second = (int) Math.floorMod(time.getEpochSecond(), SECONDS_OF_DAY);
        digits(text, date.getYear(), 4).append('-');
        digits(text, date.getMonthValue(), 2).append('-');
        digits(text, date.getDayOfMonth(), 2).append('T');
        digits(text, second / 3_600, 2).append(':');
        digits(text, second / 60 % 60, 2).append(':');
        digits(text, second % 60, 2).append('.');
        return digits(text, time.getNano() / 1_000, 6).append('Z');
    }

    private static StringBuilder digits(StringBuilder text, int number, int count) {
        for (int power = POWERS[count - 1]; power > 0; power /= 10) {
            text.append((char) ('0' + number / power % 10));
        }
        return text;
    }

    private static boolean hasShape(String text) {
        int last = text.length() - 1;
        if (last < SECONDS || last >= SHAPE.length() || last == SECONDS + 1 || text.charAt(last) != 'Z') {
            return false;
        }
        for (int i = 0; i < last; i++) {
            char wanted = SHAPE.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? !isDigit(found) : found != wanted) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + (text.charAt(i) - '0');
        }
        return number;
    }
}
