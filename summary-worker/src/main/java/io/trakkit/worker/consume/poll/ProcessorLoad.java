package io.trakkit.worker.consume.poll;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * How busy the processors are that this process may use, from 0 to 1, as a mean over about the last second. Other processes
 * count. In a container with a limit of processor time it is the part of that limit.
 */
final class ProcessorLoad {

    /** Waits change the load in turn. A mean that followed faster would swing between no wait and the longest one. */
    private static final double MEAN_SECONDS = 1;

    /** The kernel counts in ticks of 10 ms. */
    private static final double SAMPLE_SECONDS = 0.25;

    private static final double NANOS = 1e9;

    private final DoubleSupplier sinceLastSample;
    private final LongSupplier nanoTime;
    private long sampledAt;
    private double mean;

    /** @param sinceLastSample the load since it was last asked; negative or NaN if that is not known */
    ProcessorLoad(DoubleSupplier sinceLastSample, LongSupplier nanoTime) {
        this.sinceLastSample = sinceLastSample;
        this.nanoTime = nanoTime;
        sampledAt = nanoTime.getAsLong();
    }

    static ProcessorLoad ofThisMachine() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new ProcessorLoad(system::getCpuLoad, System::nanoTime);
    }

    /** The mean load. Samples at most four times a second, and only when asked. */
    synchronized double mean() {
        long now = nanoTime.getAsLong();
        double seconds = (now - sampledAt) / NANOS;
        if (seconds >= SAMPLE_SECONDS) {
            sampledAt = now;
            double sample = sinceLastSample.getAsDouble();
            if (sample >= 0) {
                mean += (sample - mean) * Math.min(1, seconds / MEAN_SECONDS);
            }
        }
        return mean;
    }
}
