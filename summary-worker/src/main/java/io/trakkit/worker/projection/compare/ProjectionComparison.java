package io.trakkit.worker.projection.compare;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.store.projection.CanonicalRows.RecordRow;
import io.trakkit.store.projection.CanonicalRows.SummaryRow;
import io.trakkit.worker.projection.compare.DriftedPosition.DriftedTrade;
import io.trakkit.worker.projection.rebuild.PositionFilter;
import io.trakkit.worker.projection.rebuild.ReplayProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares two read models key by key and row by row, in one pass and with little memory. Rows are in the order of the keys,
 * trades and activities of a key in the order of the fold.
 */
public final class ProjectionComparison {

    private static final Comparator<RecordRow> FOLD_ORDER = Comparator.comparing(RecordRow::tradeOrder);

    /** How many keys that differ are described; all are counted. */
    static final int DESCRIBED_KEYS = 1_000;

    private static final int DESCRIBED_TRADES = 10;

    private final Side live;
    private final Side rebuilt;
    private final PositionFilter positionFilter;
    private final ReplayProgress replayProgress;
    private final List<DriftedPosition> drifted = new ArrayList<>();
    private long keys;
    private long trades;
    private long activities;
    private long driftedKeys;

    private ProjectionComparison(
            Side live, Side rebuilt, PositionFilter positionFilter, ReplayProgress replayProgress) {
        this.live = live;
        this.rebuilt = rebuilt;
        this.positionFilter = positionFilter;
        this.replayProgress = replayProgress;
    }

    /** One of the two read models, read row by row. */
    public static final class Side implements AutoCloseable {

        private final Stream<SummaryRow> summaryRows;
        private final Stream<RecordRow> recordRows;
        private final Ahead<SummaryRow> summaries;
        private final Ahead<RecordRow> records;
        private final StateDigest digest = new StateDigest();

        public Side(Stream<SummaryRow> summaryRows, Stream<RecordRow> recordRows) {
            this.summaryRows = summaryRows;
            this.recordRows = recordRows;
            this.summaries = new Ahead<>(summaryRows.iterator());
            this.records = new Ahead<>(recordRows.iterator());
        }

        private Optional<PositionKey> nextKey() {
            return Stream.of(
                            Optional.ofNullable(summaries.next).map(SummaryRow::key),
                            Optional.ofNullable(records.next).map(RecordRow::key))
                    .flatMap(Optional::stream)
                    .min(Comparator.naturalOrder());
        }

        private @Nullable SummaryRow summary(PositionKey key) {
            SummaryRow next = summaries.next;
            if (next == null || !next.key().equals(key)) {
                return null;
            }
            summaries.advance();
            return next;
        }

        private @Nullable RecordRow peekRecord(PositionKey key) {
            RecordRow next = records.next;
            return next == null || !next.key().equals(key) ? null : next;
        }

        @Override
        public void close() {
            try (summaryRows) {
                recordRows.close();
            }
        }
    }

    /** An iterator that shows its next element. */
    private static final class Ahead<T> {

        private final Iterator<T> rest;
        private @Nullable T next;

        Ahead(Iterator<T> rest) {
            this.rest = rest;
            advance();
        }

        void advance() {
            next = rest.hasNext() ? rest.next() : null;
        }
    }

    /**
     * The result of the comparison.
     *
     * @param keys the number of keys of either side
     * @param trades the number of trades of either side
     * @param activities the number of activities of either side
     * @param drifted the first keys that differ, in their order
     * @param liveDigest the digest of everything compared on the live side
     */
    public record Result(
            long keys,
            long trades,
            long activities,
            long driftedKeys,
            List<DriftedPosition> drifted,
            String liveDigest,
            String rebuiltDigest) {

        boolean isClean() {
            return driftedKeys == 0;
        }
    }

    /** Compares two read models. The caller closes the sides. */
    public static Result of(Side live, Side rebuilt, PositionFilter positionFilter, ReplayProgress replayProgress) {
        return new ProjectionComparison(live, rebuilt, positionFilter, replayProgress).run();
    }

    private Result run() {
        for (Optional<PositionKey> key = nextKey(); key.isPresent(); key = nextKey()) {
            compare(key.get());
        }
        return new Result(
                keys, trades, activities, driftedKeys, List.copyOf(drifted), live.digest.hex(), rebuilt.digest.hex());
    }

    private Optional<PositionKey> nextKey() {
        return Stream.of(live.nextKey(), rebuilt.nextKey())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private void compare(PositionKey key) {
        boolean wanted = positionFilter.admits(key);
        String liveLine = line(live, key, wanted);
        String rebuiltLine = line(rebuilt, key, wanted);
        List<DriftedTrade> differing = new ArrayList<>();
        long recordsDrifted = compareRecords(key, wanted, differing);
        if (!wanted) {
            return;
        }
        keys++;
        if (recordsDrifted > 0 || !Objects.equals(liveLine, rebuiltLine)) {
            driftedKeys++;
            if (drifted.size() < DESCRIBED_KEYS) {
                drifted.add(new DriftedPosition(key, liveLine, rebuiltLine, recordsDrifted, List.copyOf(differing)));
            }
        }
        replayProgress.requireWanted();
    }

    private static @Nullable String line(Side side, PositionKey key, boolean wanted) {
        SummaryRow row = side.summary(key);
        if (row == null) {
            return null;
        }
        if (wanted) {
            side.digest.add(key, row.line());
        }
        return row.line();
    }

    /** Returns the number of trades and activities that differ, and describes the first of them. */
    private long compareRecords(PositionKey key, boolean wanted, List<DriftedTrade> differing) {
        long count = 0;
        while (true) {
            RecordRow liveRow = live.peekRecord(key);
            RecordRow rebuiltRow = rebuilt.peekRecord(key);
            if (liveRow == null && rebuiltRow == null) {
                return count;
            }
            int order = liveRow == null ? 1 : rebuiltRow == null ? -1 : FOLD_ORDER.compare(liveRow, rebuiltRow);
            String liveLine = order <= 0 ? take(live, liveRow, wanted) : null;
            String rebuiltLine = order >= 0 ? take(rebuilt, rebuiltRow, wanted) : null;
            if (wanted) {
                if (Objects.requireNonNull(order <= 0 ? liveRow : rebuiltRow)
                                .tradeOrder()
                                .rank()
                        == Rank.ACTIVITY) {
                    activities++;
                } else {
                    trades++;
                }
                replayProgress.done(1);
            }
            if (wanted && !Objects.equals(liveLine, rebuiltLine)) {
                count++;
                if (differing.size() < DESCRIBED_TRADES) {
                    RecordRow row = Objects.requireNonNull(liveLine == null ? rebuiltRow : liveRow);
                    differing.add(new DriftedTrade(row.tradeOrder().refId(), liveLine, rebuiltLine));
                }
            }
        }
    }

    private static String take(Side side, @Nullable RecordRow row, boolean wanted) {
        RecordRow taken = Objects.requireNonNull(row);
        String line = taken.tradeOrder() + ": " + taken.line();
        if (wanted) {
            side.digest.add(taken.key(), line);
        }
        side.records.advance();
        return taken.line();
    }
}
