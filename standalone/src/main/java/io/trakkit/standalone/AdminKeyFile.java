package io.trakkit.standalone;

import io.trakkit.worker.admin.FirstKey;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

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
        try {
            var _ = firstKey.writeIfMissing(file, LABEL);
        } catch (IOException e) {
            throw new StartException(
                    "Cannot write the key of the administrator to " + file + ": " + e
                            + ". No key was created: make the folder writable, and start again",
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
