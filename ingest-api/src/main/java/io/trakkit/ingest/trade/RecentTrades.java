package io.trakkit.ingest.trade;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Caches the trades that this instance published last, for repeats and amendments that arrive before the worker
 * applied them. A memory only: nothing depends on it being complete.
 */
@Component
final class RecentTrades {

    private static final int REMEMBERED = 100_000;

    private final Cache<Key, RecentTrade> trades =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    private record Key(ClientId client, RefId refId) {}

    Optional<RecentTrade> find(ClientId client, RefId refId) {
        return Optional.ofNullable(trades.getIfPresent(new Key(client, refId)));
    }

    /** Remembers a trade; of two with one ref_id the first, which is likelier to stand first in the log as well. */
    void remember(ClientId client, RecentTrade trade) {
        trades.asMap().putIfAbsent(new Key(client, trade.trade().refId()), trade);
    }

    /** Remembers an amendment, of a trade that is remembered or else of this one. */
    void amend(ClientId client, RecentTrade known, Amendment amendment, Instant at) {
        Key key = new Key(client, known.trade().refId());
        trades.asMap().merge(key, known.amended(amendment, at), (before, fresh) -> {
            boolean sameTrade = before.creation().equals(known.creation());
            return sameTrade && !before.updatedAt().isBefore(known.updatedAt()) ? before.amended(amendment, at) : fresh;
        });
    }

    /** Forgets a trade whose creation, published at that place of the log, was refused. */
    void forget(ClientId client, RefId refId, LogPosition refused) {
        trades.asMap()
                .computeIfPresent(
                        new Key(client, refId),
                        (_, trade) -> trade.published()
                                        .filter(published -> published.origin().equals(refused))
                                        .isPresent()
                                ? null
                                : trade);
    }
}
