package io.trakkit.files;

/** A file that cannot be imported as it is. The message says why in the words of the file, and what to do. */
public final class FileRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public FileRefusedException(String message) {
        super(message);
    }

    public FileRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
