package io.trakkit.worker.projection;

import io.swagger.v3.oas.annotations.media.Schema;
import io.trakkit.store.projection.Generation;
import io.trakkit.store.projection.Replays.Replay;
import io.trakkit.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A replay as it is answered. */
@Schema(name = "Replay")
record ReplayAnswer(
        long id,
        @Schema(example = "verify") String command,

        @Schema(description = "What it was asked for beside the command", type = "object")
        JsonNode options,

        String requestedBy,
        Instant startedAt,
        @Nullable Instant endedAt,

        @Schema(
                description = "interrupted: the process that ran the replay ended",
                allowableValues = {"running", "done", "failed", "cancelled", "interrupted"})
        String state,

        @Schema(description = "How many records it has read")
        long records,

        @Schema(description = "How far it has come", type = "object")
        JsonNode progress,

        @Schema(
                description =
                        "The result: exit (0 done, no drift; 1 could not tell; 3 drift), summary, and the findings of the"
                                + " command; null while it runs",
                type = "object")
        @Nullable
        JsonNode report) {

    /** List the read models and the latest replays. */
    @Schema(name = "Replays")
    record Many(List<OfGeneration> generations, List<ReplayAnswer> replays) {}

    /** A read model. */
    @Schema(name = "Generation")
    record OfGeneration(
            int generation,

            @Schema(allowableValues = {"building", "partial", "live", "former"})
            String state,

            @Schema(description = "The version of the fold that makes its numbers")
            int foldVersion) {

        static OfGeneration of(Generation generation) {
            return new OfGeneration(generation.number(), generation.state().columnValue(), generation.foldVersion());
        }
    }

    /** @param anyRuns whether any replay runs at present: one that does not is over, whatever the books say */
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

    private static JsonNode parsed(String json) {
        return Json.strict().readTree(json.getBytes(StandardCharsets.UTF_8));
    }
}
