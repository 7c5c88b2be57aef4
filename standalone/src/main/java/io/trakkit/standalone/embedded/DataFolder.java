package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder that {@code --data} names, held by one process at a time:
 *
 * <pre>
 * trakkit.pid    marks the folder as ours; locked while a process holds it, whose number it shows
 * postgresql/    see {@link EmbeddedDatabase}
 * kafka/         see {@link EmbeddedKafka}
 * redis/         see {@link EmbeddedRedis}
 * admin.key      the key of an administrator, made by {@code up --auth}
 * clearing       there only while {@link #clear} is at work
 * </pre>
 *
 * <p>The lock belongs to the process, so that a {@code kill -9} frees it.
 */
final class DataFolder implements AutoCloseable {

    private static final String MARKER = "trakkit.pid";
    private static final String CLEARING = "clearing";

    /** The file lock does not work within one process: closing a second channel to the file would release the first. */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path root;
    private final FileChannel marker;

    private DataFolder(Path root, FileChannel marker) {
        this.root = root;
        this.marker = marker;
    }

    /**
     * Creates the folder if it does not exist, and locks it.
     *
     * @throws EmbeddedServerException if another process holds it, or if it holds files but was not made by trakkit
     */
    static DataFolder open(Path path) {
        try {
            Folders.createForOwnerOnly(path);
            Path root = path.toRealPath();
            refuseForeign(root);
            DataFolder folder = hold(root);
            try {
                folder.finishClearing();
                return folder;
            } catch (IOException | RuntimeException e) {
                folder.close();
                throw e;
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("The data folder %s cannot be used: %s".formatted(path, e), e);
        }
    }

    private static void refuseForeign(Path root) throws IOException {
        Path marker = root.resolve(MARKER);
        if (Files.exists(marker)) {
            String owner = Files.getOwner(marker).getName();
            // Root can open a folder of another user, and would leave files that the user cannot read.
            if (Folders.startedByRoot() && !owner.equals("root")) {
                throw new EmbeddedServerException(
                        "The data folder %s belongs to %s. Start trakkit as that user, or name another folder."
                                .formatted(root, owner));
            }
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
            if (entries.iterator().hasNext()) {
                throw new EmbeddedServerException(
                        "The folder %s holds files that are not trakkit's; nothing in it was touched. Name an empty or a new one."
                                .formatted(root));
            }
        }
    }

    private static DataFolder hold(Path root) throws IOException {
        if (!HELD_HERE.add(root)) {
            throw inUse(root);
        }
        try {
            return new DataFolder(root, lockedMarker(root));
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(root);
            throw e;
        }
    }

    private static FileChannel lockedMarker(Path root) throws IOException {
        FileChannel marker =
                FileChannel.open(root.resolve(MARKER), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (marker.tryLock() == null) {
                throw inUse(root);
            }
            byte[] owner = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
            marker.truncate(0).write(ByteBuffer.wrap(owner));
            return marker;
        } catch (IOException | RuntimeException e) {
            marker.close();
            throw e;
        }
    }

    private static EmbeddedServerException inUse(Path root) throws IOException {
        String owner = Files.readString(root.resolve(MARKER)).strip();
        return new EmbeddedServerException(
                "The data folder %s is in use by process %s. Stop that one, or name another folder."
                        .formatted(root, owner));
    }

    /** The folder of PostgreSQL. */
    Path postgresql() {
        return root.resolve("postgresql");
    }

    /** The folder of Kafka. */
    Path kafka() {
        return root.resolve("kafka");
    }

    /** The folder of Redis. */
    Path redis() {
        return root.resolve("redis");
    }

    /**
     * Deletes the data of the servers, and nothing else in the folder. The servers must not be running. If the process ends
     * in between, the next opening of the folder finishes the deletion: otherwise a log without its read model could be left.
     */
    void clear() {
        try {
            Files.writeString(root.resolve(CLEARING), "");
            finishClearing();
        } catch (IOException e) {
            throw new EmbeddedServerException("The data folder %s cannot be cleared: %s".formatted(root, e), e);
        }
    }

    private void finishClearing() throws IOException {
        if (Files.exists(root.resolve(CLEARING))) {
            Folders.delete(kafka());
            Folders.delete(postgresql());
            Folders.delete(redis());
            Files.delete(root.resolve(CLEARING));
        }
    }

    /** Releases the folder. */
    @Override
    public void close() {
        try {
            marker.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(root);
        }
    }
}
