package io.trakkit.worker.projection.rebuild;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The progress of a replay, and whether it was cancelled. Thread-safe. */
public final class ReplayProgress {

    private final Clock clock;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile String phase = "starting";
    private volatile long of;
    private volatile Instant phaseBegan;
    private volatile boolean cancelled;

    public ReplayProgress(Clock clock) {
        this.clock = clock;
        this.phaseBegan = clock.instant();
    }

    /** Starts a new phase. */
    public void begin(String newPhase, long recordsInAll) {
        done.set(0);
        of = recordsInAll;
        phaseBegan = clock.instant();
        phase = newPhase;
    }

    /** Adds records of the log that were read. */
    public void read(long records) {
        read.addAndGet(records);
        done(records);
    }

    /** Adds other units of work. */
    public void done(long steps) {
        done.addAndGet(steps);
    }

    /** The number of records read in all phases. */
    public long records() {
        return read.get();
    }

    /**
     * The progress now: the phase, the records it has read and will read (0 if unknown), the records per second, and an estimate
     * of the remaining time.
     */
    public ObjectNode now() {
        long inPhase = done.get();
        long millis = Math.max(1, Duration.between(phaseBegan, clock.instant()).toMillis());
        long rate = inPhase * 1_000 / millis;
        ObjectNode now = JsonNodeFactory.instance.objectNode();
        now.put("phase", phase);
        now.put("read", inPhase);
        now.put("of", of);
        now.put("records_per_second", rate);
        if (of > 0 && rate > 0) {
            now.put("seconds_left", Math.max(0, of - inPhase) / rate);
        }
        return now;
    }

    public void cancel() {
        cancelled = true;
    }

    /** @throws ReplayCancelledException if the operator has cancelled the replay */
    public void requireWanted() {
        if (cancelled) {
            throw new ReplayCancelledException();
        }
    }
}
