package io.trakkit.ingest.portfolio;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.log.LogPosition;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How many portfolios clients have at most. A portfolio takes an offset in the topic, so a client has at most what was counted
 * plus the offsets since; the table is counted again only where that might reach the limit. Portfolios are not deleted: a
 * limit that was reached stays reached until it is raised.
 */
final class PortfolioCounts {

    private final Map<ClientId, Count> counts = new ConcurrentHashMap<>();

    private record Count(LogPosition end, long portfolios) {

        long atMost(LogPosition now) {
            return now.partition().equals(end.partition()) && now.offset() >= end.offset()
                    ? portfolios + now.offset() - end.offset()
                    : Long.MAX_VALUE;
        }
    }

    /** Whether the client is known to have that number of portfolios. */
    boolean isReached(ClientId client, int limit) {
        Count known = counts.get(client);
        return known != null && known.portfolios() >= limit;
    }

    /**
     * Whether the client has that number of portfolios.
     *
     * @param end where the topic ends; no portfolio is created until the caller has its answer
     * @param table counts the client's portfolios
     */
    boolean isReached(ClientId client, int limit, LogPosition end, LongSupplier table) {
        Count known = counts.get(client);
        if (known != null && known.atMost(end) < limit) {
            return false;
        }
        long portfolios = table.getAsLong();
        counts.put(client, new Count(end, portfolios));
        return portfolios >= limit;
    }
}
