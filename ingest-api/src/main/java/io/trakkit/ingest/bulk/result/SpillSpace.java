package io.trakkit.ingest.bulk.result;

import java.util.concurrent.atomic.AtomicLong;

/** Limits the disk space of all spill files together. */
public final class SpillSpace {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    public SpillSpace(long limit) {
        this.limit = limit;
    }

    /** Takes space for what is there already. */
    public void take(long bytes) {
        taken.addAndGet(bytes);
    }

    /** Whether lines of records that were taken are left out. */
    public boolean isFull() {
        return taken.get() >= limit;
    }

    /** Whether there is no space for lines of errors either, which may take as much again. */
    public boolean isExhausted() {
        return taken.get() >= 2 * limit;
    }

    public void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    public long taken() {
        return taken.get();
    }
}
