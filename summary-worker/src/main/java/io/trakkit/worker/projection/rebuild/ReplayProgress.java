package io.trakkit.worker.projection.rebuild;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** How far a replay has come, for those who wait for it, and whether they still want it. Used by several threads. */
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

    /** A new part of the work begins. */
    public void begin(String newPhase, long recordsInAll) {
        done.set(0);
        of = recordsInAll;
        phaseBegan = clock.instant();
        phase = newPhase;
    }

    /** Records of the log were read. */
    public void read(long records) {
        read.addAndGet(records);
        done(records);
    }

    /** Something else was done. */
    public void done(long steps) {
        done.addAndGet(steps);
    }

    /** All records read so far, over all phases. */
    public long records() {
        return read.get();
    }

    /**
     * How far it is now: what it is doing, how many records it has read in doing so, of how many (0 if that is not known),
     * how many a second, and how long it still takes, about.
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

    /** @throws ReplayCancelledException if the operator wants no more of it */
    public void requireWanted() {
        if (cancelled) {
            throw new ReplayCancelledException();
        }
    }
}
