package io.trakkit.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.cli.program.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code import --dry-run} says of a file; it needs no server. */
class DryRunTest {

    private static final String HEADER =
            "symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time\n";
    private static final String BUY =
            "INFY,INE009A01021,2025-04-01,NSE,EQ,EQ,buy,false,10,1500,70011,11,2025-04-01T09:20:11\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder = Path.of("");

    private int run(String name, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve(name), content);
        return Trakkit.program()
                .run(new PrintWriter(out, true), new PrintWriter(err, true), "import", file.toString(), "--dry-run");
    }

    private int run(String content) throws IOException {
        return run("export.csv", content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void encodingsAreRecognised() throws IOException {
        for (String charset : new String[] {"UTF-8", "UTF-16LE", "UTF-16", "windows-1252"}) {
            out.getBuffer().setLength(0);

            assertThat(run("export.csv", (HEADER + BUY).getBytes(Charset.forName(charset))))
                    .as(charset)
                    .isEqualTo(ExitCode.DONE);
            assertThat(out.toString()).endsWith("1 record, 0 skipped, 0 wrong. Nothing was stored\n");
        }
    }

    @Test
    void anArchiveOfTwoFilesIsRefused() throws IOException {
        Path zip = folder.resolve("export.zip");
        try (ZipOutputStream archive = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (String name : new String[] {"a.csv", "b.csv"}) {
                archive.putNextEntry(new ZipEntry(name));
                archive.write((HEADER + BUY).getBytes(StandardCharsets.UTF_8));
            }
        }

        assertThat(run("copy.zip", Files.readAllBytes(zip))).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .isEqualTo("trakkit: The ZIP archive has several files (a.csv, b.csv): unpack it, and import one\n");
    }

    @Test
    void aChangedHeaderIsRefusedWithWhatChanged() throws IOException {
        assertThat(run(HEADER.replace("quantity", "units") + BUY)).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .startsWith(
                        "trakkit: The header (line 1) is nearest to that of Zerodha (tradebook), but lacks the column"
                                + " \"quantity\"; it has, which the preset does not know, the column \"units\".");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aFileThatBreaksOffFails() throws IOException {
        assertThat(run(HEADER + BUY + BUY.replace("INFY", "\"INFY").replace("2025-04-01", "2025-04-02")))
                .isEqualTo(ExitCode.FAILED);
        assertThat(out.toString())
                .contains("The row in line 3 cannot be split into cells: is a quote missing there?")
                .endsWith("0 records, 0 skipped, 0 wrong. Nothing was stored\n");
    }

    @Test
    void aCellCannotSteerTheTerminal() throws IOException {
        assertThat(run(HEADER + BUY.replace(",buy,", ",b\u001b[31muy,"))).isEqualTo(ExitCode.SOME_DO_NOT_COUNT);
        assertThat(out.toString()).doesNotContain("\u001b").contains("b\\u001b[31muy");
    }
}
