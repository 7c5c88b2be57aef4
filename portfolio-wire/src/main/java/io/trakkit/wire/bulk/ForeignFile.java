package io.trakkit.wire.bulk;

import io.trakkit.wire.http.problem.Problem;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises a file of another kind by its first bytes. */
final class ForeignFile {

    /** Within these bytes a ZIP archive names its first entry. */
    private static final int FIRST_ENTRY = 128;

    private static final List<String> WORKBOOK_ENTRIES = List.of("[Content_Types]", "_rels/", "docProps/", "xl/");

    /** The first bytes to look at: in UTF-16 or UTF-32, half or more of them are zero. */
    private static final int FIRST_CHARACTERS = 128;

    private static final Pattern CR_INSIDE = Pattern.compile("\\r+[^\\r]");

    private ForeignFile() {}

    /** @throws ProblemException if the body is empty or of another kind; it says which */
    static void refuse(Body body, BodyFormat format) throws IOException {
        String kind = kind(body);
        String refusal = kind == null ? refusal(body, format) : kind;
        if (refusal != null) {
            throw ProblemException.of(Problem.MALFORMED, refusal);
        }
    }

    /** Why no format accepts the file, as a sentence; null if it is not a known kind of file. */
    static @Nullable String kind(Body body) throws IOException {
        if (body.isAtEnd()) {
            return "The file is empty";
        }
        if (body.startsWith(0x1f, 0x8b)) {
            return "The file is compressed (gzip): unpack it, or send it with Content-Encoding: gzip";
        }
        if (body.startsWith('P', 'K', 3, 4)) {
            String start = new String(body.ahead(FIRST_ENTRY), StandardCharsets.ISO_8859_1);
            if (start.contains("opendocument.spreadsheet")) {
                return "The file is an OpenDocument spreadsheet; save it as CSV";
            }
            boolean workbook = WORKBOOK_ENTRIES.stream().anyMatch(start::contains);
            return workbook ? "The file is an Excel workbook; save it as CSV" : "The file is a ZIP archive: unpack it";
        }
        if (body.startsWith(0xd0, 0xcf, 0x11, 0xe0)) {
            return "The file is an Excel workbook; save it as CSV";
        }
        if (body.startsWith(0xff, 0xfe) || body.startsWith(0xfe, 0xff)) {
            return "The file is in UTF-16; save it in UTF-8";
        }
        if (body.startsWith('%', 'P', 'D', 'F')) {
            return "The file is a PDF document; export the trades as CSV";
        }
        return isWide(body.buffered(FIRST_CHARACTERS)) ? "The file is in UTF-16 or UTF-32; save it in UTF-8" : null;
    }

    /** A quarter leaves room for what is not English; a record with a zero or two is wrong by itself, and harms no other. */
    private static boolean isWide(String start) {
        long zeros = start.chars().filter(character -> character == 0).count();
        return zeros * 4 > start.length();
    }

    private static @Nullable String refusal(Body body, BodyFormat format) throws IOException {
        String start = body.buffered(Body.MAX_RECORD);
        if (format != BodyFormat.JSON_ARRAY
                && start.indexOf('\n') < 0
                && CR_INSIDE.matcher(start).find()) {
            return "The lines end with CR only; save the file with LF or CRLF";
        }
        if (format == BodyFormat.CSV) {
            return notCsv(body);
        }
        return !start.startsWith("{") && !start.startsWith("[") && CsvHeader.isLikely(start)
                ? "The file looks like CSV; say --format csv" + CsvHeader.inHttp("Content-Type: text/csv")
                : null;
    }

    private static @Nullable String notCsv(Body body) throws IOException {
        if (body.startsWith('<')) {
            return "The file is XML or HTML, not CSV";
        }
        if (body.startsWith('{') || body.startsWith('[')) {
            return "The file is JSON, not CSV; say --format json, or with one object per line --format ndjson"
                    + CsvHeader.inHttp("Content-Type: application/json or application/x-ndjson");
        }
        return null;
    }
}
