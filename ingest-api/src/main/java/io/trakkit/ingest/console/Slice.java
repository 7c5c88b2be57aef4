package io.trakkit.ingest.console;

import java.io.ByteArrayOutputStream;

/**
 * A part of a file as JSON lines. Blank lines stand for the lines of the file that have no record in it, so that each record
 * has the number that it has in the file.
 */
final class Slice {

    private static final int MAX_RECORDS = 5_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** More than these are not bridged by blank lines. */
    private static final int MAX_GAP = 1_000;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final long firstLine;
    private long nextLine;
    private int records;

    /** @param firstLine the line of its first record, or one before it */
    Slice(long firstLine) {
        this.firstLine = firstLine;
        nextLine = firstLine;
    }

    long firstLine() {
        return firstLine;
    }

    /** Whether a record of that line can be added. */
    boolean hasRoomFor(long line) {
        return records < MAX_RECORDS && body.size() < MAX_BYTES && line - nextLine <= MAX_GAP;
    }

    /** Adds a record; its ends of lines become spaces, which in JSON means the same. */
    void add(long line, byte[] json) {
        for (; nextLine < line; nextLine++) {
            body.write('\n');
        }
        for (byte c : json) {
            body.write(c == '\n' || c == '\r' ? ' ' : c);
        }
        body.write('\n');
        nextLine++;
        records++;
    }

    boolean isEmpty() {
        return records == 0;
    }

    byte[] body() {
        return body.toByteArray();
    }
}
