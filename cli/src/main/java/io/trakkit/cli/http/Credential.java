package io.trakkit.cli.http;

import io.trakkit.cli.program.CommandException;
import io.trakkit.domain.access.ApiKey;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The API key or JWT that a command sends. It comes from a file or the environment, never from the command line, which other
 * users of the machine can read. It is only ever written into the header of a request.
 */
final class Credential {

    static final String KEY_VARIABLE = "TRAKKIT_KEY";
    static final String FILE_VARIABLE = "TRAKKIT_KEY_FILE";

    private static final String FILE_OPTION = "--key-file";

    /** The longest that the apps accept. */
    private static final int MAX_CHARACTERS = 8_192;

    /** The characters of a bearer token, by RFC 6750. */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]{1," + MAX_CHARACTERS + "}");

    private static final Set<PosixFilePermission> OF_OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final String secret;
    private final String source;

    private Credential(String secret, String source) {
        this.secret = secret;
        this.source = source;
    }

    /**
     * The key of {@code --key-file}, or else of {@value #KEY_VARIABLE}, or else of the file that {@value #FILE_VARIABLE} names.
     *
     * @param file the value of {@code --key-file}
     * @param environment gives the value of a variable
     * @return empty if none of them is given
     * @throws CommandException if the file cannot be read, or others may read it, or it holds no key
     */
    static Optional<Credential> find(@Nullable String file, Function<String, @Nullable String> environment) {
        if (file != null) {
            return Optional.of(ofFile(file, FILE_OPTION));
        }
        String key = environment.apply(KEY_VARIABLE);
        if (key != null && !key.isEmpty()) {
            return Optional.of(of(key, KEY_VARIABLE));
        }
        String named = environment.apply(FILE_VARIABLE);
        return named == null || named.isEmpty() ? Optional.empty() : Optional.of(ofFile(named, FILE_VARIABLE));
    }

    private static Credential ofFile(String name, String from) {
        if (name.startsWith(ApiKey.PREFIX)) {
            throw CommandException.wrongUsage(from + " must name a file that holds the key, not be the key");
        }
        Path file = path(name, from);
        String source = "the file " + file;
        try {
            requireOwnerOnly(file, from);
            try (InputStream content = Files.newInputStream(file)) {
                return of(new String(content.readNBytes(2 * MAX_CHARACTERS), StandardCharsets.ISO_8859_1), source);
            }
        } catch (NoSuchFileException _) {
            throw CommandException.wrongUsage("%s: there is no file %s".formatted(from, file));
        } catch (IOException e) {
            throw CommandException.wrongUsage("%s: cannot read %s: %s".formatted(from, file, e.getMessage()));
        }
    }

    private static Path path(String name, String from) {
        try {
            return Path.of(name);
        } catch (InvalidPathException _) {
            throw CommandException.wrongUsage(from + " must be the name of a file");
        }
    }

    private static void requireOwnerOnly(Path file, String from) throws IOException {
        Set<PosixFilePermission> permissions;
        try {
            permissions = Files.getPosixFilePermissions(file);
        } catch (UnsupportedOperationException _) {
            throw CommandException.wrongUsage(
                    "%s: cannot tell who may read %s; set %s instead".formatted(from, file, KEY_VARIABLE));
        }
        if (permissions.stream().anyMatch(OF_OTHERS::contains)) {
            throw CommandException.wrongUsage("%s: other users may use the key in %s, which has mode %s: chmod 600 %s"
                    .formatted(from, file, PosixFilePermissions.toString(permissions), file));
        }
    }

    private static Credential of(String text, String source) {
        String secret = text.strip();
        if (!TOKEN.matcher(secret).matches()) {
            throw CommandException.wrongUsage("No key is in " + source + ": it must hold one API key or JWT");
        }
        if (secret.startsWith(ApiKey.PREFIX) && ApiKey.parse(secret).isEmpty()) {
            throw CommandException.wrongUsage("The API key in " + source + " is mistyped or cut off");
        }
        return new Credential(secret, source);
    }

    void addTo(HttpRequest.Builder request) {
        request.header("Authorization", "Bearer " + secret);
    }

    /** Where the key comes from, for messages. */
    String source() {
        return source;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "the key from " + source;
    }
}
