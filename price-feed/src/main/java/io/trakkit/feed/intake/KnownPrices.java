package io.trakkit.feed.intake;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.QuoteStore.Replacement;
import io.trakkit.prices.QuoteStore.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The known prices while the intake decides on quotes: from Redis, from the history, and the quotes accepted since.
 */
final class KnownPrices {

    private final Map<Ticker, Stored> stored = new HashMap<>();
    private final Map<Ticker, Quote> latest = new HashMap<>();
    private final Map<Quote, Quote> recordedBefore = new HashMap<>();
    private final Map<Ticker, Quote> lastTaken = new HashMap<>();
    private final Predicate<Quote> stands;

    /** @param stands whether a quote from Redis can be used */
    KnownPrices(Predicate<Quote> stands) {
        this.stands = stands;
    }

    /** Adds the quotes from Redis. */
    void store(Map<Ticker, Stored> found) {
        stored.putAll(found);
        found.values().stream().map(Stored::quote).filter(Objects::nonNull).forEach(this::know);
    }

    /** Adds a quote; keeps it only if it is newer than the known one. */
    void know(Quote quote) {
        if (stands.test(quote)) {
            latest.merge(quote.ticker(), quote, KnownPrices::newer);
        }
    }

    private static Quote newer(Quote known, Quote other) {
        return other.time().isAfter(known.time()) ? other : known;
    }

    /** Whether a newer quote than this one is known. Its predecessor then comes from the history. */
    boolean isOld(Quote quote) {
        Quote known = latest.get(quote.ticker());
        return known != null && quote.time().isBefore(known.time());
    }

    /** Whether no quote of its time or later is known. */
    boolean isNewest(Quote quote) {
        Quote known = latest.get(quote.ticker());
        return known == null || quote.time().isAfter(known.time());
    }

    /** Adds the predecessors of old quotes from the history. */
    void recorded(Map<Quote, Quote> before) {
        recordedBefore.putAll(before);
    }

    /** Records an accepted quote. Quotes arrive in the order of their times. */
    void take(Quote quote) {
        lastTaken.put(quote.ticker(), quote);
        know(quote);
    }

    /** The newest known quote at or before the time of another quote. */
    @Nullable
    Quote before(Quote quote) {
        return Stream.of(latest.get(quote.ticker()), recordedBefore.get(quote), lastTaken.get(quote.ticker()))
                .filter(Objects::nonNull)
                .filter(known -> !known.time().isAfter(quote.time()))
                .reduce(KnownPrices::newer)
                .orElse(null);
    }

    /** The writes after which Redis holds the latest quote of each ticker. */
    List<Replacement> replacements() {
        List<Replacement> replacements = new ArrayList<>();
        latest.forEach((ticker, quote) -> {
            Stored there = stored.getOrDefault(ticker, Stored.NONE);
            if (!quote.equals(there.quote())) {
                replacements.add(new Replacement(there, quote));
            }
        });
        return replacements;
    }
}
