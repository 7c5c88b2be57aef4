package io.trakkit.standalone.embedded;

import io.zonky.test.db.postgres.util.ArchUtils;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The programs of PostgreSQL ({@code initdb}, {@code pg_ctl}, {@code postgres}), unpacked once for each user and version
 * from zonky's archive on the class path.
 */
final class PostgresPrograms {

    private static final int OWNER_MAY_EXECUTE = 0100;

    /** Longer than {@code pg_ctl} waits for the server. */
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String ROOT_HINT = """

            Started by root, PostgreSQL works as a root without privileges (`unshare --user`): its data have to lie in a
            folder of root's, below folders that everybody may enter. Or start trakkit as an ordinary user.""";

    private final Path bin;

    private PostgresPrograms(Path bin) {
        this.bin = bin;
    }

    /** Unpacks the programs below the folder, unless it has them already. */
    static synchronized PostgresPrograms below(Path cache) throws IOException {
        Folders.createForOwnerOnly(cache);
        // Another trakkit of the same user may be unpacking them now.
        try (FileChannel channel = FileChannel.open(
                cache.resolve("unpacking.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Path home = Folders.makeWhole(cache, "postgresql-" + digestOfArchive(), PostgresPrograms::unpackInto);
            return new PostgresPrograms(home.resolve("bin"));
        }
    }

    /** Finds the archive by its name: zonky's resolver runs a script from a temporary folder and leaves it there if killed. */
    private static InputStream archive() {
        String system = System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
        String name = "postgres-%s-%s.txz".formatted(system, ArchUtils.normalize(System.getProperty("os.arch")));
        InputStream archive = PostgresPrograms.class.getClassLoader().getResourceAsStream(name);
        if (archive == null) {
            throw new EmbeddedServerException(
                    "%s is missing: this trakkit was built for another platform. Build it on this one."
                            .formatted(name));
        }
        return archive;
    }

    private static String digestOfArchive() throws IOException {
        try (var archive = new DigestInputStream(archive(), MessageDigest.getInstance("SHA-256"))) {
            archive.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(archive.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void unpackInto(Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(
                new BufferedInputStream(new XZCompressorInputStream(new BufferedInputStream(archive()))))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = folder.resolve(entry.getName());
                Files.createDirectories(entry.isDirectory() ? path : path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isFile()) {
                    Files.copy(tar, path);
                    boolean executable = (entry.getMode() & OWNER_MAY_EXECUTE) != 0;
                    Files.setPosixFilePermissions(
                            path, PosixFilePermissions.fromString(executable ? "rwx------" : "rw-------"));
                }
            }
        }
    }

    /**
     * Runs a program to its end.
     *
     * @throws EmbeddedServerException with its whole output, if it ends with an error
     */
    void run(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (Folders.startedByRoot()) {
            // PostgreSQL refuses to run as root. In a separate user namespace it runs as nobody and still owns root's
            // files.
            command.addAll(List.of("unshare", "--user"));
        }
        command.add(bin.resolve(program).toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = ExitStatus.of(process, LIMIT);
            if (status != 0) {
                throw failure(program, output.strip(), null);
            }
        } catch (IOException e) {
            throw failure(program, e.toString(), e);
        }
    }

    private static EmbeddedServerException failure(String program, String output, @Nullable Throwable cause) {
        String hint = Folders.startedByRoot() ? ROOT_HINT : "";
        return new EmbeddedServerException("PostgreSQL's %s failed: %s%s".formatted(program, output, hint), cause);
    }
}
