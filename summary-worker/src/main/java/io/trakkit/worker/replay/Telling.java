package io.trakkit.worker.replay;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How far a replay has come, for those who wait for it, and whether they still want it. Used by several threads. */
final class Telling {

    private final Clock clock;
    private final AtomicLong read = new AtomicLong();
    private volatile String phase = "starting";
    private volatile long of;
    private volatile long readBefore;
    private volatile Instant phaseBegan;
    private volatile boolean cancelled;

    Telling(Clock clock) {
        this.clock = clock;
        this.phaseBegan = clock.instant();
    }

    /**
     * How far it is now.
     *
     * @param phase what it is doing
     * @param read how many records it has read in this phase
     * @param of how many there are, about; 0 if that is not known
     * @param secondsLeft how long this phase still takes, about; null if that is not known
     */
    record Now(
            String phase,
            long read,
            long of,
            long recordsPerSecond,
            @Nullable Long secondsLeft) {}

    /** A new part of the work begins. */
    void begin(String newPhase, long recordsInAll) {
        readBefore = read.get();
        of = recordsInAll;
        phaseBegan = clock.instant();
        phase = newPhase;
    }

    void read(long records) {
        read.addAndGet(records);
    }

    /** All records read so far, over all phases. */
    long records() {
        return read.get();
    }

    Now now() {
        long inPhase = read.get() - readBefore;
        long millis = Math.max(1, Duration.between(phaseBegan, clock.instant()).toMillis());
        long rate = inPhase * 1_000 / millis;
        Long left = of > 0 && rate > 0 ? Math.max(0, of - inPhase) / rate : null;
        return new Now(phase, inPhase, of, rate, left);
    }

    void cancel() {
        cancelled = true;
    }

    /** @throws CancelledException if the operator wants no more of it */
    void requireWanted() {
        if (cancelled) {
            throw new CancelledException();
        }
    }
}
