package io.trakkit.faults.load;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Writes down what must not happen, and counts the rest. Knows whether a fault excuses an error. */
public final class Witness {

    /** Requests of brokers that were acknowledged. */
    public static final String TAKEN = "acknowledged";

    private static final int REMEMBERED = 200;

    private final Clock clock;
    private final List<String> violations = new ArrayList<>();
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private volatile String fault = "";

    public Witness(Clock clock) {
        this.clock = clock;
    }

    /** From now on, and until {@link #calm}, services may be unavailable. */
    public void fault(String name) {
        fault = name;
        changes.incrementAndGet();
    }

    /** From now on everything must work. */
    public void calm() {
        fault = "";
        changes.incrementAndGet();
    }

    /** The fault of the moment, or nothing. */
    public String fault() {
        return fault;
    }

    /** To be asked again with {@link #wasCalmSince}. */
    public long moment() {
        return fault.isEmpty() ? changes.get() : -1;
    }

    /** Whether there was no fault at that moment and none has begun since. */
    public boolean wasCalmSince(long moment) {
        return moment >= 0 && changes.get() == moment;
    }

    public void violation(String what) {
        String line = "%s [%s] %s".formatted(clock.instant(), fault.isEmpty() ? "no fault" : fault, what);
        synchronized (violations) {
            if (violations.size() < REMEMBERED) {
                violations.add(line);
            }
        }
    }

    public List<String> violations() {
        synchronized (violations) {
            return List.copyOf(violations);
        }
    }

    public void count(String what) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).increment();
    }

    public long counted(String what) {
        LongAdder counted = counts.get(what);
        return counted == null ? 0 : counted.sum();
    }

    /** All that was counted, in alphabetical order. */
    public String counts() {
        return new java.util.TreeMap<>(counts).toString();
    }
}
