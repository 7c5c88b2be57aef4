package io.trakkit.ingest.trade;

import io.trakkit.ingest.trade.PlainTrade.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads plain JSON objects in one pass without a tree: known fields, each once, ASCII without escapes, plain digits.
 * Whatever else there is, right or wrong, is left to the strict parser, so that it alone decides what is an error
 * and which.
 */
public final class PlainJson {

    private static final int MAX_DIGITS = 40;
    private static final Field[] FIELDS = Field.values();

    private static final byte[][] NAMES = Arrays.stream(FIELDS)
            .map(field -> ('"' + field.wireName() + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

    private final byte[] json;
    private final PlainTrade trade = new PlainTrade();
    private int at;

    private PlainJson(byte[] json) {
        this.json = json;
    }

    /** The fields of the object; null if it is no plain one. */
    public static @Nullable PlainTrade read(byte[] json) {
        PlainJson reading = new PlainJson(json);
        return reading.isPlain() ? reading.trade : null;
    }

    private boolean isPlain() {
        if (next() != '{') {
            return false;
        }
        int likely = 0;
        int c;
        do {
            skipSpace();
            int field = field(likely);
            if (field < 0 || trade.has(FIELDS[field]) || next() != ':' || !value(FIELDS[field])) {
                return false;
            }
            likely = field + 1;
            c = next();
        } while (c == ',');
        return c == '}' && next() < 0;
    }

    /** The byte after white space, or -1 at the end. */
    private int next() {
        skipSpace();
        return at < json.length ? json[at++] & 0xff : -1;
    }

    private void skipSpace() {
        while (at < json.length && isSpace(json[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\n' || c == '\r' || c == '\t';
    }

    /** The field whose name stands here, or -1; most programs write them in the order of their description. */
    private int field(int likely) {
        for (int i = 0; i < NAMES.length; i++) {
            int field = (likely + i) % NAMES.length;
            byte[] name = NAMES[field];
            int end = at + name.length;
            if (end <= json.length && Arrays.equals(json, at, end, name, 0, name.length)) {
                at = end;
                return field;
            }
        }
        return -1;
    }

    private boolean value(Field field) {
        skipSpace();
        if (at == json.length) {
            return false;
        }
        if (json[at] == '"') {
            return text(field);
        }
        return number(field);
    }

    private boolean text(Field field) {
        int begin = ++at;
        while (at < json.length && json[at] != '"') {
            // Bytes beyond ASCII are negative.
            if (json[at] < ' ' || json[at] == '\\') {
                return false;
            }
            at++;
        }
        if (at == json.length) {
            return false;
        }
        trade.putText(field, ascii(begin));
        at++;
        return true;
    }

    private boolean number(Field field) {
        int begin = at;
        int digits = digits();
        if (digits == 0 || (digits > 1 && json[begin] == '0')) {
            return false;
        }
        if (at < json.length && json[at] == '.') {
            at++;
            if (digits() == 0) {
                return false;
            }
        }
        if (at - begin > MAX_DIGITS) {
            return false;
        }
        trade.putNumber(field, ascii(begin));
        return true;
    }

    private int digits() {
        int begin = at;
        while (at < json.length && json[at] >= '0' && json[at] <= '9') {
            at++;
        }
        return at - begin;
    }

    private String ascii(int begin) {
        return new String(json, begin, at - begin, StandardCharsets.ISO_8859_1);
    }
}
