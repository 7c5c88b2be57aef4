package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.ExitStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A file system of a few gigabytes, in memory, that can be filled to the brim. */
public final class SmallDisk implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String SIZE = "4g";
    private static final byte[] BLOCK = new byte[64 * 1024];

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounts one on a folder; nothing where this user may not. */
    static Optional<SmallDisk> mounted(Path folder) throws IOException {
        Files.createDirectories(folder);
        String options = "size=" + SIZE + ",mode=0700";
        boolean mounted = succeeds("mount", "-t", "tmpfs", "-o", options, "tmpfs", folder.toString());
        return mounted ? Optional.of(new SmallDisk(folder)) : Optional.empty();
    }

    private static boolean succeeds(String... command) throws IOException {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().transferTo(OutputStream.nullOutputStream());
            return ExitStatus.of(process, LIMIT) == 0;
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("Cannot run program")) {
                return false;
            }
            throw e;
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    /** Leaves no byte free. */
    public void fill() {
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (true) {
                out.write(BLOCK);
            }
        } catch (IOException _) {
            // No space is left, as it should be.
        }
    }

    /** Makes room again. */
    public void clear() {
        try {
            Files.deleteIfExists(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Unmounts it; what is on it is gone. */
    @Override
    public void close() {
        try {
            if (!succeeds("umount", "--lazy", folder.toString())) {
                throw new IllegalStateException(folder + " can't be unmounted");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
