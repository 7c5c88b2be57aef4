package io.trakkit.worker.replay;

import io.trakkit.wire.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a replay came to, for people and for machines. */
final class Report {

    /** Done; where something was compared, without drift. */
    static final int FINE = 0;

    /** No answer, or not done; the summary says why. */
    static final int COULD_NOT_TELL = 1;

    /** The live read model says something else than the log. */
    static final int DRIFT = 3;

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private Report(int exit, String summary) {
        json.put("exit", exit);
        json.put("summary", summary);
    }

    /** @param summary one line for people */
    static Report of(int exit, String summary) {
        return new Report(exit, summary);
    }

    Report with(String name, long value) {
        json.put(name, value);
        return this;
    }

    Report with(String name, @Nullable String value) {
        json.put(name, value);
        return this;
    }

    Report with(String name, ObjectNode value) {
        json.set(name, value);
        return this;
    }

    Report with(String name, List<ObjectNode> values) {
        json.putArray(name).addAll(values);
        return this;
    }

    String summary() {
        return json.get("summary").asString();
    }

    ObjectNode node() {
        return json;
    }

    String json() {
        return Json.strict().writeValueAsString(json);
    }
}
