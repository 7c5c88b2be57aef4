package io.trakkit.wire.json;

import io.trakkit.domain.value.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Reads one JSON object field by field and collects every error on the way, so that a caller learns of all of them at
 * once. A field that could not be read is null; {@link #ok()} says whether all is well.
 */
public final class Fields {

    /** The number of unknown fields that are named; the rest is counted. */
    private static final int NAMED_UNKNOWN_FIELDS = 20;

    private final JsonNode object;
    private final String pointer;
    private final List<FieldError> errors;
    private final List<String> known = new ArrayList<>();

    private Fields(JsonNode object, String pointer, List<FieldError> errors) {
        this.object = object;
        this.pointer = pointer;
        this.errors = errors;
    }

    /** The fields of a whole document, which must be an object. */
    public static Fields of(JsonNode object) {
        if (!object.isObject()) {
            throw new IllegalArgumentException("not a JSON object");
        }
        return new Fields(object, "", new ArrayList<>());
    }

    /** The field's value, or null and an error if it is missing, null, of another type or against its rule. */
    public <T> @Nullable T required(String name, Reader<T> reader) {
        JsonNode value = find(name);
        if (value == null) {
            error(name, "is missing");
            return null;
        }
        return read(name, value, reader);
    }

    /** The field's value; null if it is missing, and null and an error if it is null or wrong. */
    public <T> @Nullable T optional(String name, Reader<T> reader) {
        JsonNode value = find(name);
        return value == null ? null : read(name, value, reader);
    }

    /** The field's value; null, without an error, if it is missing or wrong. */
    public <T> @Nullable T peek(String name, Reader<T> reader) {
        JsonNode value = object.get(name);
        try {
            return value == null || value.isNull() ? null : reader.read(value);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    /**
     * The fields of a nested object. Where there is none, that is one error, and the fields that are then missing from it
     * are not held against the caller as well.
     */
    public Fields object(String name) {
        JsonNode value = find(name);
        if (value != null && value.isObject()) {
            return new Fields(value, pointerOf(name), errors);
        }
        error(name, value == null ? "is missing" : "must be an object, not " + Readers.shown(value));
        return new Fields(JsonNodeFactory.instance.objectNode(), pointerOf(name), new ArrayList<>());
    }

    /** Whether the object has the field, with any value. */
    public boolean has(String name) {
        return object.has(name);
    }

    /** Makes a value of several fields; if their combination breaks a rule, the error is the named field's. */
    public <T> @Nullable T check(String name, Supplier<T> value) {
        return attempt(() -> pointerOf(name), value);
    }

    /** Makes a value of several fields; if their combination breaks a rule, the error is the whole object's. */
    public <T> @Nullable T check(Supplier<T> value) {
        return attempt(() -> pointer, value);
    }

    /** Adds an error that was found elsewhere. */
    public void error(String name, String detail) {
        errors.add(new FieldError(pointerOf(name), detail));
    }

    /** Adds an error of one element of an array. */
    public void error(String name, int index, String detail) {
        errors.add(new FieldError(pointerOf(name) + '/' + index, detail));
    }

    /** Makes an error of each field that has not been read up to now. */
    public void noOthers() {
        Set<String> asked = new HashSet<>(known);
        List<String> unknown = object.propertyNames().stream()
                .filter(name -> !asked.contains(name))
                .toList();
        unknown.stream().limit(NAMED_UNKNOWN_FIELDS).forEach(name -> error(name, "is not a known field"));
        if (unknown.size() > NAMED_UNKNOWN_FIELDS) {
            int unnamed = unknown.size() - NAMED_UNKNOWN_FIELDS;
            errors.add(new FieldError(pointer, "has " + unnamed + " more unknown fields"));
        }
    }

    /** The errors so far, with those of nested objects. */
    public List<FieldError> errors() {
        return List.copyOf(errors);
    }

    /** Whether nothing was wrong up to now, nested objects included. */
    public boolean ok() {
        return errors.isEmpty();
    }

    private @Nullable JsonNode find(String name) {
        known.add(name);
        return object.get(name);
    }

    private <T> @Nullable T read(String name, JsonNode value, Reader<T> reader) {
        if (value.isNull()) {
            error(name, "must not be null");
            return null;
        }
        try {
            return reader.read(value);
        } catch (InvalidValueException e) {
            error(name, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The pointer is made only for an error: most fields are right. */
    private <T> @Nullable T attempt(Supplier<String> at, Supplier<T> value) {
        try {
            return value.get();
        } catch (InvalidValueException e) {
            errors.add(new FieldError(at.get(), String.valueOf(e.getMessage())));
            return null;
        }
    }

    private String pointerOf(String name) {
        return FieldError.pointer(pointer, name);
    }
}
