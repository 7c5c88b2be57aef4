package io.trakkit.standalone;

import io.trakkit.worker.admin.FirstKey;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;

/** The file {@code admin.key} in the data folder: the first key of an administrator. Only the owner can read it. */
final class AdminKeyFile {

    private static final String NAME = "admin.key";
    private static final String LABEL = "trakkit up --auth";
    private static final int USUAL_PORT = 8080;

    private final Path file;

    /** @param data the data folder */
    AdminKeyFile(Path data) {
        this.file = data.toAbsolutePath().normalize().resolve(NAME);
    }

    /**
     * Creates a key and the file if there is no live key of an administrator.
     *
     * @throws StartException if the file cannot be written
     */
    void createIfMissing(FirstKey firstKey) {
        Optional<String> key = firstKey.createIfMissing(LABEL);
        if (key.isPresent()) {
            write(key.get());
        }
    }

    private void write(String key) {
        try {
            // The file of data that was deleted; another mode of it would stay.
            Files.deleteIfExists(file);
            try (FileChannel channel = FileChannel.open(
                    file,
                    EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer content = ByteBuffer.wrap((key + "\n").getBytes(StandardCharsets.US_ASCII));
                while (content.hasRemaining()) {
                    channel.write(content);
                }
                channel.force(true);
            }
        } catch (IOException e) {
            throw new StartException(
                    "Cannot write the key of the administrator to " + file + ": " + e
                            + ". Start without --auth, and create a key with './trakkit keys create --scope ops,admin'",
                    e);
        }
    }

    /** How to use the key, for the person at the terminal, without the key. */
    String howToUse(URI address) {
        if (!Files.exists(file)) {
            return "Every call needs a key. Administrators have one, so none was created. If it is lost, start without"
                    + " --auth and run\n  ./trakkit keys create --scope ops,admin";
        }
        String port = address.getPort() == USUAL_PORT ? "" : "  export TRAKKIT_OPS_URL=" + address + "\n";
        return """
                Every call needs a key. The administrator's is in %1$s; use it in another terminal:
                  export TRAKKIT_KEY_FILE=%2$s
                %3$s  ./trakkit clients create acme --name Acme
                  (umask 077; echo "Authorization: Bearer $(./trakkit keys create --client acme --scope read,write)" > acme.header)
                  curl -H @acme.header %4$s/api/v1/portfolio/""".formatted(file, quoted(file.toString()), port, address);
    }

    /** As one word of a shell. */
    private static String quoted(String text) {
        return text.matches("[A-Za-z0-9/._-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
