package io.trakkit.ingest.bulk;

import io.trakkit.domain.TradeState;

/** How many records of a request ended in which way. For one thread. */
final class Counts {

    private long accepted;
    private long repeated;
    private long refused;
    private long unavailable;
    private long applied;
    private long failed;
    private long rejected;
    private long pending;

    /** Counts a record that is in the log. */
    void taken(boolean repeat) {
        if (repeat) {
            repeated++;
        } else {
            accepted++;
        }
    }

    /** Counts a record that is in the log, and whose verdict is not known. */
    void pending() {
        pending++;
    }

    /** Counts a record that is in the log, by its trade's state. */
    void decided(TradeState state) {
        switch (state) {
            case APPLIED -> applied++;
            case FAILED -> failed++;
            case REJECTED -> rejected++;
            case REFUSED -> throw new IllegalStateException("A trade that is stored was not refused");
        }
    }

    /** Counts a record that was not taken. */
    void notTaken(int status) {
        if (status < 500) {
            refused++;
        } else {
            unavailable++;
        }
    }

    long records() {
        return accepted + repeated + refused + unavailable;
    }

    long acceptedCount() {
        return accepted;
    }

    long repeatedCount() {
        return repeated;
    }

    long refusedCount() {
        return refused;
    }

    long unavailableCount() {
        return unavailable;
    }

    long appliedCount() {
        return applied;
    }

    long failedCount() {
        return failed;
    }

    long rejectedCount() {
        return rejected;
    }

    long pendingCount() {
        return pending;
    }
}
