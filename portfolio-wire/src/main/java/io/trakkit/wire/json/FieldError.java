package io.trakkit.wire.json;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is wrong with one field.
 *
 * @param pointer the JSON pointer (RFC 6901) of the field, {@code ""} for the whole document
 * @param detail words that can follow the field's name: "must be greater than zero"
 */
public record FieldError(String pointer, String detail) {

    private static final Pattern SIMPLE = Pattern.compile("\\w+");

    /** An error of a top-level field of the document. */
    public static FieldError of(String name, String detail) {
        return new FieldError(pointer("", name), detail);
    }

    /** The pointer of a field of the object that a pointer leads to. */
    static String pointer(String object, String name) {
        return object + "/" + Printable.of(name).replace("~", "~0").replace("/", "~1");
    }

    /** The readable name of a JSON pointer: {@code trade.volume}, {@code tickers[3]}; empty for the whole document. */
    public static String plainName(String pointer) {
        return pointer.isEmpty()
                ? ""
                : Arrays.stream(pointer.substring(1).split("/", -1))
                        .map(FieldError::plainPart)
                        .collect(Collectors.joining("."))
                        .replaceAll("\\.([0-9]+)(?=\\.|$)", "[$1]");
    }

    private static String plainPart(String part) {
        String name = part.replace("~1", "/").replace("~0", "~");
        return SIMPLE.matcher(name).matches() ? name : '"' + name + '"';
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? detail : plainName(pointer) + " " + detail;
    }
}
