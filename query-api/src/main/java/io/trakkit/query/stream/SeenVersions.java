package io.trakkit.query.stream;

import io.trakkit.domain.Ticker;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which versions of a portfolio's positions a client has seen, short enough for the id of an event: the positions are dealt
 * out to {@value #BUCKETS} buckets, and of each bucket this is the sum of versions. Versions only grow, so a bucket with
 * another sum has a position that the client has not seen; which one is not said, and all of that bucket are sent again.
 * Every instance reads an id alike, and none remembers any.
 */
final class SeenVersions {

    static final int BUCKETS = 64;

    private static final int RADIX = 36;

    /** The generation, then the sums in base 36 with dots between; a zero is left out: {@code 1:.3..1e.…}. */
    private static final Pattern WRITTEN =
            Pattern.compile("[0-9]{1,9}:([0-9a-z]{0,12}\\.){" + (BUCKETS - 1) + "}[0-9a-z]{0,12}");

    private final int generation;
    private final long[] sums;

    private SeenVersions(int generation, long[] sums) {
        this.generation = generation;
        this.sums = sums;
    }

    /** Nothing yet. */
    static SeenVersions none(int generation) {
        return new SeenVersions(generation, new long[BUCKETS]);
    }

    /** All that there is. */
    static SeenVersions all(PortfolioState state) {
        SeenVersions seen = none(state.generation());
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
        int colon = id.indexOf(':');
        long[] sums = Arrays.stream(id.substring(colon + 1).split("\\.", -1))
                .mapToLong(sum -> sum.isEmpty() ? 0 : Long.parseLong(sum, RADIX))
                .toArray();
        return Optional.of(new SeenVersions(Integer.parseInt(id.substring(0, colon)), sums));
    }

    /** Whether versions of that generation can be compared with these. */
    boolean isOf(int otherGeneration) {
        return generation == otherGeneration;
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
        return generation + ":"
                + Arrays.stream(sums)
                        .mapToObj(sum -> sum == 0 ? "" : Long.toString(sum, RADIX))
                        .collect(Collectors.joining("."));
    }
}
