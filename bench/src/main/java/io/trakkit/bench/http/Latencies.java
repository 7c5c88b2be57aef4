package io.trakkit.bench.http;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** How long things took, to three digits. */
public final class Latencies {

    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);

    public void add(long nanos) {
        micros.recordValue(Math.clamp(nanos / 1_000, 1, LONGEST_MICROS));
    }

    /** The percentile, in milliseconds. */
    public double millis(double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }

    /** How many took no longer than that, in percent. */
    public double percentWithin(long millis) {
        return micros.getPercentileAtOrBelowValue(TimeUnit.MILLISECONDS.toMicros(millis));
    }

    public double maxMillis() {
        return micros.getMaxValue() / 1e3;
    }

    public long count() {
        return micros.getTotalCount();
    }
}
