package io.trakkit.worker.consume.poll;

import java.time.Duration;

/**
 * How long one consumer waits from poll to poll. A batch of one trade costs nearly as much as a batch of twenty, so a busy
 * machine is better off with fewer and larger batches, and a calm one can afford a batch for each trade.
 */
final class PollWait {

    /** Up to this load of the processors, per mille, nothing waits. */
    private static final int CALM = 500;

    /** From this load on the wait is the longest. */
    private static final int BUSY = 900;

    /** A batch of an eighth of the most records is large: its fixed costs are small beside those of its records. */
    private static final int LARGE = 8;

    private final Duration longest;
    private final int large;
    private int recent;

    /**
     * @param longest the wait on a busy machine; zero: nothing ever waits
     * @param batchRecords the most records of a batch
     */
    PollWait(Duration longest, int batchRecords) {
        this.longest = longest;
        large = Math.max(1, batchRecords / LARGE);
    }

    /** Takes note of a poll that returned so many records. */
    void polled(int records) {
        // While a long log is read, a poll now and then returns the small rest of a fetch.
        recent = records == 0 ? 0 : Math.max(records, recent / 2);
    }

    /** Whether so many records are worth a batch as they are. */
    boolean isLarge(int records) {
        return records >= large;
    }

    /**
     * The time that should lie between the last poll and the next one. Zero after a poll without records, which has waited
     * for them itself, and after large ones: more records are there already.
     *
     * @param load the load of the processors, 0 to 1,000
     */
    Duration next(int load) {
        if (recent == 0 || isLarge(recent)) {
            return Duration.ZERO;
        }
        return longest.multipliedBy(Math.clamp(load - CALM, 0, BUSY - CALM)).dividedBy(BUSY - CALM);
    }
}
