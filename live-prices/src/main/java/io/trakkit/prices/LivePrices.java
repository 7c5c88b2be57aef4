package io.trakkit.prices;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.KnownQuote.Origin;
import io.trakkit.prices.QuoteStore.Stored;
import io.trakkit.store.prices.PriceHistory;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * The latest known prices. One request asks Redis for all tickers. For each ticker without an answer, the result is the
 * newer of the last quote read from Redis and the latest quote in the history, and is marked as such.
 */
public final class LivePrices {

    private static final Logger LOG = LoggerFactory.getLogger(LivePrices.class);

    private final QuoteStore store;
    private final PriceHistory history;
    private final QuoteRules rules;
    private final Clock clock;
    private final Counter notLive;

    LivePrices(QuoteStore store, PriceHistory history, QuoteRules rules, Clock clock, MeterRegistry meters) {
        this.store = store;
        this.history = history;
        this.rules = rules;
        this.clock = clock;
        this.notLive = Counter.builder("trakkit.prices.not.live")
                .description("Prices that were asked for and not read from Redis")
                .register(meters);
    }

    /**
     * The known quotes of some tickers.
     *
     * @param quotes the latest quote of each ticker; tickers without a known quote are left out
     * @param complete whether Redis has answered; if not, tickers left out may have a quote
     */
    public record Known(Map<Ticker, KnownQuote> quotes, boolean complete) {

        /** The answer for no tickers. */
        public static final Known NONE = new Known(Map.of(), true);
    }

    /** The quotes that {@link #ask} finds. */
    public Map<Ticker, KnownQuote> of(Collection<Ticker> tickers) {
        return ask(tickers).quotes();
    }

    /**
     * Finds the latest known quote of each ticker. Every quote satisfies {@link QuoteRules#standsAt}. An outage of
     * Redis or PostgreSQL causes no exception. Waits for Redis at most for the timeouts of its client, once a second.
     */
    public Known ask(Collection<Ticker> tickers) {
        Instant now = clock.instant();
        Map<Ticker, KnownQuote> known = HashMap.newHashMap(tickers.size());
        List<Ticker> missing = new ArrayList<>();
        Optional<Map<Ticker, Stored>> answer = stored(tickers);
        Map<Ticker, Stored> stored = answer.orElse(Map.of());
        for (Ticker ticker : tickers) {
            Quote quote = stored.getOrDefault(ticker, Stored.NONE).quote();
            if (quote != null && rules.standsAt(now, quote)) {
                known.put(ticker, new KnownQuote(quote, Origin.LIVE));
            } else {
                missing.add(ticker);
            }
        }
        if (!missing.isEmpty()) {
            notLive.increment(missing.size());
            addFallbacks(missing, now, known);
        }
        return new Known(known, answer.isPresent());
    }

    private Optional<Map<Ticker, Stored>> stored(Collection<Ticker> tickers) {
        try {
            return Optional.of(store.read(tickers));
        } catch (RedisAwayException e) {
            return Optional.empty();
        }
    }

    private void addFallbacks(List<Ticker> tickers, Instant now, Map<Ticker, KnownQuote> known) {
        Map<Ticker, Quote> recorded = recorded(tickers, now);
        for (Ticker ticker : tickers) {
            Quote last = standing(store.lastRead(ticker), now);
            Quote past = standing(recorded.get(ticker), now);
            if (past != null && (last == null || past.time().isAfter(last.time()))) {
                known.put(ticker, new KnownQuote(past, Origin.HISTORY));
            } else if (last != null) {
                known.put(ticker, new KnownQuote(last, Origin.LAST_KNOWN));
            }
        }
    }

    /** A quote read before the clock was set back can be ahead of the clock. */
    private @Nullable Quote standing(@Nullable Quote quote, Instant now) {
        return quote != null && rules.standsAt(now, quote) ? quote : null;
    }

    private Map<Ticker, Quote> recorded(List<Ticker> tickers, Instant now) {
        try {
            return history.latest(tickers, now.plus(rules.leeway()));
        } catch (DataAccessException e) {
            LOG.warn(
                    "Cannot read the price history: {}",
                    e.getMostSpecificCause().toString());
            return Map.of();
        }
    }
}
