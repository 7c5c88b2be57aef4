package io.trakkit.cli.imports;

import io.trakkit.cli.program.CommandException;
import io.trakkit.files.FileRefusedException;
import io.trakkit.wire.bulk.BodyFormat;
import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.bulk.Records;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** A file of trades, read by the readers of a bulk request, or by a preset. Gzip is recognised by its first bytes. */
final class TradeFile {

    private static final int BUFFER = 64 * 1024;
    private static final int GZIP_1 = 0x1f;
    private static final int GZIP_2 = 0x8b;

    private final Path file;
    private final ImportFormat format;
    private final long size;
    private final AtomicLong read = new AtomicLong();

    TradeFile(Path file, ImportFormat format) throws IOException {
        this.file = file;
        this.format = format;
        size = Files.size(file);
    }

    /** One reading of the file. */
    final class Reading implements AutoCloseable {

        private final InputStream in;
        private final Records records;
        private long line;
        private boolean ended;

        private Reading(InputStream in) throws IOException {
            this.in = in;
            records = format.read(in);
        }

        /** The next record; null at the end. From a place where it cannot be unpacked, the file is broken. */
        @Nullable
        NextRecord next() throws IOException {
            if (ended) {
                return null;
            }
            try {
                NextRecord nextRecord = records.next();
                line = nextRecord == null ? line : nextRecord.line();
                return nextRecord;
            } catch (EOFException | ZipException e) {
                ended = true;
                return new NextRecord.Broken(line + 1, message(e));
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /**
     * Begins to read from the start.
     *
     * @throws CommandException if the start of the file does not have the format
     */
    Reading open() throws IOException {
        read.set(0);
        InputStream in = new BufferedInputStream(new Counted(Files.newInputStream(file)), BUFFER);
        try {
            return new Reading(unpacked(in));
        } catch (ProblemException e) {
            in.close();
            throw CommandException.failed(withoutHttp(e.detail()));
        } catch (FileRefusedException e) {
            in.close();
            throw CommandException.failed(String.valueOf(e.getMessage()));
        } catch (EOFException | ZipException e) {
            in.close();
            throw CommandException.failed(message(e));
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputStream unpacked(InputStream in) throws IOException {
        in.mark(2);
        boolean compressed = in.read() == GZIP_1 && in.read() == GZIP_2;
        in.reset();
        return compressed ? new Gzip(in) : in;
    }

    private static String message(IOException e) {
        return e instanceof EOFException
                ? "The gzip file ends too early"
                : "The gzip file is damaged: " + e.getMessage();
    }

    /** The message without the advice for HTTP callers. */
    private static String withoutHttp(String detail) {
        return detail.replaceAll(Pattern.quote(BodyFormat.IN_HTTP) + "[^)]*\\)", "");
    }

    /** Rejects bytes after the end of the gzip data, which its parent ignores. Zeros are allowed: they pad a block. */
    private static final class Gzip extends GZIPInputStream {

        private static final int TRAILER = 8;

        private Gzip(InputStream in) throws IOException {
            super(in, BUFFER);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            if (count < 0) {
                for (int i = len - inf.getRemaining() + TRAILER; i < len; i++) {
                    if (buf[i] != 0) {
                        throw new ZipException("other bytes follow its end");
                    }
                }
            }
            return count;
        }
    }

    /** The share of the file that has been read, from 0 to 100. */
    int percent() {
        return (int) (100 * read.get() / Math.max(1, size));
    }

    private final class Counted extends FilterInputStream {

        private Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            read.addAndGet(Math.max(0, count));
            return count;
        }
    }
}
