package io.trakkit.cli.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.cli.Trakkit;
import io.trakkit.cli.program.ExitCode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The export of a broker that is larger than memory. */
class LargeFileTest {

    private static final int ROWS = 105_000;
    private static final int ROWS_OF_A_DAY = 100;
    private static final String NOTES = "what a person wrote about this trade, ".repeat(275);
    private static final String HEADER =
            "Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Total,Currency (Total)\n";

    @TempDir
    private Path folder = Path.of("");

    /** 105,000 rows of about 10,500 bytes; as an archive, so that the disk holds only some megabytes. */
    @Test
    void aFileOfAGigabyteIsReadInABoundedHeap() throws IOException, InterruptedException {
        Path file = folder.resolve("history.csv.gz");
        assertThat(write(file)).isGreaterThan(1L << 30);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Trakkit.class.getName(),
                        "import",
                        file.toString(),
                        "--dry-run")
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        boolean ended = process.waitFor(10, TimeUnit.MINUTES);
        process.destroyForcibly();

        assertThat(ended).isTrue();
        assertThat(process.exitValue()).as(Files.readString(err)).isEqualTo(ExitCode.DONE);
        // 1,050 days of 100 rows.
        assertThat(Files.readAllLines(out))
                .startsWith("Trading 212: 2022-01-01 to 2024-11-15")
                .contains("Cash in all: -1050000 GBP", "Tickers: BA")
                .endsWith("105,000 records, 0 skipped, 0 wrong. Nothing was stored");
        assertThat(Files.readAllLines(err))
                .allSatisfy(line -> assertThat(line).matches("[0-9]{1,3} % read, [0-9,]+ rows"));
    }

    private static long write(Path file) throws IOException {
        long bytes = 0;
        try (OutputStream gzip = new Fast(Files.newOutputStream(file));
                OutputStream out = new BufferedOutputStream(gzip, 64 * 1024)) {
            out.write(HEADER.getBytes(StandardCharsets.UTF_8));
            LocalDate first = LocalDate.of(2022, 1, 1);
            for (int i = 0; i < ROWS; i++) {
                String row =
                        "Market buy," + first.plusDays(i / ROWS_OF_A_DAY) + " 09:15:00,GB0002634946,BA,BAE Systems,\""
                                + NOTES + "\",EOF" + i + ",1,10.00,GBP,10.00,GBP\n";
                byte[] encoded = row.getBytes(StandardCharsets.UTF_8);
                out.write(encoded);
                bytes += encoded.length;
            }
        }
        return bytes;
    }

    private static final class Fast extends GZIPOutputStream {

        Fast(OutputStream out) throws IOException {
            super(out, 64 * 1024);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    @Test
    void progressIsShownWhileAFileIsRead() throws IOException {
        CountDownLatch shown = new CountDownLatch(1);
        StringBuilder text = new StringBuilder();
        Writer writer = new Writer() {

            @Override
            public void write(char[] characters, int from, int length) {
                synchronized (text) {
                    text.append(characters, from, length);
                    if (text.indexOf("\n") > 0) {
                        shown.countDown();
                    }
                }
            }

            @Override
            public void flush() {
                // It keeps nothing.
            }

            @Override
            public void close() {
                // As with flush.
            }
        };

        new ProgressLine(new PrintWriter(writer, true), () -> "40 % read", () -> 40, false, Duration.ofMillis(1))
                .follow(() -> assertThat(awaited(shown)).isTrue());

        assertThat(text.toString()).contains("40 % read");
    }

    private static boolean awaited(CountDownLatch shown) {
        try {
            return shown.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
