package io.trakkit.worker.deadletters;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the operators' calls about dead letters describe themselves. */
final class DeadLetterOperations {

    private static final String PROBLEM = OperatorProblems.PROBLEM;
    private static final String TAG = "Operators";

    private DeadLetterOperations() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "listDeadLetters",
            tags = TAG,
            summary = "List dead letters, newest records first",
            description = "For operators: on the worker's own port and in standalone, not behind the gateway.")
    @Parameter(in = ParameterIn.QUERY, name = "reason", description = "Only this reason, for example unknown_portfolio")
    @Parameter(in = ParameterIn.QUERY, name = "portfolio_id", description = "Only this portfolio")
    @Parameter(in = ParameterIn.QUERY, name = "ticker", description = "Only this ticker")
    @Parameter(in = ParameterIn.QUERY, name = "from", description = "Only records at or after this time (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "to", description = "Only records at or before this time (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "client_id", description = "Only this client; default if absent")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "outcome",
            description = "Only dead letters with this decision",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"open", "redriven", "discarded", "all"},
                            defaultValue = "open"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "The largest number of results",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(in = ParameterIn.QUERY, name = "after", description = "The `next` of the previous page")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeadLetterAnswers.Page.class)))
    @ApiResponse(
            responseCode = "400",
            description = "A parameter is unknown or invalid",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Listing {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "getDeadLetter",
            tags = TAG,
            summary = "One dead letter with its bytes, headers and origin",
            description = "The id is topicId:partition:offset of the record, or partition:offset for short.")
    @ApiResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(implementation = DeadLetterAnswers.Whole.class)))
    @ApiResponse(responseCode = "400", description = "The id is invalid", content = @Content(mediaType = PROBLEM))
    @OperatorProblems.ThereIsNone
    @ApiResponse(
            responseCode = "409",
            description = "The short id matches more than one dead letter",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface One {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "redriveDeadLetters",
            tags = TAG,
            summary = "Publish copies of dead letters to the log again",
            description =
                    "In order per key, within about a second. A copy gets the key and partition that its value calls for. Filters and"
                            + " all select open dead letters only; to redrive a discarded one, give its id.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = DeadLetterBodies.Description.class))))
    @ApiResponse(responseCode = "200", description = "Recorded; the log follows within about a second")
    @Refusals
    @interface Redrive {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "discardDeadLetters",
            tags = TAG,
            summary = "Discard dead letters, with a reason",
            description = "Filters and all select open dead letters only.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = DeadLetterBodies.Description.class))))
    @ApiResponse(responseCode = "200", description = "Recorded; the log follows within about a second")
    @Refusals
    @interface Discard {}

    /** Why nothing is changed. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @OperatorProblems.Invalid
    @ApiResponse(responseCode = "404", description = "No such dead letter", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "A dead letter was already decided, or is too large to be redriven",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Refusals {}
}
