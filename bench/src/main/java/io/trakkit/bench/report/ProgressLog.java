package io.trakkit.bench.report;

import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Writes progress to standard error; standard output is for the results. */
public final class ProgressLog {

    private static final long EVERY = 5_000_000_000L;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss");

    private long lastShown;

    /** Writes the name of a step that begins. */
    public void step(String what) {
        System.err.println(LocalTime.now(ZoneId.systemDefault()).format(CLOCK) + "  " + what);
        lastShown = System.nanoTime();
    }

    /** Writes every few seconds how much is done. */
    public void at(long done, long total, double perSecond) {
        if (System.nanoTime() - lastShown > EVERY) {
            step("  %,d of %,d, %,.0f/s".formatted(done, total, perSecond));
        }
    }
}
