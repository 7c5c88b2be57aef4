package io.trakkit.worker.deadletters;

import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The problems that several of the operators' calls answer with, for the descriptions of those. */
public final class OperatorProblems {

    /** The media type of a problem. */
    public static final String PROBLEM = "application/problem+json";

    private OperatorProblems() {}

    /** 503. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "503", description = "The database is away", content = @Content(mediaType = PROBLEM))
    public @interface DatabaseAway {}

    /** 404. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "404", description = "There is none", content = @Content(mediaType = PROBLEM))
    public @interface ThereIsNone {}

    /** 400. */
    @Target(ElementType.ANNOTATION_TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @ApiResponse(responseCode = "400", description = "Malformed or invalid", content = @Content(mediaType = PROBLEM))
    public @interface Invalid {}
}
