package io.trakkit.worker.projection.rebuild;

import io.trakkit.wire.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The result of a replay, for people and for machines. */
public final class ReplayReport {

    /** Done; a comparison found no drift. */
    public static final int FINE = 0;

    /** Failed, or without a result; the summary says why. */
    public static final int COULD_NOT_TELL = 1;

    /** The live read model differs from the log. */
    public static final int DRIFT = 3;

    private final ObjectNode json = JsonNodeFactory.instance.objectNode();

    private ReplayReport(int exit, String summary) {
        json.put("exit", exit);
        json.put("summary", summary);
    }

    /** @param summary one line for people */
    public static ReplayReport of(int exit, String summary) {
        return new ReplayReport(exit, summary);
    }

    public ReplayReport with(String name, long value) {
        json.put(name, value);
        return this;
    }

    public ReplayReport with(String name, @Nullable String value) {
        json.put(name, value);
        return this;
    }

    public ReplayReport with(String name, ObjectNode value) {
        json.set(name, value);
        return this;
    }

    public ReplayReport with(String name, List<ObjectNode> values) {
        json.putArray(name).addAll(values);
        return this;
    }

    public String summary() {
        return json.get("summary").asString();
    }

    public ObjectNode node() {
        return json;
    }

    public String json() {
        return Json.strict().writeValueAsString(json);
    }
}
