package io.trakkit.worker.status;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** How many records a second were written to the log, and applied by all workers, over the last minute. Not thread-safe. */
final class Throughput {

    private static final Duration SPAN = Duration.ofMinutes(1);

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    private final Deque<Sample> samples = new ArrayDeque<>();

    private record Sample(Instant at, long applied, long logged) {}

    /** Records a second over a span of time, to one decimal. */
    record Rates(BigDecimal applied, BigDecimal logged, Duration over) {}

    /**
     * Adds a measurement.
     *
     * @param applied how many offsets are applied, over all partitions
     * @param logged how many offsets the log has given, over all partitions
     * @return the rates since the oldest measurement of the last minute; empty for the first one
     */
    Optional<Rates> add(Instant at, long applied, long logged) {
        // After a rewind or a switch of the read model, or of the clock, the difference is no rate.
        if (!samples.isEmpty()
                && (applied < samples.getLast().applied()
                        || logged < samples.getLast().logged()
                        || !samples.getLast().at().isBefore(at))) {
            samples.clear();
        }
        samples.addLast(new Sample(at, applied, logged));
        // The oldest one that stays is a minute old or more, so that the rates are of a whole minute.
        while (samples.size() > 2 && !secondOldest().at().isAfter(at.minus(SPAN))) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        if (first.at().equals(at)) {
            return Optional.empty();
        }
        Duration over = Duration.between(first.at(), at);
        return Optional.of(new Rates(rate(applied - first.applied(), over), rate(logged - first.logged(), over), over));
    }

    private static BigDecimal rate(long records, Duration over) {
        return BigDecimal.valueOf(records).multiply(MILLIS).divide(atLeastOne(over), 1, RoundingMode.HALF_UP);
    }

    private static BigDecimal atLeastOne(Duration over) {
        return BigDecimal.valueOf(Math.max(1, over.toMillis()));
    }

    private Sample secondOldest() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }
}
