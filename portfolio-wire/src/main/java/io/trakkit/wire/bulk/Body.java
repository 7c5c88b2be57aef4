package io.trakkit.wire.bulk;

import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A body, read byte by byte, with the bytes since a mark. It keeps no more than the largest record and one read of the stream,
 * for a body of any size.
 */
public final class Body {

    /** The value of {@link #next()} at the end. */
    static final int END = -1;

    /** The most bytes that one record may have. */
    static final int MAX_RECORD = Json.MAX_BYTES;

    private static final int LINE_END = 2;
    private static final int READ_AHEAD = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[MAX_RECORD + READ_AHEAD];
    private final long firstLine;
    private int mark;
    private int position;
    private int limit;

    public Body(InputStream in) {
        this(in, 1);
    }

    /** @param firstLine the number of the first line of JSON lines: more than 1 in a part of a larger file */
    public Body(InputStream in, long firstLine) {
        this.in = in;
        this.firstLine = firstLine;
    }

    long firstLine() {
        return firstLine;
    }

    /** The next byte, from 0 to 255, or {@link #END}. */
    int next() throws IOException {
        if (position == limit && !fill()) {
            return END;
        }
        return buffer[position++] & 0xff;
    }

    /** Goes on to the byte, as far as what was read ahead holds it and a record may be long. */
    void skipTo(int wanted) {
        int end = Math.min(limit, mark + MAX_RECORD);
        while (position < end && buffer[position] != wanted) {
            position++;
        }
    }

    /** Goes back by one byte, which must have been read since the mark. */
    void back() {
        position--;
    }

    /** Forgets all that was read up to now; from here on bytes are kept. */
    void mark() {
        mark = position;
    }

    /** Whether more was read since the mark than a record and the end of its line may have. */
    boolean isTooLong() {
        return position - mark > MAX_RECORD + LINE_END;
    }

    /** The number of bytes since the mark. */
    int sinceMark() {
        return position - mark;
    }

    /** The bytes since the mark. */
    byte[] bytes() {
        return Arrays.copyOfRange(buffer, mark, position);
    }

    /**
     * The bytes since the mark without the end of the line: LF, CRLF, or what a program makes of CRLF that takes it for LF.
     *
     * @param ended whether the last of them ends it
     */
    byte[] line(boolean ended) {
        int end = ended ? position - 1 : position;
        while (end > mark && buffer[end - 1] == '\r') {
            end--;
        }
        return Arrays.copyOfRange(buffer, mark, end);
    }

    /**
     * Goes back to what follows the first end of a line since the mark; where there is none, on to the end of the line.
     */
    void toSecondLine() throws IOException {
        for (int i = mark; i < position; i++) {
            if (buffer[i] == '\n') {
                position = i + 1;
                return;
            }
        }
        int c;
        do {
            mark();
            c = next();
        } while (c != '\n' && c != END);
    }

    /** Passes over the byte order mark that some programs begin a file with. */
    void skipByteOrderMark() throws IOException {
        if (startsWith(0xef, 0xbb, 0xbf)) {
            position += 3;
        }
        mark();
    }

    /** Whether these bytes, each from 0 to 255, come next. Nothing is read by that. */
    boolean startsWith(int... bytes) throws IOException {
        mark();
        boolean same = true;
        for (int i = 0; same && i < bytes.length; i++) {
            same = next() == bytes[i];
        }
        position = mark;
        return same;
    }

    /** The bytes that come next, as many as there are up to this number. Nothing is read by that. */
    byte[] ahead(int most) throws IOException {
        mark();
        while (sinceMark() < most && next() != END) {
            // The bytes are kept since the mark.
        }
        byte[] ahead = bytes();
        position = mark;
        return ahead;
    }

    /** The bytes that come next, a character each, as many as there are without a further reading up to this number. */
    String buffered(int most) {
        return new String(buffer, position, Math.min(most, limit - position), StandardCharsets.ISO_8859_1);
    }

    /** Whether nothing comes any more. */
    boolean isAtEnd() throws IOException {
        return position == limit && !fill();
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, mark, buffer, 0, limit - mark);
        position -= mark;
        limit -= mark;
        mark = 0;
        if (limit == buffer.length) {
            throw new IllegalStateException("No record is kept that is too long");
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        if (read <= 0) {
            return false;
        }
        limit += read;
        return true;
    }
}
