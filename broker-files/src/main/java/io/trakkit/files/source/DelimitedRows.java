package io.trakkit.files.source;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Rows of delimited text (RFC 4180), read by Commons CSV. */
final class DelimitedRows implements RawRows {

    /** The most characters of a row, which bounds what a quote that is never closed takes. */
    private static final int MOST_CHARACTERS = 1024 * 1024;

    private final Bounded text;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private long lastLine;

    DelimitedRows(Reader text, char delimiter) throws IOException {
        this.text = new Bounded(text);
        CSVFormat format = CSVFormat.RFC4180
                .builder()
                .setDelimiter(delimiter)
                .setIgnoreEmptyLines(false)
                .setTrailingData(true)
                .get();
        parser = CSVParser.builder().setReader(this.text).setFormat(format).get();
        records = parser.iterator();
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        text.beginRow();
        long line = lastLine + 1;
        try {
            if (!records.hasNext()) {
                return null;
            }
            CSVRecord next = records.next();
            lastLine = parser.getCurrentLineNumber();
            List<String> cells = new ArrayList<>(next.size());
            for (String cell : next) {
                cells.add(stripped(cell));
            }
            return RawRow.ofTable(line, "", cells);
        } catch (UncheckedIOException e) {
            throw unreadable(line, Objects.requireNonNull(e.getCause()));
        }
    }

    @Override
    public boolean endsOpen() {
        // A quote that is closed ends a cell.
        return text.ended && text.last != '\n' && text.last != '\r' && text.last != '"';
    }

    private static IOException unreadable(long line, IOException cause) throws IOException {
        if (cause instanceof CharacterCodingException) {
            throw new UnreadableFileException(
                    "From line " + line + " on the file is not UTF-8: save it as UTF-8", cause);
        }
        if (cause instanceof TooLongException) {
            throw new UnreadableFileException(
                    "The row in line " + line + " does not end: is a quote missing there?", cause);
        }
        if (cause instanceof CSVException) {
            throw new UnreadableFileException(
                    "The row in line " + line + " cannot be split into cells: is a quote missing there?", cause);
        }
        return cause;
    }

    /** Without white space at its ends, that which does not break a line included, and without a byte order mark. */
    private static String stripped(String cell) {
        int from = 0;
        int to = cell.length();
        while (from < to && isSpace(cell.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(cell.charAt(to - 1))) {
            to--;
        }
        return cell.substring(from, to);
    }

    private static boolean isSpace(char character) {
        return character <= ' ' || character == '\ufeff' || Character.isSpaceChar(character);
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }

    private static final class TooLongException extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Fails where one row takes too many characters. */
    private static final class Bounded extends Reader {

        private final Reader text;
        private long left;
        private boolean ended;
        private char last = '\n';

        Bounded(Reader text) {
            this.text = text;
        }

        void beginRow() {
            left = MOST_CHARACTERS;
        }

        @Override
        public int read(char[] characters, int from, int length) throws IOException {
            if (left <= 0) {
                throw new TooLongException();
            }
            int count = text.read(characters, from, length);
            if (count < 0) {
                ended = true;
            } else if (count > 0) {
                last = characters[from + count - 1];
            }
            left -= count;
            return count;
        }

        @Override
        public void close() throws IOException {
            text.close();
        }
    }
}
