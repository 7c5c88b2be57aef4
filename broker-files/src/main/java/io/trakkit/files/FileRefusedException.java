package io.trakkit.files;

/** A file that cannot be imported as it is. The message says why in the words of the file, and what to do. */
public final class FileRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean near;
    private final boolean table;

    public FileRefusedException(String message) {
        super(message);
        near = false;
        table = false;
    }

    public FileRefusedException(String message, Throwable cause) {
        super(message, cause);
        near = false;
        table = false;
    }

    /**
     * For a header that no preset has.
     *
     * @param near whether one has a header that is like it
     * @param table whether the file is a table
     */
    FileRefusedException(String message, boolean near, boolean table) {
        super(message);
        this.near = near;
        this.table = table;
    }

    boolean isNear() {
        return near;
    }

    boolean isTable() {
        return table;
    }
}
