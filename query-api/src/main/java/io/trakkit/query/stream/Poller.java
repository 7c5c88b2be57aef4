package io.trakkit.query.stream;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import io.trakkit.query.returns.PresentPrices;
import io.trakkit.store.query.WatchedPositions;
import io.trakkit.store.query.WatchedPositions.Applied;
import io.trakkit.store.query.WatchedPositions.Change;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import io.trakkit.store.query.WatchedPositions.Watched;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Finds changes of all watched portfolios, in rounds. A round without newly applied records costs one small statement and
 * one round trip for the prices, regardless of the number of followers; and one statement a second for each pair of currencies.
 */
final class Poller {

    private static final Logger LOG = LoggerFactory.getLogger(Poller.class);

    /** After this number of rounds everything is valued again: prices become stale. */
    private static final int FULL_ROUND_EVERY = 40;

    private final WatchedPositions positions;
    private final PresentPrices prices;
    private final Clock clock;

    private final Map<Watch, SortedMap<Ticker, Watched>> read = new HashMap<>();

    /** What was read and is to be published, in the next round if this one fails. */
    private final Set<Watch> due = new HashSet<>();

    /** The clients whose positions could not be read in the last round. */
    private final Set<ClientId> failing = new HashSet<>();

    private LivePrices.Known quotes = LivePrices.Known.NONE;
    private Map<Conversion, Optional<ObservedRate>> rates = Map.of();
    private @Nullable Applied applied;
    private long rounds;
    private long states;

    /** The currency of a price, and that of a portfolio. */
    private record Conversion(CurrencyCode from, CurrencyCode into) {}

    Poller(WatchedPositions positions, PresentPrices prices, Clock clock) {
        this.positions = positions;
        this.prices = prices;
        this.clock = clock;
    }

    /**
     * Brings watches up to date.
     *
     * @return those of clients whose positions could not be read, which stay as they are; the next round reads them
     * @throws org.springframework.dao.DataAccessException if the database does not answer; the next round finds the changes
     */
    Set<Watch> round(Collection<Watch> watches) {
        boolean isFullRound = rounds++ % FULL_ROUND_EVERY == 0;
        Set<Watch> present = Set.copyOf(watches);
        read.keySet().retainAll(present);
        due.retainAll(present);
        Set<Watch> unread = readPositions(watches, isFullRound);
        Set<Ticker> moved = readQuotes();
        Instant now = clock.instant();
        due.addAll(readRates(now));
        for (Watch watch : watches) {
            SortedMap<Ticker, Watched> held = read.get(watch);
            if (held != null && (isFullRound || due.contains(watch) || holdsOneOf(watch, moved))) {
                publish(watch, held, now);
                due.remove(watch);
            }
        }
        return unread;
    }

    /** Reads changed positions, client by client, and notes that they are due; returns the watches that could not be read. */
    private Set<Watch> readPositions(Collection<Watch> watches, boolean isFullRound) {
        // The next statements also see records applied after this one. The next round looks for their changes again.
        Applied latest = positions.applied();
        boolean all = isFullRound || !latest.equals(applied);
        Map<ClientId, List<Watch>> asked = watches.stream()
                .filter(watch -> all || watch.change() == null)
                .collect(Collectors.groupingBy(watch -> watch.key().client(), TreeMap::new, Collectors.toList()));
        failing.retainAll(asked.keySet());
        Set<Watch> unread = new HashSet<>();
        asked.forEach((client, theirs) -> {
            if (!tryToRead(client, theirs, latest)) {
                unread.addAll(theirs);
            }
        });
        applied = latest;
        return unread;
    }

    /** A failure is that of one client, unless there is no connection at all: a wait for one is not repeated for each client. */
    private boolean tryToRead(ClientId client, List<Watch> theirs, Applied latest) {
        try {
            readChanged(theirs, latest);
            failing.remove(client);
            return true;
        } catch (CannotGetJdbcConnectionException e) {
            throw e;
        } catch (RuntimeException e) {
            if (failing.add(client)) {
                LOG.warn("Cannot read changes for streams of the client {}, will retry", client, e);
            }
            theirs.forEach(watch -> {
                watch.forget();
                read.remove(watch);
            });
            return false;
        }
    }

    private void readChanged(List<Watch> ofClient, Applied latest) {
        Map<PortfolioKey, Watch> asked = ofClient.stream().collect(Collectors.toMap(Watch::key, watch -> watch));
        Map<PortfolioKey, Change> changes = positions.changes(asked.keySet());
        asked.values().removeIf(watch -> isUnchanged(watch, changes, latest));
        if (asked.isEmpty()) {
            return;
        }
        Map<PortfolioKey, SortedMap<Ticker, Watched>> found = positions.positions(asked.keySet());
        asked.forEach((key, watch) -> {
            read.put(watch, Objects.requireNonNull(found.get(key)));
            watch.read(Objects.requireNonNull(changes.get(key)));
            due.add(watch);
        });
    }

    /** Equal versions are the same positions only within one generation. */
    private boolean isUnchanged(Watch watch, Map<PortfolioKey, Change> changes, Applied latest) {
        return Objects.equals(watch.change(), changes.get(watch.key()))
                && applied != null
                && applied.generation() == latest.generation();
    }

    /** Reads the quotes; returns the tickers whose quote differs from that of the last round. */
    private Set<Ticker> readQuotes() {
        Set<Ticker> open = new HashSet<>();
        read.values()
                .forEach(held -> held.forEach((ticker, watched) -> {
                    if (watched.held().position().isOpen()) {
                        open.add(ticker);
                    }
                }));
        LivePrices.Known latest = prices.quotes(open);
        Set<Ticker> moved =
                open.stream().filter(ticker -> hasMoved(ticker, latest)).collect(Collectors.toSet());
        quotes = latest;
        return moved;
    }

    /** Reads the rates of prices in other currencies; returns the watches with a rate that differs from the last round. */
    private Set<Watch> readRates(Instant now) {
        Map<Conversion, Optional<ObservedRate>> latest = new HashMap<>();
        Set<Watch> moved = new HashSet<>();
        read.forEach((watch, held) -> held.forEach((ticker, watched) -> {
            for (Conversion conversion : conversions(ticker, watched)) {
                Optional<ObservedRate> rate =
                        latest.computeIfAbsent(conversion, wanted -> prices.rate(wanted.from(), wanted.into(), now));
                if (!rate.equals(rates.get(conversion))) {
                    moved.add(watch);
                }
            }
        }));
        rates = latest;
        return moved;
    }

    /** The conversions that the value of a position can need: of its quote, and of its last trade. */
    private List<Conversion> conversions(Ticker ticker, Watched watched) {
        if (!watched.held().position().isOpen()) {
            return List.of();
        }
        KnownQuote quote = quotes.quotes().get(ticker);
        LastTrade last = watched.held().lastTrade();
        List<Conversion> conversions = new ArrayList<>(2);
        if (quote != null && !quote.quote().currency().equals(watched.currency())) {
            conversions.add(new Conversion(quote.quote().currency(), watched.currency()));
        }
        if (last != null && last.conversion().isPresent()) {
            conversions.add(new Conversion(last.conversion().get().currency(), watched.currency()));
        }
        return conversions;
    }

    private boolean hasMoved(Ticker ticker, LivePrices.Known latest) {
        KnownQuote quote = latest.quotes().get(ticker);
        return !Objects.equals(quote, quotes.quotes().get(ticker))
                || (quote == null && latest.complete() != quotes.complete());
    }

    private static boolean holdsOneOf(Watch watch, Set<Ticker> moved) {
        PortfolioState state = watch.state();
        return state == null || moved.stream().anyMatch(state.openTickers()::contains);
    }

    private void publish(Watch watch, SortedMap<Ticker, Watched> held, Instant now) {
        PortfolioState before = watch.state();
        PortfolioState latest = PortfolioState.of(
                ++states,
                held,
                (ticker, watched) ->
                        prices.mark(now, quotes, ticker, watched.held(), watched.splits(), watched.currency()),
                Objects.requireNonNull(watch.change()).cash(),
                before);
        if (before == null || latest.differsFrom(before)) {
            watch.become(latest);
        }
    }
}
