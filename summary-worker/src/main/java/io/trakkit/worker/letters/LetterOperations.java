package io.trakkit.worker.letters;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.trakkit.worker.OperatorProblems;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the operators' calls about dead letters describe themselves. */
final class LetterOperations {

    private static final String PROBLEM = OperatorProblems.PROBLEM;
    private static final String TAG = "Operators";

    private LetterOperations() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "listDeadLetters",
            tags = TAG,
            summary = "Dead letters, those with the newest records first",
            description = "For operators: on the worker's own port and in standalone, not behind the gateway.")
    @Parameter(in = ParameterIn.QUERY, name = "reason", description = "Those of this reason, as in unknown_portfolio")
    @Parameter(in = ParameterIn.QUERY, name = "portfolio_id", description = "Those about this portfolio")
    @Parameter(in = ParameterIn.QUERY, name = "ticker", description = "Those about this ticker")
    @Parameter(in = ParameterIn.QUERY, name = "from", description = "Records of then or later (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "to", description = "Records of then or earlier (RFC 3339)")
    @Parameter(in = ParameterIn.QUERY, name = "client_id", description = "Those of this client; default without it")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "outcome",
            description = "What was done about them",
            schema =
                    @Schema(
                            type = "string",
                            allowableValues = {"open", "redriven", "discarded", "all"},
                            defaultValue = "open"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "How many at most",
            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
    @Parameter(in = ParameterIn.QUERY, name = "after", description = "Taken from next of an answer, never made up")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LetterAnswers.Page.class)))
    @ApiResponse(
            responseCode = "400",
            description = "A parameter is unknown or against its rule",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Listing {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "getDeadLetter",
            tags = TAG,
            summary = "One dead letter with its bytes, headers and origin",
            description = "The id is topicId:partition:offset of its origin, or partition:offset in short.")
    @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = LetterAnswers.Whole.class)))
    @ApiResponse(responseCode = "400", description = "That is no id", content = @Content(mediaType = PROBLEM))
    @OperatorProblems.ThereIsNone
    @ApiResponse(
            responseCode = "409",
            description = "The short id is that of several",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface One {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "redriveDeadLetters",
            tags = TAG,
            summary = "Put copies of dead letters at the end of the log",
            description =
                    "In order per key, within a second or so. An event gets the key and partition of its value. Filters and"
                            + " all mean open letters; a discarded one is redriven by its id.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = LetterBodies.Description.class))))
    @ApiResponse(responseCode = "200", description = "Noted; the log follows")
    @Refusals
    @interface Redrive {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "discardDeadLetters",
            tags = TAG,
            summary = "Note that dead letters are left at that, and why",
            description = "Filters and all mean open letters.",
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = "application/json",
                                            schema = @Schema(implementation = LetterBodies.Description.class))))
    @ApiResponse(responseCode = "200", description = "Noted; the log follows")
    @Refusals
    @interface Discard {}

    /** Why nothing is changed. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @OperatorProblems.Invalid
    @ApiResponse(responseCode = "404", description = "There is no such letter", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "Something was done about one before, or it is too large to be redriven",
            content = @Content(mediaType = PROBLEM))
    @OperatorProblems.DatabaseAway
    @interface Refusals {}
}
