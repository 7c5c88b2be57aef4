package io.trakkit.query.returns;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.Held;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.prices.KnownQuote;
import io.trakkit.store.read.Holdings;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;

/** What portfolios have returned up to now. */
final class PresentReturns {

    private final Holdings holdings;
    private final PresentPrices prices;
    private final Clock clock;

    PresentReturns(Holdings holdings, PresentPrices prices, Clock clock) {
        this.holdings = holdings;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * The return of a portfolio; empty if the client has none of that id. All positions in it are of one moment: where not
     * all of them have a quote, they are read again together with their last trades, in one statement, and it is those that
     * count.
     */
    Optional<PortfolioReturn> of(ClientId client, PortfolioId portfolio) {
        Optional<SequencedMap<Ticker, Held>> found = holdings.of(client, portfolio);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Ticker> open = open(found.get());
        Map<Ticker, KnownQuote> quotes = prices.quotes(open);
        if (prices.suffice(quotes, open)) {
            return Optional.of(valued(found.get(), quotes));
        }
        return holdings.withLastTrades(client, portfolio, quotes.keySet())
                .map(held -> valued(held, withThoseOpenedSince(quotes, open, held)));
    }

    private static List<Ticker> open(SequencedMap<Ticker, Held> positions) {
        List<Ticker> open = new ArrayList<>(positions.size());
        positions.forEach((ticker, held) -> {
            if (held.position().isOpen()) {
                open.add(ticker);
            }
        });
        return open;
    }

    /** Positions may have been opened between the two looks. */
    private Map<Ticker, KnownQuote> withThoseOpenedSince(
            Map<Ticker, KnownQuote> quotes, List<Ticker> asked, SequencedMap<Ticker, Held> held) {
        Set<Ticker> opened = new HashSet<>(open(held));
        asked.forEach(opened::remove);
        Map<Ticker, KnownQuote> all = new HashMap<>(quotes);
        all.putAll(prices.quotes(opened));
        return all;
    }

    private PortfolioReturn valued(SequencedMap<Ticker, Held> held, Map<Ticker, KnownQuote> quotes) {
        Instant now = clock.instant();
        return PortfolioReturn.of(held, (ticker, position) -> prices.mark(now, quotes.get(ticker), position));
    }
}
