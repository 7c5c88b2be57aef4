package io.trakkit.query.page;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.wire.http.QueryParameters;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ObjectNode;

/** The requested fields of a row. */
public final class Fields {

    private final List<String> wanted;
    private final boolean isAll;

    private Fields(List<String> wanted, boolean isAll) {
        this.wanted = wanted;
        this.isAll = isAll;
    }

    /** The names on the wire of a record's components. */
    public static List<String> of(Class<? extends Record> row) {
        return Arrays.stream(row.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
                .toList();
    }

    /** Reads the parameter {@code fields}; all fields if it is absent. */
    public static Fields read(QueryParameters parameters, List<String> allowed) {
        List<String> asked = parameters.value("fields", text -> asked(text, allowed));
        return asked == null ? new Fields(allowed, true) : new Fields(asked, false);
    }

    private static List<String> asked(String text, List<String> allowed) {
        List<String> asked = List.of(text.split(",", -1));
        if (!allowed.containsAll(asked)) {
            throw new InvalidValueException(
                    "must be some of " + String.join(",", allowed) + ", not \"" + Printable.of(text) + '"');
        }
        return asked;
    }

    /** The row with the requested fields; the row itself if all are requested, because a tree costs more. */
    public Object select(Object row) {
        return isAll ? row : Json.answers().<ObjectNode>valueToTree(row).retain(wanted);
    }
}
