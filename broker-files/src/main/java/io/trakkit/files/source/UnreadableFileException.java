package io.trakkit.files.source;

/** The file, or the rest of it, cannot be read. The message says why and what to do, for a person to read. */
public final class UnreadableFileException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UnreadableFileException(String message) {
        super(message);
    }

    public UnreadableFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
