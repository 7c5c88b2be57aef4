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
 * {@code activities}. Of what they contain in turn only the names are kept, but for plain values. An object that is a member of the
 * document and has plain values, such as {@code meta}, is a row as well.
 */
final class JsonRows implements RawRows {

    private static final int MOST_VALUES = 100;

    private final JsonParser parser;
    private final Deque<String> path = new ArrayDeque<>();
    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();
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
                    case END_OBJECT -> {
                        path.pollLast();
                        if (path.size() == 1 && !names.isEmpty()) {
                            return member();
                        }
                    }
                    default -> value(token);
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

    /** A value beside the arrays. Whoever sends a document decides how many it has. */
    private void value(JsonToken token) {
        boolean isOfMember = path.size() == 2
                && !path.getFirst().isEmpty()
                && !path.getLast().isEmpty();
        if (isOfMember && token != JsonToken.VALUE_NULL && names.size() < MOST_VALUES) {
            names.add(path.getLast());
            values.add(parser.getString().strip());
        }
    }

    private RawRow member() {
        RawRow row = new RawRow(1, section(), List.copyOf(names), List.copyOf(values));
        names.clear();
        values.clear();
        return row;
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
                if (!isEmpty()) {
                    // Named, so that reports can say that it was not read.
                    names.add(name);
                    cells.add("");
                }
            } else if (value != JsonToken.VALUE_NULL) {
                names.add(name);
                cells.add(parser.getString().strip());
            }
        }
        return new RawRow(number, section(), names, cells);
    }

    /** Goes past an array or object; whether it has nothing in it. */
    private boolean isEmpty() {
        int tokens = 0;
        for (int depth = 1; depth > 0; tokens++) {
            JsonToken token = parser.nextToken();
            if (token == null) {
                break;
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
        return tokens == 1;
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
