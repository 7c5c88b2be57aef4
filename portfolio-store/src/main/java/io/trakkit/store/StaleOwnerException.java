package io.trakkit.store;

/**
 * A batch came from a worker that no longer owns its partition: another has raised the epoch since. Nothing of the batch
 * may be written; its transaction must be rolled back, and the new owner will apply the records.
 */
public final class StaleOwnerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public StaleOwnerException(String message) {
        super(message);
    }
}
