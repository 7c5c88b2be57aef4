package io.trakkit.store.progress;

/** A table and its topic do not have the same records, so that nothing may be written. */
public final class OutOfStepException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean isTableBehind;

    OutOfStepException(boolean isTableBehind) {
        super(isTableBehind ? "The table lacks records of its topic" : "The topic lacks records that the table has");
        this.isTableBehind = isTableBehind;
    }

    /** Whether the table lacks records, which a worker can read; else the log has lost some. */
    public boolean isTableBehind() {
        return isTableBehind;
    }
}
