package io.trakkit.ingest.console;

/** Ends the command, with one line for the person who gave it. */
final class ImportException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private ImportException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /** It could not be done, or not be brought to its end. */
    static ImportException failed(String message) {
        return new ImportException(Importer.FAILED, message);
    }

    /** It makes no sense. */
    static ImportException wrongUsage(String message) {
        return new ImportException(Importer.WRONG_USAGE, message);
    }

    int exitCode() {
        return exitCode;
    }
}
