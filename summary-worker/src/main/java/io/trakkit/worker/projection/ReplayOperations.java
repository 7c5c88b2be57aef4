package io.trakkit.worker.projection;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trakkit.worker.deadletters.OperatorProblems;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Instant;

/** How the operators' calls about replays describe themselves. */
final class ReplayOperations {

    private static final String PROBLEM = OperatorProblems.PROBLEM;
    private static final String TAG = "Operators";

    private ReplayOperations() {}

    /** The body of a request, for the description of the API alone. */
    @Schema(name = "ReplayRequest")
    record Description(
            @Schema(
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    allowableValues = {"plan", "verify", "journal", "rebuild", "rollback", "discard", "rewind", "adopt"
                    })
            String command,

            @Schema(description = "Only this portfolio; of plan, verify, journal and rebuild", example = "1")
            long portfolioId,

            @Schema(description = "Only this ticker; of the same", example = "GODREJIND")
            String ticker,

            @Schema(description = "Only keys of which the log says something since then; of plan and verify")
            Instant fromTime,

            @Schema(description = "Of rewind: to the first record logged since then")
            Instant toTime,

            @Schema(description = "Of rewind: to this offset")
            long toOffset,

            @Schema(description = "Of rewind: to the first record")
            boolean toBeginning,

            @Schema(description = "Of rewind: only this partition")
            int partition,

            @Schema(description = "Only say what would be read and touched")
            boolean dryRun,

            @Schema(description = "Who has it done", maxLength = 255)
            String requestedBy) {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "startReplay",
            tags = TAG,
            summary = "Start a replay: verify, rebuild, roll back, rewind",
            description = "verify and journal compare every summary, every trade and every dead letter. One replay runs"
                    + " at a time. For operators: on the worker's own port and in standalone, not behind the gateway.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = Description.class))))
    @ApiResponse(
            responseCode = "202",
            description = "Started; Location is the replay's URL",
            content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @OperatorProblems.Invalid
    @ApiResponse(responseCode = "409", description = "Another one runs", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "413", description = "The body is too large", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "415", description = "The body is no JSON", content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Start {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(operationId = "listReplays", tags = TAG, summary = "List the read models and the latest replays")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReplayAnswer.Many.class)))
    @OperatorProblems.DatabaseAway
    @interface Listing {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(operationId = "getReplay", tags = TAG, summary = "How far a replay has come, and what it came to")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @OperatorProblems.ThereIsNone
    @OperatorProblems.DatabaseAway
    @interface One {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "cancelReplay",
            tags = TAG,
            summary = "Cancel a replay",
            description = "A cancelled rebuild can be continued or discarded.")
    @ApiResponse(
            responseCode = "202",
            description = "The replay is stopping",
            content = @Content(schema = @Schema(implementation = ReplayAnswer.class)))
    @OperatorProblems.ThereIsNone
    @ApiResponse(
            responseCode = "409",
            description = "The replay has ended, or another worker runs it",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Cancel {}
}
