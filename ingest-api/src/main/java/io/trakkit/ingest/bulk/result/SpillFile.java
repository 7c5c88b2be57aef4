package io.trakkit.ingest.bulk.result;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A compressed queue of chunks in a temporary file. The file comes into being with the first piece and goes with the
 * process at the latest.
 */
public final class SpillFile implements AutoCloseable {

    private static final int HEAD = 2 * Integer.BYTES;

    private final Path folder;
    private final SpillSpace space;
    private final Runnable whenExhausted;
    private @Nullable FileChannel file;
    private long readAt;
    private long writeAt;

    /** @param whenExhausted run whenever a piece was added and there is no space for more */
    public SpillFile(Path folder, SpillSpace space, Runnable whenExhausted) {
        this.folder = folder;
        this.space = space;
        this.whenExhausted = whenExhausted;
    }

    /** Whether only errors are to be added. */
    public boolean isFull() {
        return space.isFull();
    }

    public boolean isEmpty() {
        return readAt == writeAt;
    }

    public void add(byte[] piece) {
        byte[] packed = packed(piece);
        ByteBuffer record = ByteBuffer.allocate(HEAD + packed.length)
                .putInt(packed.length)
                .putInt(piece.length)
                .put(packed)
                .flip();
        try {
            FileChannel channel = open();
            int length = record.remaining();
            while (record.hasRemaining()) {
                writeAt += channel.write(record, writeAt);
            }
            space.take(length);
            if (space.isExhausted()) {
                whenExhausted.run();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep results in " + folder, e);
        }
    }

    public byte[] remove() {
        try {
            FileChannel channel = open();
            ByteBuffer head = read(channel, HEAD);
            byte[] packed = read(channel, head.getInt()).array();
            byte[] piece = unpacked(packed, head.getInt());
            if (isEmpty()) {
                clear(channel);
            }
            return piece;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the results kept in " + folder, e);
        }
    }

    private FileChannel open() throws IOException {
        FileChannel channel = file;
        if (channel == null) {
            Path path = Files.createTempFile(folder, "trakkit-results-", ".tmp");
            channel = FileChannel.open(
                    path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
            file = channel;
        }
        return channel;
    }

    private ByteBuffer read(FileChannel channel, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            int read = channel.read(bytes, readAt);
            if (read < 0) {
                throw new IOException("the file ends too early");
            }
            readAt += read;
        }
        return bytes.flip();
    }

    private void clear(FileChannel channel) throws IOException {
        channel.truncate(0);
        space.giveBack(writeAt);
        readAt = 0;
        writeAt = 0;
    }

    private static byte[] packed(byte[] piece) {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(piece);
            deflater.finish();
            byte[] packed = new byte[piece.length + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == packed.length) {
                    packed = Arrays.copyOf(packed, 2 * length);
                }
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return Arrays.copyOf(packed, length);
        }
    }

    private static byte[] unpacked(byte[] packed, int length) throws IOException {
        try (Inflater inflater = new Inflater()) {
            inflater.setInput(packed);
            byte[] piece = new byte[length];
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(piece, done, length - done);
                if (more == 0) {
                    throw new IOException("the file ends too early");
                }
                done += more;
            }
            return piece;
        } catch (DataFormatException e) {
            throw new IOException("the file was changed", e);
        }
    }

    /** Throws away what is left. */
    @Override
    public void close() {
        FileChannel channel = file;
        file = null;
        space.giveBack(writeAt);
        readAt = 0;
        writeAt = 0;
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
