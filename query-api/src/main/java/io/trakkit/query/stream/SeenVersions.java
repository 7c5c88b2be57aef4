package io.trakkit.query.stream;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The versions that a client has seen, encoded in the id of an event: one sum of versions per bucket of tickers, where each refold
 * of a position without an event counts as a version. They only grow, so a bucket with another sum has a position that the client
 * has not seen, and all positions of that bucket are sent again. Every instance can read the id, and none has to remember it.
 */
final class SeenVersions {

    static final int BUCKETS = 64;

    private static final int RADIX = 36;

    /**
     * The portfolio, the generation, then the sums in base 36 separated by dots; a zero is left out:
     * {@code 7:1:.3..1e.…}.
     */
    private static final Pattern WRITTEN =
            Pattern.compile("[0-9]{1,18}:[0-9]{1,9}:([0-9a-z]{0,12}\\.){" + (BUCKETS - 1) + "}[0-9a-z]{0,12}");

    private final Of of;
    private final long[] sums;

    /** Only versions of the same portfolio and generation can be compared. */
    record Of(long portfolio, int generation) {}

    private SeenVersions(Of of, long[] sums) {
        this.of = of;
        this.sums = sums;
    }

    /** No version seen. */
    static SeenVersions none(PortfolioId portfolio, PortfolioState state) {
        return new SeenVersions(new Of(portfolio.value(), state.generation()), new long[BUCKETS]);
    }

    /** All versions of a state seen. */
    static SeenVersions all(PortfolioId portfolio, PortfolioState state) {
        SeenVersions seen = none(portfolio, state);
        state.positions().forEach((ticker, watched) -> seen.sums[bucket(ticker)] += watched.revision());
        return seen;
    }

    /** The bucket of a ticker, from {@link String#hashCode}, which is the same on every instance. */
    static int bucket(Ticker ticker) {
        return Math.floorMod(ticker.value().hashCode(), BUCKETS);
    }

    /** Reads an id; empty if trakkit did not write it. The client then gets all positions. */
    static Optional<SeenVersions> parse(String id) {
        if (!WRITTEN.matcher(id).matches()) {
            return Optional.empty();
        }
        String[] parts = id.split(":", -1);
        long[] sums = Arrays.stream(parts[2].split("\\.", -1))
                .mapToLong(sum -> sum.isEmpty() ? 0 : Long.parseLong(sum, RADIX))
                .toArray();
        return Optional.of(new SeenVersions(new Of(Long.parseLong(parts[0]), Integer.parseInt(parts[1])), sums));
    }

    /** Whether both are of the same portfolio and generation. */
    boolean isComparableWith(SeenVersions other) {
        return of.equals(other.of);
    }

    /** Whether both have seen the same versions of a bucket. */
    boolean agrees(int bucket, SeenVersions other) {
        return sums[bucket] == other.sums[bucket];
    }

    /** Takes the versions of a bucket from another one. */
    void take(int bucket, SeenVersions other) {
        sums[bucket] = other.sums[bucket];
    }

    /** The id of an event. */
    @Override
    public String toString() {
        return of.portfolio() + ":" + of.generation() + ":"
                + Arrays.stream(sums)
                        .mapToObj(sum -> sum == 0 ? "" : Long.toString(sum, RADIX))
                        .collect(Collectors.joining("."));
    }
}
