package io.trakkit.query.page;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param results the rows, with the requested fields
 */
public record Page(
        int count, @Nullable String next, @Nullable String previous, List<?> results) {}
