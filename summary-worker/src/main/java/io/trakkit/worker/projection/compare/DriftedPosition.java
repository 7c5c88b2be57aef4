package io.trakkit.worker.projection.compare;

import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of which the live read model says something else than the log.
 *
 * @param live the live summary, all of it in one line; null where there is none
 * @param rebuilt what the log makes of it; null where it knows no such key
 * @param tradesDrifted how many of the key's trades differ
 * @param trades the first of them, in the order of the fold
 */
record DriftedPosition(
        PositionKey key,
        @Nullable String live,
        @Nullable String rebuilt,
        long tradesDrifted,
        List<DriftedTrade> trades) {

    /** A trade that differs, or that one side does not have. */
    record DriftedTrade(
            RefId refId, @Nullable String live, @Nullable String rebuilt) {}
}
