package io.trakkit.files.source;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * The objects in the arrays of a JSON object, one after the other: the section of each is the path to its array, such as
 * {@code activities}. What they contain in turn is left out, but for plain values.
 */
final class JsonRows implements RawRows {

    private final JsonParser parser;
    private final Deque<String> path = new ArrayDeque<>();
    private long number;

    JsonRows(Reader text) {
        parser = Json.strict().createParser(text);
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        try {
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                switch (token) {
                    case PROPERTY_NAME -> name(parser.currentName());
                    case START_ARRAY -> {
                        path.addLast("");
                        number = 0;
                    }
                    case END_ARRAY -> path.pollLast();
                    case START_OBJECT -> {
                        if (isElement()) {
                            return object();
                        }
                        path.addLast("");
                    }
                    case END_OBJECT -> path.pollLast();
                    default -> {
                        // A value beside the arrays.
                    }
                }
            }
            return null;
        } catch (JacksonException e) {
            throw new UnreadableFileException(
                    "After " + number + (number == 1 ? " record" : " records") + " the file is not JSON: "
                            + Printable.of(String.valueOf(e.getOriginalMessage())),
                    e);
        }
    }

    /** An element of an array that is a member of the document. */
    private boolean isElement() {
        return path.size() >= 2 && path.peekLast().isEmpty();
    }

    private void name(String name) {
        path.pollLast();
        path.addLast(name);
    }

    private RawRow object() {
        number++;
        List<String> names = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        JsonToken token;
        while ((token = parser.nextToken()) != JsonToken.END_OBJECT) {
            if (token == null) {
                break;
            }
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
                parser.skipChildren();
            } else if (value != JsonToken.VALUE_NULL) {
                names.add(name);
                cells.add(parser.getString().strip());
            }
        }
        return new RawRow(number, section(), names, cells);
    }

    private String section() {
        StringBuilder section = new StringBuilder();
        for (String name : path) {
            if (!name.isEmpty()) {
                section.append(section.isEmpty() ? "" : ".").append(name);
            }
        }
        return section.toString();
    }

    @Override
    public void close() {
        parser.close();
    }
}
