package io.trakkit.query.returns;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Position;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.Held;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.prices.KnownQuote;
import io.trakkit.store.read.Holdings;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
        Optional<SortedMap<Ticker, Position>> found = holdings.of(client, portfolio);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Set<Ticker> open = found.get().entrySet().stream()
                .filter(entry -> entry.getValue().isOpen())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Map<Ticker, KnownQuote> quotes = prices.quotes(open);
        if (prices.suffice(quotes, open)) {
            SortedMap<Ticker, Held> held = new TreeMap<>();
            found.get().forEach((ticker, position) -> held.put(ticker, new Held(position, null)));
            return Optional.of(valued(held, quotes));
        }
        return holdings.withLastTrades(client, portfolio, quotes.keySet())
                .map(held -> valued(held, withThoseOpenedSince(quotes, open, held)));
    }

    /** Positions may have been opened between the two looks. */
    private Map<Ticker, KnownQuote> withThoseOpenedSince(
            Map<Ticker, KnownQuote> quotes, Set<Ticker> asked, SortedMap<Ticker, Held> held) {
        Set<Ticker> opened = held.entrySet().stream()
                .filter(entry -> entry.getValue().position().isOpen() && !asked.contains(entry.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        Map<Ticker, KnownQuote> all = new HashMap<>(quotes);
        all.putAll(prices.quotes(opened));
        return all;
    }

    private PortfolioReturn valued(SortedMap<Ticker, Held> held, Map<Ticker, KnownQuote> quotes) {
        Instant now = clock.instant();
        return PortfolioReturn.of(held, (ticker, position) -> prices.mark(now, quotes.get(ticker), position));
    }
}
