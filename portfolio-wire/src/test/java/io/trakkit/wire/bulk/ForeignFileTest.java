package io.trakkit.wire.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.wire.http.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Files of another kind are recognised before each of their lines becomes an error. */
class ForeignFileTest {

    @Test
    void aFileOfAnotherKindIsNamed() {
        assertNamed("", "The file is empty");
        assertNamed(
                "\u001f\u008b\b\u0000",
                "The file is compressed (gzip): unpack it, or send it with Content-Encoding: gzip");
        assertNamed("PK\u0003\u0004xxxx[Content_Types].xml", "The file is an Excel workbook; save it as CSV");
        assertNamed("PK\u0003\u0004xxxx_rels/.rels", "The file is an Excel workbook; save it as CSV");
        assertNamed("PK\u0003\u0004xxxxtrades.csv", "The file is a ZIP archive: unpack it");
        assertNamed("\u00d0\u00cf\u0011\u00e0", "The file is an Excel workbook; save it as CSV");
        assertNamed("\u00ff\u00fer\u0000", "The file is in UTF-16; save it in UTF-8");
        assertNamed("\u00fe\u00ff\u0000r", "The file is in UTF-16; save it in UTF-8");
        assertNamed("r\u0000e\u0000f\u0000", "The file is in UTF-16 or UTF-32; save it in UTF-8");
        assertNamed("\u0000\u0000\u0000[", "The file is in UTF-16 or UTF-32; save it in UTF-8");
        assertNamed("PK\u0003\u0004xxxxdocProps/app.xml", "The file is an Excel workbook; save it as CSV");
        assertNamed(
                "PK\u0003\u0004mimetypeapplication/vnd.oasis.opendocument.spreadsheet",
                "The file is an OpenDocument spreadsheet; save it as CSV");
        assertNamed("%PDF-1.7", "The file is a PDF document; export the trades as CSV");
    }

    private static void assertNamed(String start, String detail) {
        for (BodyFormat format : BodyFormat.values()) {
            assertThatThrownBy(() -> ForeignFile.refuse(body(start), format))
                    .isInstanceOf(ProblemException.class)
                    .hasMessage(detail);
        }
    }

    @Test
    void whatIsNotCsvIsNamedForCsvOnly() throws IOException {
        assertThatThrownBy(() -> ForeignFile.refuse(body("<table>"), BodyFormat.CSV))
                .hasMessage("The file is XML or HTML, not CSV");
        assertThatThrownBy(() -> ForeignFile.refuse(body("[{}]"), BodyFormat.CSV))
                .hasMessageStartingWith("The file is JSON, not CSV");
        ForeignFile.refuse(body("<table>"), BodyFormat.NDJSON);
    }

    @Test
    void linesThatEndWithCrOnlyAreNamed() throws IOException {
        for (BodyFormat format : new BodyFormat[] {BodyFormat.CSV, BodyFormat.NDJSON}) {
            assertThatThrownBy(() -> ForeignFile.refuse(body("a,b\r1,2\r"), format))
                    .hasMessage("The lines end with CR only; save the file with LF or CRLF");
            ForeignFile.refuse(body("a,b\r\n1,2\r\n"), format);
            ForeignFile.refuse(body("a,b\r"), format);
        }
        ForeignFile.refuse(body("[\r1]"), BodyFormat.JSON_ARRAY);
    }

    @Test
    void aTableOfTradesIsNoJson() throws IOException {
        for (BodyFormat format : new BodyFormat[] {BodyFormat.JSON_ARRAY, BodyFormat.NDJSON}) {
            assertThatThrownBy(() -> ForeignFile.refuse(body("ref_id;ticker;volume\n"), format))
                    .hasMessageStartingWith("The file looks like CSV; say --format csv");
            ForeignFile.refuse(body("ref_id,ticker"), format);
        }
    }

    @Test
    void nothingIsReadOfAFileThatIsNotForeign() throws IOException {
        Body body = body("PKxref_id");

        ForeignFile.refuse(body, BodyFormat.CSV);

        assertThat(body.next()).isEqualTo('P');
    }

    /** A byte per character. */
    private static Body body(String bytes) {
        return new Body(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
