package io.trakkit.wire.json;

/**
 * What is wrong with one field.
 *
 * @param pointer the JSON pointer (RFC 6901) of the field, {@code ""} for the whole document
 * @param detail words that can follow the field's name: "must be greater than zero"
 */
public record FieldError(String pointer, String detail) {

    @Override
    public String toString() {
        return pointer.isEmpty() ? detail : pointer + " " + detail;
    }
}
