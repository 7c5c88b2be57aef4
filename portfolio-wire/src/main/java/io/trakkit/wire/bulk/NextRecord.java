package io.trakkit.wire.bulk;

import tools.jackson.databind.node.ObjectNode;

/** The next record of a bulk body. */
public sealed interface NextRecord {

    /** Where it begins: the physical line, or its number in an array; from 1. */
    long line();

    /** A record as JSON, not parsed yet; no longer than a record may be. */
    record Text(long line, byte[] json) implements NextRecord {

        /** The record parsed; or what is wrong with it. */
        public NextRecord parsed() {
            return Ndjson.parsed(line, json);
        }
    }

    /** A record with its fields. */
    record Body(long line, ObjectNode fields) implements NextRecord {}

    /**
     * Something that is not a record. Reading continues after it.
     *
     * @param detail what is wrong, for a person to read
     */
    record Wrong(long line, Mistake mistake, String detail) implements NextRecord {}

    /**
     * A row of a broker's file that is no record.
     *
     * @param missed whether the portfolio should have it, but cannot hold it
     */
    record Skipped(long line, String reason, boolean missed) implements NextRecord {}

    /** A row of a broker's file that was made part of another row. */
    record Joined(long line, long into) implements NextRecord {}

    /** The body cannot be read beyond this place. */
    record Broken(long line, String detail) implements NextRecord {}

    /** Why something is not a record. */
    enum Mistake {
        MALFORMED,
        TOO_LARGE
    }
}
