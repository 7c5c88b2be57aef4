package io.trakkit.ingest.trade;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.log.LogPosition;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.springframework.stereotype.Component;

/**
 * Caches the trades and activities that this instance published last, for repeats and amendments that arrive before the worker
 * applied them. A memory only: nothing depends on it being complete.
 */
@Component
final class RecentBookings {

    private static final int REMEMBERED = 100_000;

    /** Evicts in the thread that remembers: other threads, woken for it, had 3 % of the processor samples of posts. */
    private final Cache<Key, RecentBooking> bookings = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();

    private record Key(ClientId client, RefId refId) {}

    Optional<RecentBooking> find(ClientId client, RefId refId) {
        return Optional.ofNullable(bookings.getIfPresent(new Key(client, refId)));
    }

    /** Remembers a trade or an activity; of two with one ref_id the first, which is likelier to stand first in the log as well. */
    void remember(ClientId client, RecentBooking booking) {
        bookings.asMap().putIfAbsent(new Key(client, booking.booking().refId()), booking);
    }

    /** Remembers an amendment, of what is remembered or else of this one. */
    void amend(ClientId client, RecentBooking known, UnaryOperator<Booking> amendment, Instant at) {
        Key key = new Key(client, known.booking().refId());
        bookings.asMap().merge(key, known.amended(amendment, at), (before, fresh) -> {
            boolean isSame = before.creation().equals(known.creation());
            return isSame && !before.updatedAt().isBefore(known.updatedAt()) ? before.amended(amendment, at) : fresh;
        });
    }

    /** Forgets what was created by an event that, published at that place of the log, was refused. */
    void forget(ClientId client, RefId refId, LogPosition refused) {
        bookings.asMap()
                .computeIfPresent(
                        new Key(client, refId),
                        (_, booking) -> booking.published()
                                        .filter(published -> published.origin().equals(refused))
                                        .isPresent()
                                ? null
                                : booking);
    }
}
