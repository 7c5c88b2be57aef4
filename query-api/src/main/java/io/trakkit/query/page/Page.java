package io.trakkit.query.page;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param results the rows, with the fields that were asked for
 */
public record Page(
        @Schema(
                description = "How many rows the whole list has; 10000 means at least as many",
                example = "2",
                requiredMode = Schema.RequiredMode.REQUIRED)
        int count,

        @Schema(description = "Where the list goes on; null at its end", requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String next,

        @Schema(
                description = "The part before this one; null at the list's beginning",
                requiredMode = Schema.RequiredMode.REQUIRED)
        @Nullable
        String previous,

        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) List<?> results) {}
