package io.trakkit.ingest.trade;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the API's description shows the calls of {@link TradeController}. */
final class TradeOperations {

    private static final String JSON = "application/json";
    private static final String PROBLEM = "application/problem+json";
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final String WAIT =
            "wait=N: answer only once there is a verdict, or after N seconds, 30 at most (RFC 7240)";

    private static final String KEY =
            "One key is one request of a client: a retry with the same content is a repeat, other content is a 422."
                    + " 1 to 255 visible ASCII characters";

    private static final String KEY_REUSED = "The Idempotency-Key was already used for another request;"
            + " where only the worker knows: with Prefer: wait, else the event is refused as idempotency_key_reused";

    private TradeOperations() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "createTrade",
            summary = "Post a trade",
            description = "Accepted once Kafka has acknowledged it. The same trade again, by ref_id and content, is a"
                    + " repeat without effect; a retry after 503 is safe with the ref_id that the answer names.",
            parameters = {
                @Parameter(in = ParameterIn.HEADER, name = "Prefer", description = WAIT, example = "wait=10"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = IDEMPOTENCY_KEY,
                        description = KEY + ". Without a ref_id in the body the key determines it",
                        schema = @Schema(type = "string", minLength = 1, maxLength = 255))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = JSON,
                                            schema = @Schema(implementation = TradeBodies.Creation.class),
                                            examples = @ExampleObject("""
                                                    {"ref_id": "ref_id", "user_id": "some-user-uuid", "portfolio": "1",
                                                     "trade_type": 1, "security_type": "stock", "ticker": "GODREJIND",
                                                     "volume": 10, "amount": 100, "status": "success"}"""))))
    @ApiResponse(
            responseCode = "202",
            description = "Accepted, not processed yet",
            headers = @Header(name = "Location", description = "URL of the trade", schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "201", description = "With Prefer: wait: processed; state says with which result")
    @ApiResponse(responseCode = "200", description = "With Prefer: wait: a repeat of a trade that exists")
    @ApiResponse(responseCode = "400", description = "Malformed or invalid", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "Another trade has this ref_id; or, with Prefer: wait, it was refused, reason says why",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "413", description = "More than 64 KiB", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "415", description = "Not JSON", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "422", description = KEY_REUSED, content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description =
                    "Kafka did not acknowledge it in time; to post it again with the ref_id of this answer is safe",
            content = @Content(mediaType = PROBLEM))
    @interface Post {}

    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "202",
            description =
                    "Accepted, not processed yet. The trade as last known, with the amendment if nothing can refuse it:"
                            + " with If-Match or an Idempotency-Key, which may be taken, the amendment is not shown")
    @ApiResponse(responseCode = "200", description = "With Prefer: wait: the amended trade")
    @ApiResponse(
            responseCode = "400",
            description = "Malformed or invalid, or a field other than volume, amount and status",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "404", description = "No such trade", content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "409",
            description = "The trade, or with Prefer: wait the amendment, was refused; reason says why",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "412",
            description = "The trade is at a different version than If-Match names, if this is known already",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "413", description = "More than 64 KiB", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "415", description = "Not JSON", content = @Content(mediaType = PROBLEM))
    @ApiResponse(responseCode = "422", description = KEY_REUSED, content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka did not acknowledge it in time, or the trade cannot be looked up now",
            content = @Content(mediaType = PROBLEM))
    @interface AmendmentAnswers {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "amendTrade",
            summary = "Amend a trade",
            description = "Any of volume, amount and status. The last amendment in the log wins.",
            parameters = {
                @Parameter(in = ParameterIn.HEADER, name = "Prefer", description = WAIT, example = "wait=10"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "If-Match",
                        description = "The version that the trade must have for the amendment to count",
                        example = "\"3\""),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = IDEMPOTENCY_KEY,
                        description = KEY,
                        schema = @Schema(type = "string", minLength = 1, maxLength = 255))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = JSON,
                                            schema = @Schema(implementation = TradeBodies.Amending.class),
                                            examples = @ExampleObject("""
                                                    {"volume": 100, "amount": "1000.00", "status": "failed"}"""))))
    @AmendmentAnswers
    @interface Amend {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "replaceTrade",
            summary = "Amend all of a trade that can be amended",
            description = "Volume, amount and status, all three. The last amendment in the log wins.",
            parameters = {
                @Parameter(in = ParameterIn.HEADER, name = "Prefer", description = WAIT, example = "wait=10"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "If-Match",
                        description = "The version that the trade must have for the amendment to count",
                        example = "\"3\""),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = IDEMPOTENCY_KEY,
                        description = KEY,
                        schema = @Schema(type = "string", minLength = 1, maxLength = 255))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content =
                                    @Content(
                                            mediaType = JSON,
                                            schema = @Schema(implementation = TradeBodies.Replacing.class),
                                            examples = @ExampleObject("""
                                                    {"volume": 100, "amount": "1000.00", "status": "failed"}"""))))
    @AmendmentAnswers
    @interface Replace {}
}
