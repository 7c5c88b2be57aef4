package io.trakkit.query.stream;

import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.value.Ticker;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The versions that a client has seen, encoded for the id of an event. Versions only grow, so a bucket with another
 * sum has a position that the client has not seen; which one is not said, and all of that bucket are sent again.
 * Every instance reads an id alike, and none remembers any.
 */
final class SeenVersions {

    static final int BUCKETS = 64;

    private static final int RADIX = 36;

    /**
     * The portfolio, the generation, then the sums in base 36 with dots between; a zero is left out:
     * {@code 7:1:.3..1e.…}.
     */
    private static final Pattern WRITTEN =
            Pattern.compile("[0-9]{1,18}:[0-9]{1,9}:([0-9a-z]{0,12}\\.){" + (BUCKETS - 1) + "}[0-9a-z]{0,12}");

    private final Of of;
    private final long[] sums;

    /** Of what the versions are; those of something else can't be compared with them. */
    record Of(long portfolio, int generation) {}

    private SeenVersions(Of of, long[] sums) {
        this.of = of;
        this.sums = sums;
    }

    /** Nothing yet. */
    static SeenVersions none(PortfolioId portfolio, PortfolioState state) {
        return new SeenVersions(new Of(portfolio.value(), state.generation()), new long[BUCKETS]);
    }

    /** All that there is. */
    static SeenVersions all(PortfolioId portfolio, PortfolioState state) {
        SeenVersions seen = none(portfolio, state);
        state.positions().forEach((ticker, watched) -> seen.sums[bucket(ticker)] += watched.version());
        return seen;
    }

    /** The bucket of a ticker: by {@link String#hashCode}, which is the same everywhere. */
    static int bucket(Ticker ticker) {
        return Math.floorMod(ticker.value().hashCode(), BUCKETS);
    }

    /** Reads an id; empty if it is none of ours, and its client has to be told everything. */
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

    /** Whether the two are of the same. */
    boolean isComparableWith(SeenVersions other) {
        return of.equals(other.of);
    }

    /** Whether all positions of the bucket are as they were seen. */
    boolean agrees(int bucket, SeenVersions other) {
        return sums[bucket] == other.sums[bucket];
    }

    /** From now on, a bucket is seen as it is in the other. */
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
