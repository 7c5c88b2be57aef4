package io.trakkit.ingest.bulk;

import java.util.concurrent.atomic.AtomicLong;

/** How much may be kept on disk for all requests together. */
final class SpillSpace {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    SpillSpace(long limit) {
        this.limit = limit;
    }

    /** Takes space for what is there already; false if there is none left for more. */
    boolean take(long bytes) {
        return taken.addAndGet(bytes) < limit;
    }

    void giveBack(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
