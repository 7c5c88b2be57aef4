package io.trakkit.worker.replay;

import io.trakkit.store.Replays.Replay;
import io.trakkit.wire.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Replays as they are answered. */
final class ReplayAnswers {

    private ReplayAnswers() {}

    /** @param anyRuns whether any replay runs at present: one that does not is over, whatever the books say */
    static ObjectNode of(Replay replay, boolean anyRuns) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", replay.id());
        node.put("command", replay.command());
        node.set("options", parsed(replay.options()));
        node.put("requested_by", replay.requestedBy());
        node.put("started_at", Json.text(replay.startedAt()));
        node.put("ended_at", replay.endedAt() == null ? null : Json.text(replay.endedAt()));
        node.put("state", replay.state().equals("running") && !anyRuns ? "interrupted" : replay.state());
        node.put("records", replay.events());
        node.set("progress", parsed(replay.progress()));
        node.set("report", parsed(replay.report()));
        return node;
    }

    private static @Nullable ObjectNode parsed(@Nullable String json) {
        return json == null ? null : (ObjectNode) Json.strict().readTree(json.getBytes(StandardCharsets.UTF_8));
    }
}
