package io.trakkit.wire.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Writes one JSON object field by field, with the same bytes as the tree of {@link Json#strict()}, faster. Names are
 * ours: they need no escapes.
 */
public final class JsonText {

    /** Most events are shorter. */
    private static final int USUAL_LENGTH = 512;

    private final StringBuilder text = new StringBuilder(USUAL_LENGTH).append('{');
    private boolean empty = true;

    /** @param value well-formed text without control characters */
    public JsonText put(String name, String value) {
        name(name).append('"');
        int written = 0;
        for (int i = 0; i < value.length(); i++) {
            char character = value.charAt(i);
            if (character < ' ') {
                throw new IllegalArgumentException("No text of ours has control characters");
            }
            if (character == '"' || character == '\\') {
                text.append(value, written, i).append('\\');
                written = i;
            }
        }
        text.append(value, written, value.length()).append('"');
        return this;
    }

    public JsonText put(String name, long value) {
        name(name).append(value);
        return this;
    }

    public JsonText put(String name, boolean value) {
        name(name).append(value);
        return this;
    }

    /** In plain digits, without an exponent. */
    public JsonText put(String name, BigDecimal value) {
        name(name).append(value.toPlainString());
        return this;
    }

    /** As {@link Json#text(Instant)} has it. */
    public JsonText put(String name, Instant value) {
        CanonicalTime.append(name(name).append('"'), value).append('"');
        return this;
    }

    /** Begins an object in this one; what follows belongs to it. */
    public JsonText begin(String name) {
        name(name).append('{');
        empty = true;
        return this;
    }

    /** Ends what was begun. */
    public JsonText end() {
        text.append('}');
        empty = false;
        return this;
    }

    /** The whole object in UTF-8; the outermost ends here. */
    public byte[] bytes() {
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder name(String name) {
        if (!empty) {
            text.append(',');
        }
        empty = false;
        return text.append('"').append(name).append("\":");
    }
}
