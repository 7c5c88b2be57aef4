package io.trakkit.cli.imports;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.trade.TradeFields;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.node.ObjectNode;

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
    private final Set<String> refIds = new HashSet<>();
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
        refIdOf(json).ifPresent(refIds::add);
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

    private static Optional<String> refIdOf(byte[] json) {
        try (JsonParser parser = Json.strict().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean found = parser.currentName().equals(TradeFields.REF_ID.name());
                JsonToken value = parser.nextToken();
                if (found) {
                    return value == JsonToken.VALUE_STRING
                            ? Optional.of(parser.getString().strip())
                            : Optional.empty();
                }
                parser.skipChildren();
            }
        } catch (JacksonException _) {
            // The server says what is wrong with the record.
        }
        return Optional.empty();
    }

    /** Whether a record of both has the same ref_id. */
    boolean hasRefIdOf(FileSlice other) {
        return !Collections.disjoint(refIds, other.refIds);
    }

    /** The record at a place. */
    ObjectNode recordAt(long place) {
        byte[] bytes = body.toByteArray();
        int from = 0;
        for (long line = firstLine; line < place; line++) {
            from = endOfLine(bytes, from) + 1;
        }
        return Json.object(Arrays.copyOfRange(bytes, from, endOfLine(bytes, from)));
    }

    private static int endOfLine(byte[] bytes, int from) {
        int end = from;
        while (bytes[end] != '\n') {
            end++;
        }
        return end;
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
