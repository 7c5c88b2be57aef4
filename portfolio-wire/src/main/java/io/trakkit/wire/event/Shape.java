package io.trakkit.wire.event;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A template of a JSON document, with gaps for values; ASCII without escapes. */
final class Shape {

    private static final char PLACE = '$';

    /** The constant text before, between and after the gaps. */
    private final byte[][] literals;

    private Shape(byte[][] literals) {
        this.literals = literals;
    }

    /**
     * Of a document with {@code $} in the places of values: within quotes for a text, without for a number of plain
     * digits.
     */
    static Shape of(String document) {
        return new Shape(Arrays.stream(document.split("\\" + PLACE, -1))
                .map(literal -> literal.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new));
    }

    /** The values in their places, in order; null if the bytes are a document of any other shape, or none. */
    String @Nullable [] valuesOf(byte[] bytes) {
        String[] values = new String[literals.length - 1];
        int at = 0;
        for (int i = 0; i < values.length; i++) {
            byte[] before = literals[i];
            if (!startsWith(bytes, at, before)) {
                return null;
            }
            at += before.length;
            int end = before[before.length - 1] == '"' ? endOfText(bytes, at) : endOfNumber(bytes, at);
            if (end < 0) {
                return null;
            }
            values[i] = new String(bytes, at, end - at, StandardCharsets.US_ASCII);
            at = end;
        }
        byte[] last = literals[values.length];
        return at + last.length == bytes.length && startsWith(bytes, at, last) ? values : null;
    }

    private static boolean startsWith(byte[] bytes, int at, byte[] literal) {
        int end = at + literal.length;
        return end <= bytes.length && Arrays.equals(bytes, at, end, literal, 0, literal.length);
    }

    /**
     * The index of the closing quote; -1 if there is none, or a control character, an escape or a non-ASCII character
     * comes first.
     */
    private static int endOfText(byte[] bytes, int begin) {
        for (int at = begin; at < bytes.length; at++) {
            byte character = bytes[at];
            if (character == '"') {
                return at;
            }
            if (character < ' ' || character == '\\') {
                return -1;
            }
        }
        return -1;
    }

    /** The index after a number such as {@code 0} or {@code 12.50}; -1 if it begins in another way. */
    private static int endOfNumber(byte[] bytes, int begin) {
        int point = endOfDigits(bytes, begin);
        boolean hasLeadingZero = point > begin + 1 && bytes[begin] == '0';
        if (point == begin || hasLeadingZero) {
            return -1;
        }
        if (point == bytes.length || bytes[point] != '.') {
            return point;
        }
        int end = endOfDigits(bytes, point + 1);
        return end == point + 1 ? -1 : end;
    }

    private static int endOfDigits(byte[] bytes, int begin) {
        int at = begin;
        while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at;
    }
}
