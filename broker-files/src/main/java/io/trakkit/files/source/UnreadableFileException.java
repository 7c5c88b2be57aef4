package io.trakkit.files.source;

import java.io.IOException;

/** The file, or the rest of it, cannot be read. The message says why and what to do, for a person to read. */
public final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableFileException(String message) {
        super(message);
    }

    /** For an archive that cannot be unpacked to its end. */
    public static UnreadableFileException archive(IOException cause) {
        String message = String.valueOf(cause.getMessage());
        return new UnreadableFileException(
                message.contains("encrypted")
                        ? "The ZIP archive has a password: unpack it"
                        : "The archive is damaged, or ends too early",
                cause);
    }

    public UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
