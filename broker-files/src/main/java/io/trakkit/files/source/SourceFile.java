package io.trakkit.files.source;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * A file whose kind is known. Its start can be looked at in several ways before its rows are read, once. For one thread.
 */
public final class SourceFile implements Closeable {

    /** Within these characters are title lines and header. */
    private static final int LOOK_AHEAD = 128 * 1024;

    /** Below this row no header is looked for. */
    private static final int FIRST_ROWS = 60;

    private static final String DELIMITERS = ",;\t|";

    private final SourceKind kind;
    private final @Nullable Reader text;
    private final String start;
    private final @Nullable WorkbookRows workbook;
    private final List<RawRow> workbookStart;

    private SourceFile(SourceKind kind, Reader text, String start) {
        this.kind = kind;
        this.text = text;
        this.start = start;
        workbook = null;
        workbookStart = List.of();
    }

    private SourceFile(WorkbookRows workbook) throws IOException {
        kind = SourceKind.TABLE;
        text = null;
        start = "";
        this.workbook = workbook;
        // Of each sheet: the one that is known can come after a long one that is not.
        workbookStart = workbook.firstRows(FIRST_ROWS);
        if (workbookStart.isEmpty()) {
            throw new UnreadableFileException("The workbook is empty");
        }
    }

    /**
     * Looks at the start of a file.
     *
     * @throws UnreadableFileException if it is empty, or of a kind that cannot be read
     */
    public static SourceFile open(InputStream in) throws IOException {
        try {
            return opened(Unpacked.of(in));
        } catch (ZipException | EOFException e) {
            throw UnreadableFileException.archive(e);
        }
    }

    private static SourceFile opened(BufferedInputStream bytes) throws IOException {
        if (Unpacked.isWorkbook(bytes)) {
            return ofWorkbook(new WorkbookRows(bytes));
        }
        Charset charset = TextEncoding.of(Unpacked.ahead(bytes, Unpacked.LOOK_AHEAD));
        Reader text = new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        String start = start(text);
        String plain = start.stripLeading();
        if (plain.isEmpty()) {
            throw new UnreadableFileException("The file is empty");
        }
        return new SourceFile(kind(plain), text, start);
    }

    private static SourceFile ofWorkbook(WorkbookRows workbook) throws IOException {
        try {
            return new SourceFile(workbook);
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    private static String start(Reader text) throws IOException {
        char[] characters = new char[LOOK_AHEAD];
        int length = 0;
        int count;
        while (length < LOOK_AHEAD && (count = text.read(characters, length, LOOK_AHEAD - length)) > 0) {
            length += count;
        }
        String start = new String(characters, 0, length);
        return start.startsWith("\ufeff") ? start.substring(1) : start;
    }

    private static SourceKind kind(String start) {
        if (start.startsWith("{") || start.startsWith("[")) {
            return SourceKind.JSON;
        }
        if (!start.startsWith("<")) {
            return SourceKind.TABLE;
        }
        String lower = start.substring(0, Math.min(start.length(), 1024)).toLowerCase(Locale.ROOT);
        if (lower.contains("<html") || lower.contains("<!doctype html") || lower.contains("<table")) {
            throw new UnreadableFileException("The file is a web page (HTML): export the transactions as CSV");
        }
        return SourceKind.XML;
    }

    public SourceKind kind() {
        return kind;
    }

    /** The first characters of a text; empty for a workbook. */
    public String start() {
        return start;
    }

    /** How a table can be split into cells: each usual delimiter of a text, tried one after the other. */
    public List<Character> delimiters() {
        if (workbook != null) {
            return List.of(',');
        }
        List<Character> delimiters = new ArrayList<>();
        DELIMITERS.chars().forEach(character -> delimiters.add((char) character));
        return delimiters;
    }

    /** The first rows of a table, split that way; those up to a mistake. */
    public List<RawRow> firstRows(char delimiter) throws IOException {
        if (workbook != null) {
            return workbookStart;
        }
        return startRows(delimiter, FIRST_ROWS);
    }

    /** All whole rows of a table that are looked at before it is read, split that way. */
    public List<RawRow> startRows(char delimiter) throws IOException {
        if (workbook != null) {
            return workbookStart;
        }
        List<RawRow> rows = startRows(delimiter, Integer.MAX_VALUE);
        boolean isCut = start.length() >= LOOK_AHEAD && !rows.isEmpty();
        return isCut ? rows.subList(0, rows.size() - 1) : rows;
    }

    private List<RawRow> startRows(char delimiter, int most) throws IOException {
        List<RawRow> rows = new ArrayList<>();
        try (RawRows first = new DelimitedRows(new StringReader(start), delimiter)) {
            RawRow row;
            while (rows.size() < most && (row = first.next()) != null) {
                rows.add(row);
            }
        } catch (UnreadableFileException _) {
            return rows;
        }
        return rows;
    }

    /** All rows of a table, split that way. */
    public RawRows rows(char delimiter) throws IOException {
        return workbook == null ? new DelimitedRows(all(), delimiter) : workbook;
    }

    /** The objects of a JSON document, or the elements of an XML document. */
    public RawRows objects() {
        return kind == SourceKind.JSON ? new JsonRows(all()) : new XmlRows(all());
    }

    /** The first objects of a document; those up to a mistake. */
    public List<RawRow> firstObjects() throws IOException {
        List<RawRow> rows = new ArrayList<>();
        try (RawRows first = kind == SourceKind.JSON
                ? new JsonRows(new StringReader(start))
                : new XmlRows(new StringReader(start))) {
            RawRow row;
            while (rows.size() < FIRST_ROWS && (row = first.next()) != null) {
                rows.add(row);
            }
        } catch (UnreadableFileException _) {
            return rows;
        }
        return rows;
    }

    private Reader all() {
        Reader rest = text == null ? Reader.nullReader() : text;
        return new Joined(new StringReader(start), rest);
    }

    @Override
    public void close() throws IOException {
        if (text != null) {
            text.close();
        }
        if (workbook != null) {
            workbook.close();
        }
    }

    /** One text after the other. */
    private static final class Joined extends Reader {

        private final Reader first;
        private final Reader second;

        Joined(Reader first, Reader second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public int read(char[] characters, int from, int length) throws IOException {
            int count = first.read(characters, from, length);
            return count < 0 ? second.read(characters, from, length) : count;
        }

        @Override
        public void close() throws IOException {
            second.close();
        }
    }
}
