package io.trakkit.worker.projection.compare;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.store.portfolios.PortfolioOwners;
import io.trakkit.store.portfolios.PortfolioOwners.Owned;
import io.trakkit.store.portfolios.PortfolioOwners.PortfolioKey;
import io.trakkit.store.projection.JournalDiff;
import io.trakkit.store.projection.JournalDiff.Parting;
import io.trakkit.store.projection.PositionRows;
import io.trakkit.store.projection.PositionRows.KeyEvent;
import io.trakkit.store.projection.PositionRows.RecordRow;
import io.trakkit.wire.event.Decoded;
import io.trakkit.wire.event.TradeEventCodec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Finds for each drifted key the first event from which the live read model and the log differ: an event that only one of
 * them has; or, if both have the same events, the event with another effect, see {@link DivergenceTracer}.
 */
final class DivergenceFinder {

    /** Keys with more events are not traced, because all their records would be in memory. */
    static final int EVENTS_OF_A_KEY = 20_000;

    /** How many records are folded for all keys together: a few seconds. */
    private static final long FOLDED_IN_ALL = 20_000_000;

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private final JournalDiff journalDiff;
    private final PositionRows rows;
    private final PortfolioOwners portfolios;

    DivergenceFinder(JdbcClient jdbc) {
        this.journalDiff = new JournalDiff(jdbc);
        this.rows = new PositionRows(jdbc);
        this.portfolios = new PortfolioOwners(jdbc);
    }

    /**
     * The first event of each key.
     *
     * @param keys in their order; a limited number
     */
    Map<PositionKey, Parting> of(Collection<PositionKey> keys, int live, int rebuilt) {
        Map<PositionKey, Parting> found = new HashMap<>(journalDiff.first(live, rebuilt, keys));
        List<PositionKey> alike =
                keys.stream().filter(key -> !found.containsKey(key)).toList();
        if (!alike.isEmpty()) {
            Map<PortfolioKey, Owned> owned = portfolios.of(
                    alike.stream().map(DivergenceFinder::portfolio).distinct().toList());
            try (Stream<KeyEvent> events = rows.events(live, alike)) {
                follow(events, live, owned, found);
            }
        }
        return found;
    }

    private static PortfolioKey portfolio(PositionKey key) {
        return new PortfolioKey(key.client(), key.portfolio());
    }

    private void follow(
            Stream<KeyEvent> all, int live, Map<PortfolioKey, Owned> owned, Map<PositionKey, Parting> found) {
        long[] left = {FOLDED_IN_ALL};
        List<KeyEvent> ofKey = new ArrayList<>();
        all.forEachOrdered(event -> {
            if (!ofKey.isEmpty() && !ofKey.getFirst().key().equals(event.key())) {
                left[0] -= follow(ofKey, live, owned, left[0], found);
                ofKey.clear();
            }
            if (ofKey.size() <= EVENTS_OF_A_KEY) {
                ofKey.add(event);
            }
        });
        follow(ofKey, live, owned, left[0], found);
    }

    /** Returns the number of folded records. */
    private long follow(
            List<KeyEvent> events,
            int live,
            Map<PortfolioKey, Owned> owned,
            long atMost,
            Map<PositionKey, Parting> found) {
        if (events.isEmpty() || events.size() > EVENTS_OF_A_KEY) {
            return 0;
        }
        PositionKey key = events.getFirst().key();
        Owned portfolio = owned.get(portfolio(key));
        if (portfolio == null) {
            return 0;
        }
        Map<String, RecordRow> records = rows.records(live, key, EVENTS_OF_A_KEY);
        DivergenceTracer divergenceTracer =
                new DivergenceTracer(key, portfolio.rules(), rows.summary(live, key), records);
        for (KeyEvent event : events) {
            TradeEvent decoded = decoded(event);
            if (decoded == null || divergenceTracer.folded() > atMost) {
                return divergenceTracer.folded();
            }
            divergenceTracer.replay(decoded);
        }
        OptionalInt first = divergenceTracer.first();
        if (first.isPresent()) {
            KeyEvent event = events.get(first.getAsInt());
            found.put(key, new Parting(event.eventId(), event.type(), event.refId(), event.origin(), null));
        }
        return divergenceTracer.folded();
    }

    private static @Nullable TradeEvent decoded(KeyEvent event) {
        return switch (CODEC.decode(event.payload())) {
            case Decoded.Event decoded -> decoded.event();
            case Decoded.Undecodable _ -> null;
        };
    }
}
