package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.trade.TradeState;

/** Counts the results of a bulk request by status. For one thread. */
public final class ResultCounts {

    private long accepted;
    private long repeated;
    private long refused;
    private long unavailable;
    private long applied;
    private long failed;
    private long rejected;
    private long pending;
    private long skipped;
    private long missed;
    private long joined;

    /** Counts a record that is in the log. */
    public void taken(boolean repeat) {
        if (repeat) {
            repeated++;
        } else {
            accepted++;
        }
    }

    /** Counts a record that is in the log, with an outcome that is not known yet. */
    public void pending() {
        pending++;
    }

    /** Counts a record that is in the log, by its trade's state. */
    public void decided(TradeState state) {
        switch (state) {
            case APPLIED -> applied++;
            case FAILED -> failed++;
            case REJECTED -> rejected++;
            case REFUSED -> throw new IllegalStateException("A trade that is stored was not refused");
        }
    }

    /** Counts a record that was not taken. */
    public void notTaken(int status) {
        if (status < 500) {
            refused++;
        } else {
            unavailable++;
        }
    }

    /**
     * Counts a row of a broker's file that is no record.
     *
     * @param isMissed whether the portfolio should have it, but cannot hold it
     */
    public void skipped(boolean isMissed) {
        skipped++;
        missed += isMissed ? 1 : 0;
    }

    /** Counts a row of a broker's file that is part of another row. */
    public void joined() {
        joined++;
    }

    long skippedCount() {
        return skipped;
    }

    long missedCount() {
        return missed;
    }

    long joinedCount() {
        return joined;
    }

    long records() {
        return accepted + repeated + refused + unavailable;
    }

    public long acceptedCount() {
        return accepted;
    }

    public long repeatedCount() {
        return repeated;
    }

    public long refusedCount() {
        return refused;
    }

    public long unavailableCount() {
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
