package io.trakkit.worker.consume.poll;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How busy the processors are that this process may use, per mille, as a mean over about the last second. Other processes
 * count. In a container with a limit of processor time it is the part of that limit.
 */
final class ProcessorLoad {

    /** Waits change the load in turn. A mean that followed faster would swing between no wait and the longest one. */
    private static final long MEAN_MILLIS = 1_000;

    /** The kernel counts in ticks of 10 ms. */
    private static final long SAMPLE_MILLIS = 250;

    private final IntSupplier sinceLastSample;
    private final LongSupplier nanoTime;
    private long sampledAt;
    private int mean;

    /** @param sinceLastSample the load since it was last asked, per mille; negative if that is not known */
    ProcessorLoad(IntSupplier sinceLastSample, LongSupplier nanoTime) {
        this.sinceLastSample = sinceLastSample;
        this.nanoTime = nanoTime;
        sampledAt = nanoTime.getAsLong();
    }

    static ProcessorLoad ofThisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new ProcessorLoad(() -> perMille(system.getCpuLoad()), System::nanoTime);
    }

    /** @param load 0 to 1; negative or NaN if it is not known */
    static int perMille(double load) {
        return load >= 0 ? (int) Math.round(load * 1_000) : -1;
    }

    /** The mean load. Samples at most four times a second, and only when asked. */
    synchronized int mean() {
        long now = nanoTime.getAsLong();
        long millis = TimeUnit.NANOSECONDS.toMillis(now - sampledAt);
        if (millis >= SAMPLE_MILLIS) {
            sampledAt = now;
            int sample = sinceLastSample.getAsInt();
            if (sample >= 0) {
                mean += (int) ((sample - mean) * Math.min(millis, MEAN_MILLIS) / MEAN_MILLIS);
            }
        }
        return mean;
    }
}
