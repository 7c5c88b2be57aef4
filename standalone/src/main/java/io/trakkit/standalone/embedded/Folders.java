package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Creates folders completely or not at all, and deletes them. */
final class Folders {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");
    private static final Duration DELETION_LIMIT = Duration.ofSeconds(10);

    private Folders() {}

    /** Fills an empty folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /** Whether the process runs as root, which ignores permissions and leaves files that other users cannot read. */
    static boolean startedByRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    static void createForOwnerOnly(Path folder) throws IOException {
        Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    }

    /**
     * Creates a missing folder: fills a temporary one next to it and renames that one when it is complete. A killed process
     * can therefore leave only a temporary folder, which the next call deletes.
     */
    static Path makeWhole(Path parent, String name, Filling filling) throws IOException {
        String unfinished = name + ".unfinished-";
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(parent, unfinished + "*")) {
            for (Path leftover : leftovers) {
                delete(leftover);
            }
        }
        Path folder = parent.resolve(name);
        if (!Files.exists(folder)) {
            Path beside = Files.createTempDirectory(parent, unfinished);
            filling.fill(beside);
            Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
            force(parent);
        }
        return folder;
    }

    /** Waits until the names in the folder are on disk. */
    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Deletes a file or a whole folder if it exists. A link is deleted, not followed. */
    static void delete(Path path) throws IOException {
        Instant limit = Instant.now().plus(DELETION_LIMIT);
        while (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            try {
                Files.walkFileTree(path, new Deletion());
            } catch (DirectoryNotEmptyException e) {
                // A program that kill -9 has orphaned still writes here; without its files it ends soon.
                if (Instant.now().isAfter(limit)) {
                    throw e;
                }
            }
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
