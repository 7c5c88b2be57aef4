package io.trakkit.ingest.bulk;

import java.util.concurrent.atomic.AtomicLong;

/** How much may be kept on disk for all requests together. */
final class SpillSpace {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    SpillSpace(long limit) {
        this.limit = limit;
    }

    /** Takes space for what is there already. */
    void take(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Whether lines of records that were taken are left out. */
    boolean isFull() {
        return taken.get() >= limit;
    }

    /** Whether there is no space for lines of errors either, which may take as much again. */
    boolean isExhausted() {
        return taken.get() >= 2 * limit;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
