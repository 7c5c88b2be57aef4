package io.trakkit.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** How much is done over time. */
public final class Rate {

    /** This share is left out at the begin: classes are loaded, code is compiled, caches fill. */
    public static final double WARM_UP = 0.3;

    private static final long EVERY = 50_000_000;
    private static final long PATIENCE = 60_000_000_000L;

    private final List<Moment> moments;

    private Rate(List<Moment> moments) {
        this.moments = moments;
    }

    private record Moment(long nanos, long done) {}

    /**
     * Looks on until all is done.
     *
     * @throws IllegalStateException if nothing is done for a minute
     */
    public static Rate watch(LongSupplier done, long total, Progress progress) {
        List<Moment> moments = new ArrayList<>();
        Moment last = new Moment(System.nanoTime(), 0);
        Moment shown = last;
        moments.add(last);
        while (last.done < total) {
            LockSupport.parkNanos(EVERY);
            Moment now = new Moment(System.nanoTime(), done.getAsLong());
            if (now.done > last.done) {
                moments.add(now);
                last = now;
            } else if (now.nanos - last.nanos > PATIENCE) {
                throw new IllegalStateException("It stands still at %,d of %,d".formatted(last.done, total));
            }
            if (now.nanos - shown.nanos > 2_000_000_000L) {
                progress.at(now.done, total, perSecond(shown, now));
                shown = now;
            }
        }
        return new Rate(moments);
    }

    private static double perSecond(Moment from, Moment to) {
        return (to.done - from.done) * 1e9 / (to.nanos - from.nanos);
    }

    /** Per second, from when the warm-up was done to the end. */
    public double sustained() {
        return between(WARM_UP, 1);
    }

    /** Per second, from when one share of all was done to when another was. */
    public double between(double from, double to) {
        return perSecond(reached(from), reached(to));
    }

    /** From when the first was done to when the last was. */
    public double seconds() {
        return (moments.getLast().nanos - moments.get(Math.min(1, moments.size() - 1)).nanos) / 1e9;
    }

    private Moment reached(double share) {
        long done = (long) (moments.getLast().done * share);
        return moments.stream()
                .filter(moment -> moment.done >= done)
                .findFirst()
                .orElseThrow();
    }
}
