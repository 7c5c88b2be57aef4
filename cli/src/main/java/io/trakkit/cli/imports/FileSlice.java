package io.trakkit.cli.imports;

import java.io.ByteArrayOutputStream;

/**
 * A part of a file as JSON lines. A line of the file without a record becomes a blank line, so that each record keeps its line
 * number.
 */
final class FileSlice {

    private static final int MAX_RECORDS = 5_000;
    private static final int MAX_BYTES = 4 * 1024 * 1024;

    /** A longer gap between two records starts a new slice. */
    private static final int MAX_GAP = 1_000;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final long firstLine;
    private long nextLine;
    private int records;

    /** @param firstLine the line of its first record, or one before it */
    FileSlice(long firstLine) {
        this.firstLine = firstLine;
        nextLine = firstLine;
    }

    long firstLine() {
        return firstLine;
    }

    /** Whether a record at this line can be added. */
    boolean hasRoomFor(long line) {
        return records < MAX_RECORDS && body.size() < MAX_BYTES && line - nextLine <= MAX_GAP;
    }

    /** Adds a record; its line ends become spaces, which means the same in JSON. */
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
