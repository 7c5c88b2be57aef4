package io.trakkit.feed.intake;

import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.prices.QuoteStore.Replacement;
import io.trakkit.prices.QuoteStore.Stored;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The latest quotes while some are judged: what Redis holds, what the history says, and what has been accepted since. */
final class KnownPrices {

    private final Map<Ticker, Stored> stored = new HashMap<>();
    private final Map<Ticker, Quote> latest = new HashMap<>();
    private final Predicate<Quote> stands;

    /** @param stands whether a quote counts, whoever has written it */
    KnownPrices(Predicate<Quote> stands) {
        this.stands = stands;
    }

    /** What lies in Redis. */
    void store(Map<Ticker, Stored> found) {
        stored.putAll(found);
        found.values().stream().map(Stored::quote).filter(Objects::nonNull).forEach(this::know);
    }

    /** One more quote; it counts if it is newer than what is known. */
    void know(Quote quote) {
        if (stands.test(quote)) {
            latest.merge(quote.ticker(), quote, (known, other) -> other.time().isAfter(known.time()) ? other : known);
        }
    }

    @Nullable
    Quote latest(Ticker ticker) {
        return latest.get(ticker);
    }

    /** What has to be done for Redis to hold the latest of each. */
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
