package io.trakkit.domain.returns.account;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What markets have said.
 *
 * @param quotes no two of one ticker and one time
 * @param rates into the currency of the portfolio; no two of one currency and one time
 * @param staleAfter the age from which a price or a rate is old
 */
record Market(List<Quote> quotes, List<KnownRate> rates, Duration staleAfter) {

    /** What one unit of a currency costs from a time on. */
    record KnownRate(CurrencyCode currency, FxRate rate, Instant time) {}

    Market {
        quotes = List.copyOf(quotes);
        rates = List.copyOf(rates);
    }

    Optional<Quote> newestQuote(Ticker ticker, Instant time) {
        return quotes.stream()
                .filter(quote -> quote.ticker().equals(ticker) && !quote.time().isAfter(time))
                .max(Comparator.comparing(Quote::time));
    }

    Optional<KnownRate> newestRate(CurrencyCode currency, Instant time) {
        return rates.stream()
                .filter(known ->
                        known.currency().equals(currency) && !known.time().isAfter(time))
                .max(Comparator.comparing(KnownRate::time));
    }

    boolean isOld(Instant time, Instant at) {
        return time.plus(staleAfter).isBefore(at);
    }
}
