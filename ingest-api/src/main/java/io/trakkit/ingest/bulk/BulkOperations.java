package io.trakkit.ingest.bulk;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.ExampleObject;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How the API's description shows the call of {@link BulkController}. */
final class BulkOperations {

    private static final String PROBLEM = "application/problem+json";

    private BulkOperations() {}

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Operation(
            operationId = "createTrades",
            summary = "Post many trades",
            description =
                    "Of any size. The whole body is read, and records are published as they come; then the answer "
                            + "begins: a result line per record, in order, and a line of counts. A record that is wrong harms "
                            + "no other. Each record has a ref_id, or the request an Idempotency-Key. It is safe to post the "
                            + "same again. The status of a line is 202 accepted, 200 a repeat, 400 invalid, 409 another trade "
                            + "has its ref_id, 413 longer than 64 KiB, 503 not acknowledged. With Prefer: wait=N, a line also "
                            + "says the state of its trade, applied, rejected (with the reason and its detail) or failed, with"
                            + " status 201 for a new trade; where the verdict is not known in time, the line has no state, and"
                            + " the counts have it as pending. A later record can change an earlier verdict. Where nothing "
                            + "more can be taken, a line without a ref_id says from which line on and why, and the counts say "
                            + "complete: false. Where the space for results is full, lines of records that were taken are left"
                            + " out, and the counts say how many: omitted. A line is the physical line at which the record "
                            + "begins, in an array its ordinal. The fields of a record are those of a single trade; in CSV the"
                            + " header names them in any order and case, an empty cell is a field left out, and trade_type may also be BUY or SELL.",
            parameters = {
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "portfolio",
                        description = "The portfolio of records that name none",
                        schema = @Schema(type = "integer")),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "user_id",
                        description = "The user of records that name none",
                        schema = @Schema(type = "string")),
                @Parameter(
                        in = ParameterIn.QUERY,
                        name = "delimiter",
                        description = "The delimiter of CSV where the header does not show it",
                        example = "tab",
                        schema = @Schema(type = "string")),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Prefer",
                        description =
                                "return=minimal: only what was not taken, is rejected or not decided, and the counts. wait=N: "
                                        + "wait up to N seconds, at most 30, for the verdicts (RFC 7240)",
                        example = "return=minimal, wait=10"),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Idempotency-Key",
                        description = "Determines the events, and with the line the ref_id of each record without one",
                        schema = @Schema(type = "string", minLength = 1, maxLength = 255)),
                @Parameter(
                        in = ParameterIn.HEADER,
                        name = "Trakkit-First-Line",
                        description =
                                "For JSON lines that are a part of a larger file: the number of their first line, from which "
                                        + "lines and the ref_ids made of a key and a line are counted",
                        schema = @Schema(type = "integer", minimum = "1"))
            },
            requestBody =
                    @RequestBody(
                            required = true,
                            content = {
                                @Content(
                                        mediaType = "application/x-ndjson",
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(TWO_LINES)),
                                @Content(
                                        mediaType = "application/json",
                                        array = @ArraySchema(schema = @Schema(ref = "#/components/schemas/NewTrade"))),
                                @Content(
                                        mediaType = "text/csv",
                                        schema = @Schema(type = "string"),
                                        examples = @ExampleObject(TABLE))
                            }))
    @ApiResponse(
            responseCode = "200",
            description = "A result line per record, then the counts",
            content =
                    @Content(
                            mediaType = "application/x-ndjson",
                            schema = @Schema(type = "string"),
                            examples = @ExampleObject(RESULTS)))
    @ApiResponse(
            responseCode = "400",
            description = "The body is empty, of another format, or has another header than that of trades",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "415",
            description = "Another type, another character set than UTF-8, or compressed",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "429",
            description = "Too many such requests are being served; Retry-After says when to come again",
            content = @Content(mediaType = PROBLEM))
    @ApiResponse(
            responseCode = "503",
            description = "Kafka is not ready; nothing was taken",
            content = @Content(mediaType = PROBLEM))
    @interface Post {}

    private static final String TWO_LINES = """
            {"ref_id": "a-1", "user_id": "some-user-uuid", "portfolio": 1, "trade_type": 1, "security_type": "stock", \
            "ticker": "GODREJIND", "volume": 10, "amount": "100.00", "status": "success"}
            {"ref_id": "a-2", "user_id": "some-user-uuid", "portfolio": 1, "trade_type": 2, "security_type": "stock", \
            "ticker": "GODREJIND", "volume": 4, "amount": "120.50", "status": "success"}
            """;

    private static final String TABLE = """
            ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,executed_at
            a-1,some-user-uuid,1,1,stock,GODREJIND,10,100.00,success,2022-07-29T08:13:10Z
            a-2,some-user-uuid,1,2,stock,GODREJIND,4,120.50,success,
            """;

    private static final String RESULTS = """
            {"line":1,"ref_id":"a-1","status":202}
            {"line":2,"ref_id":"a-2","status":400,"errors":[{"pointer":"/volume","detail":"must be greater than zero"}]}
            {"records":2,"accepted":1,"repeated":0,"refused":1,"unavailable":0,"complete":true}
            """;
}
