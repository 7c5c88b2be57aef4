package io.trakkit.worker.projection;

import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Replays.Replay;
import io.trakkit.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A replay in answers: the schema Replay of docs/openapi.yaml. */
public record ReplayAnswer(
        long id,
        String command,
        JsonNode options,
        String requestedBy,
        Instant startedAt,
        @Nullable Instant endedAt,
        String state,
        long records,
        JsonNode progress,
        @Nullable JsonNode report) {

    /** List the read models and the latest replays. */
    record Many(List<OfGeneration> generations, List<ReplayAnswer> replays) {}

    /** A read model. */
    record OfGeneration(int generation, String state, int foldVersion) {

        static OfGeneration of(Generation generation) {
            return new OfGeneration(generation.number(), generation.state().columnValue(), generation.foldVersion());
        }
    }

    /** @param anyRuns whether a replay is running; if not, an open one was interrupted */
    static ReplayAnswer of(Replay replay, boolean anyRuns) {
        return new ReplayAnswer(
                replay.id(),
                replay.command(),
                parsed(replay.options()),
                replay.requestedBy(),
                replay.startedAt(),
                replay.endedAt(),
                replay.state().equals("running") && !anyRuns ? "interrupted" : replay.state(),
                replay.events(),
                parsed(replay.progress()),
                replay.report() == null ? null : parsed(replay.report()));
    }

    boolean isRunning() {
        return state.equals("running");
    }

    private static JsonNode parsed(String json) {
        return Json.strict().readTree(json.getBytes(StandardCharsets.UTF_8));
    }
}
