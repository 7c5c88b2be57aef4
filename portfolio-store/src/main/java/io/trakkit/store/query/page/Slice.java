package io.trakkit.store.query.page;

import java.util.List;

/**
 * A page of rows.
 *
 * @param rows in the list's order, also where it was read backward
 * @param more whether the list goes on beyond the rows, in the direction in which it was read
 * @param total how many rows the whole list has, if they are at most {@link #COUNTED}; else one more than that
 */
public record Slice<T>(List<T> rows, boolean more, int total) {

    /** The most rows of a list that are counted. */
    public static final int COUNTED = 10_000;
}
