package io.trakkit.store.projection;

/**
 * One complete read model.
 *
 * @param foldVersion the version of the fold that makes its numbers
 */
public record Generation(int number, int foldVersion, State state) {

    /** The purpose of a generation. */
    public enum State {
        /** A replay is making it; it becomes live when it is complete. */
        BUILDING("building"),
        /** A replay is making it, of some keys or for a comparison only; it never becomes live. */
        PARTIAL("partial"),
        /** Readers see it, and batches go to it. */
        LIVE("live"),
        /** Was live before, and is kept to go back to. */
        FORMER("former");

        private final String columnValue;

        State(String columnValue) {
            this.columnValue = columnValue;
        }

        /** The word that the tables and the operators' face use. */
        public String columnValue() {
            return columnValue;
        }

        static State parse(String columnValue) {
            for (State state : values()) {
                if (state.columnValue.equals(columnValue)) {
                    return state;
                }
            }
            throw new IllegalArgumentException("No generation is " + columnValue);
        }
    }
}
