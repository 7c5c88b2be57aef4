package io.trakkit.store.query.page;

/**
 * The requested part of a list.
 *
 * @param size the most rows wanted, 1 or more
 * @param <K> what tells a row's place in the list's order
 */
public record Window<K>(int size, Start<K> start) {

    /** The beginning or end of a window. */
    public sealed interface Start<K> {

        /** After a number of rows from the beginning. */
        record Skipping<K>(int rows) implements Start<K> {}

        /** With the first row after that place. */
        record After<K>(K key) implements Start<K> {}

        /** It ends with the last row before that place. */
        record Before<K>(K key) implements Start<K> {}
    }

    public boolean isBackward() {
        return start instanceof Start.Before<K>;
    }

    /** How many rows of the order must be looked at: those skipped, those wanted, and one to know whether more follow. */
    public int reach() {
        return switch (start) {
            case Start.Skipping<K> skipping -> skipping.rows() + size + 1;
            case Start.After<K> _, Start.Before<K> _ -> size + 1;
        };
    }
}
