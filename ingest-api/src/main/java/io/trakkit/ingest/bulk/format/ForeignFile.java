package io.trakkit.ingest.bulk.format;

import io.trakkit.wire.http.Problem;
import io.trakkit.wire.http.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Recognises by its first bytes a file of another kind, of which every single line would be an error. */
final class ForeignFile {

    /** Within these bytes a ZIP archive names its first entry. */
    private static final int FIRST_ENTRY = 128;

    private ForeignFile() {}

    /** @throws ProblemException if the body is empty or of another kind; it says which */
    static void refuse(Body body, BodyFormat format) throws IOException {
        String refusal = refusal(body, format);
        if (refusal != null) {
            throw ProblemException.of(Problem.MALFORMED, refusal);
        }
    }

    private static @Nullable String refusal(Body body, BodyFormat format) throws IOException {
        if (body.isAtEnd()) {
            return "The file is empty";
        }
        if (body.startsWith(0x1f, 0x8b)) {
            return "The file is compressed (gzip): unpack it, or send it with Content-Encoding: gzip";
        }
        if (body.startsWith('P', 'K', 3, 4)) {
            String start = new String(body.ahead(FIRST_ENTRY), StandardCharsets.ISO_8859_1);
            boolean workbook = start.contains("[Content_Types]") || start.contains("_rels/") || start.contains("xl/");
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
        if (format == BodyFormat.CSV) {
            return notCsv(body);
        }
        return null;
    }

    private static @Nullable String notCsv(Body body) throws IOException {
        if (body.startsWith('<')) {
            return "The file is XML or HTML, not CSV";
        }
        if (body.startsWith('{') || body.startsWith('[')) {
            return "The file is JSON, not CSV; send it as application/json, or with one object per line as"
                    + " application/x-ndjson";
        }
        return null;
    }
}
