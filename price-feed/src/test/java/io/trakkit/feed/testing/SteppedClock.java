package io.trakkit.feed.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes when it is told to, backwards too. */
public final class SteppedClock extends Clock {

    private volatile Instant time;

    public SteppedClock(Instant time) {
        this.time = time;
    }

    public void step(Duration by) {
        time = time.plus(by);
    }

    @Override
    public Instant instant() {
        return time;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
