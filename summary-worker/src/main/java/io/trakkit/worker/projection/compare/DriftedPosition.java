package io.trakkit.worker.projection.compare;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key for which the live read model differs from the log.
 *
 * @param live the live summary in one line; null if there is none
 * @param rebuilt the summary from the log; null if the log has no such key
 * @param tradesDrifted the number of trades and activities that differ
 * @param trades the first of them, in the order of the fold
 */
record DriftedPosition(
        PositionKey key,
        @Nullable String live,
        @Nullable String rebuilt,
        long tradesDrifted,
        List<DriftedTrade> trades) {

    /** A trade or an activity that differs, or that one side lacks. */
    record DriftedTrade(
            RefId refId, @Nullable String live, @Nullable String rebuilt) {}
}
