package io.trakkit.ingest.console;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;

/** The first part of an answer (RFC 9112), which tells how to read the rest. */
record ResponseHead(int status, boolean chunked, long length) {

    private static final int MAX_LINE = 16 * 1024;
    private static final long UNTIL_CLOSED = -1;

    static ResponseHead read(InputStream in) throws IOException {
        while (true) {
            String[] first = line(in).split(" ", 3);
            if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[0-9]{3}")) {
                throw new IOException("what answers does not speak HTTP");
            }
            ResponseHead head = fields(Integer.parseInt(first[1]), in);
            // 1xx only says that the answer is still to come.
            if (head.status >= 200) {
                return head;
            }
        }
    }

    private static ResponseHead fields(int status, InputStream in) throws IOException {
        boolean chunked = false;
        long length = UNTIL_CLOSED;
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String field = line.toLowerCase(Locale.ROOT);
            if (field.matches("transfer-encoding:.*chunked\\s*")) {
                chunked = true;
            } else if (field.matches("content-length:\\s*[0-9]{1,18}\\s*")) {
                length = Long.parseLong(field.substring(field.indexOf(':') + 1).strip());
            }
        }
        return new ResponseHead(status, chunked, length);
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int c;
        while ((c = in.read()) != '\n') {
            if (c < 0 || line.length() == MAX_LINE) {
                throw new EOFException("no answer");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    /** The body alone, which ends where it says it does; one that breaks off before is a failure. */
    InputStream body(InputStream in) {
        return new Bounded(in, chunked, chunked ? 0 : length == UNTIL_CLOSED ? Long.MAX_VALUE : length);
    }

    private static final class Bounded extends FilterInputStream {

        private final boolean chunked;
        private final boolean untilClosed;
        private long left;
        private boolean begun;
        private boolean ended;

        private Bounded(InputStream in, boolean chunked, long left) {
            super(in);
            this.chunked = chunked;
            this.left = left;
            untilClosed = left == Long.MAX_VALUE;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0 && chunked && !ended) {
                nextChunk();
            }
            if (ended || left == 0) {
                return -1;
            }
            int read = in.read(bytes, from, (int) Math.min(length, left));
            if (read > 0) {
                left -= read;
            } else if (!untilClosed) {
                throw new EOFException("the answer ends too early");
            }
            return read;
        }

        /** No more than of this chunk: who reads must not wait for the next one with a line in hand. */
        @Override
        public int available() throws IOException {
            return (int) Math.min(left, in.available());
        }

        private void nextChunk() throws IOException {
            if (begun) {
                line(in);
            }
            begun = true;
            String size = line(in).split(";", 2)[0].strip();
            try {
                left = Long.parseLong(size, 16);
            } catch (NumberFormatException e) {
                throw new IOException("the answer is malformed", e);
            }
            ended = left == 0;
        }
    }
}
