package io.trakkit.query.docs;

import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.Parameters;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What many calls have in common, in the description of the API. */
public final class Described {

    private static final String PROBLEM = "application/problem+json";

    private Described() {}

    /** A list, part by part. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters({
        @Parameter(
                in = ParameterIn.QUERY,
                name = "page",
                description = "The part's number, from 1, within the first 10,000 rows; the links go on from there",
                schema = @Schema(type = "integer", minimum = "1", defaultValue = "1")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "page_size",
                description = "How many rows a part has",
                schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "10")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "fields",
                description = "The fields wanted of each row, with commas between",
                schema = @Schema(type = "string")),
        @Parameter(
                in = ParameterIn.QUERY,
                name = "cursor",
                description = "Taken from a next or previous link, never made up",
                schema = @Schema(type = "string"))
    })
    @ApiResponse(
            responseCode = "400",
            description = "A parameter is unknown or invalid; errors names each",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    @Unavailable
    public @interface Paged {}

    /** One thing. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters(
            @Parameter(
                    in = ParameterIn.QUERY,
                    name = "fields",
                    description = "The fields wanted, with commas between",
                    schema = @Schema(type = "string")))
    @Absent
    @Unavailable
    public @interface One {}

    /** The answer has a tag, by which a client can ask for changes only. */
    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Parameters(
            @Parameter(
                    in = ParameterIn.HEADER,
                    name = "If-None-Match",
                    description = "The ETag of an answer that the client has, or several, or *: 304 if it is current",
                    schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "304", description = "The client has the current answer", content = @Content)
    public @interface Tagged {}

    /** There may be no such thing. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "404",
            description = "No such resource",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    public @interface Absent {}

    /** The database may be away. */
    @Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(
            responseCode = "503",
            description = "The database is unavailable; Retry-After says when to try again",
            content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "#/components/schemas/Problem")))
    public @interface Unavailable {}
}
