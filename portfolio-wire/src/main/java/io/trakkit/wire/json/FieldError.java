package io.trakkit.wire.json;

/**
 * What is wrong with one field.
 *
 * @param pointer the JSON pointer (RFC 6901) of the field, {@code ""} for the whole document
 * @param detail words that can follow the field's name: "must be greater than zero"
 */
public record FieldError(String pointer, String detail) {

    /** What is wrong with a field of the document itself, which is no deeper object's. */
    public static FieldError of(String name, String detail) {
        return new FieldError(pointer("", name), detail);
    }

    /** The pointer of a field of the object that a pointer leads to. */
    static String pointer(String object, String name) {
        return object + "/" + Printable.of(name).replace("~", "~0").replace("/", "~1");
    }

    @Override
    public String toString() {
        return pointer.isEmpty() ? detail : pointer + " " + detail;
    }
}
