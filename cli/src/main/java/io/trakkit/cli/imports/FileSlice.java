package io.trakkit.cli.imports;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

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
    private final List<Long> places = new ArrayList<>();
    private final List<Long> lines = new ArrayList<>();
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

    /**
     * Adds a record; its line ends become spaces, which means the same in JSON.
     *
     * @param line its place, beyond those before it
     * @param inFile its line in the file: two records of one row have the same
     */
    void add(long line, long inFile, byte[] json) {
        if (line != inFile) {
            places.add(line);
            lines.add(inFile);
        }
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

    /** The line in the file of the record at a place. */
    long lineInFile(long place) {
        int index = Collections.binarySearch(places, place);
        return index < 0 ? place : lines.get(index);
    }

    boolean isEmpty() {
        return records == 0;
    }

    byte[] body() {
        return body.toByteArray();
    }
}
