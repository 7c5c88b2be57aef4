package io.trakkit.bench.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How much is done over time. */
public final class Rate {

    /** This share is left out at the begin: classes are loaded, code is compiled, caches fill. */
    public static final double WARM_UP = 0.3;

    private static final long EVERY = 50_000_000;
    private static final long PATIENCE = 60_000_000_000L;
    private static final int TENTHS = 10;

    private final List<Moment> moments;

    Rate(List<Moment> moments) {
        this.moments = moments;
    }

    /** How much was done at a time. */
    record Moment(long nanos, long done) {}

    /**
     * Looks on until all is done.
     *
     * @throws IllegalStateException if nothing is done for a minute
     */
    public static Rate watch(LongSupplier done, long total, ProgressLog progress) {
        return watch(done, total, Duration.ofDays(1), progress);
    }

    /**
     * Watches until all is done, or for {@code atMost} after the first was done: a part is enough for the rate of a slow peer.
     *
     * @throws IllegalStateException if nothing is done for a minute
     */
    public static Rate watch(LongSupplier done, long total, Duration atMost, ProgressLog progress) {
        List<Moment> moments = new ArrayList<>();
        Moment last = new Moment(System.nanoTime(), 0);
        Moment shown = last;
        moments.add(last);
        while (last.done < total && !isOver(moments, atMost)) {
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

    private static boolean isOver(List<Moment> moments, Duration atMost) {
        return moments.size() > 1 && System.nanoTime() - moments.get(1).nanos > atMost.toNanos();
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
        return moments.getLast().done * (to - from) * 1e9 / (reached(to) - reached(from));
    }

    /** Per second, for each tenth of all, to be read; the first holds the start. */
    public String tenthsShown() {
        return IntStream.range(0, TENTHS)
                .mapToObj(tenth -> Numbers.shown(between((double) tenth / TENTHS, (tenth + 1.0) / TENTHS)))
                .collect(Collectors.joining("  "));
    }

    /** How much was done in the end. */
    public long done() {
        return moments.getLast().done;
    }

    /** From when the first was done to when the last was. */
    public double seconds() {
        return (moments.getLast().nanos - moments.get(Math.min(1, moments.size() - 1)).nanos) / 1e9;
    }

    /** When a share of all was done; between two looks, as if all went on at the same pace. */
    private double reached(double share) {
        double done = moments.getLast().done * share;
        int next = 1;
        while (next < moments.size() - 1 && moments.get(next).done < done) {
            next++;
        }
        Moment before = moments.get(next - 1);
        Moment after = moments.get(next);
        return before.nanos + (after.nanos - before.nanos) * (done - before.done) / (after.done - before.done);
    }
}
