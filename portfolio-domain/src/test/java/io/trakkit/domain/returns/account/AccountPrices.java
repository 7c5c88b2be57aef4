package io.trakkit.domain.returns.account;

import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Optional;

/** What units are worth at a time: "Prices" of docs/returns.md. */
final class AccountPrices {

    private static final int PRICE_SCALE = 18;
    private static final BigDecimal MOST_PRICE = new BigDecimal("999999999999.999999999999999999");

    private final AccountBook book;
    private final Market market;

    AccountPrices(AccountBook book, Market market) {
        this.book = book;
        this.market = market;
    }

    /**
     * The price of one unit.
     *
     * @param currency that of the price
     * @param rate into the currency of the portfolio; empty where both are the same
     * @param stale whether {@code strict} would refuse it
     */
    record Priced(BigDecimal perUnit, CurrencyCode currency, Optional<BigDecimal> rate, boolean stale) {

        BigDecimal worth(BigDecimal units) {
            BigDecimal exact = perUnit.multiply(units);
            return rate.map(into -> AccountBook.rounded(exact.multiply(into))).orElse(exact);
        }
    }

    /** A rate into the currency of the portfolio; empty where none is needed. */
    record Rated(Optional<BigDecimal> rate, boolean stale) {}

    /** The newest observation, a quote or what the portfolio's own trades say. */
    Priced priced(Ticker ticker, Instant time) {
        LastTrade last = book.lastTrade(ticker, time).orElseThrow();
        Optional<Quote> quote = market.newestQuote(ticker, time);
        boolean isRecent =
                quote.filter(found -> !market.isOld(found.time(), time)).isPresent();
        if (quote.isPresent() && isNewest(quote.get(), last)) {
            CurrencyCode currency = quote.get().currency();
            Optional<Rated> rated = rated(
                    currency, last.conversion().filter(own -> own.currency().equals(currency)), time);
            if (rated.isPresent()) {
                return new Priced(
                        restated(quote.get(), time),
                        currency,
                        rated.get().rate(),
                        !isRecent || rated.get().stale());
            }
            return ofTrade(last, time, true);
        }
        return ofTrade(last, time, !isRecent);
    }

    /** A trade at zero says nothing where there is any quote. */
    private static boolean isNewest(Quote quote, LastTrade last) {
        return last.price().value().signum() == 0 || !quote.time().isBefore(last.time());
    }

    private Priced ofTrade(LastTrade last, Instant time, boolean stale) {
        CurrencyCode currency = last.conversion().map(Conversion::currency).orElse(book.currency());
        Rated rated = rated(currency, last.conversion(), time).orElseThrow();
        return new Priced(
                last.price().value(),
                currency,
                rated.rate(),
                stale || rated.stale() || market.isOld(last.time(), time));
    }

    /** @param fallback the conversion of the last record in that currency */
    Optional<Rated> rated(CurrencyCode from, Optional<Conversion> fallback, Instant time) {
        if (from.equals(book.currency())) {
            return Optional.of(new Rated(Optional.empty(), false));
        }
        return market.newestRate(from, time)
                .map(known -> new Rated(Optional.of(known.rate().value()), market.isOld(known.time(), time)))
                .or(() -> fallback.map(own -> new Rated(Optional.of(own.rate().value()), true)));
    }

    /** The price of a unit of the portfolio at that time, whatever unit the quote is of. */
    private BigDecimal restated(Quote quote, Instant time) {
        BigDecimal price = quote.price().value();
        Instant unitsOf = quote.adjustedAt().orElse(quote.time());
        for (AccountBook.Split split : book.splits(quote.ticker())) {
            boolean isInQuote = !split.at().isAfter(unitsOf);
            boolean isInUnits = !split.from().isAfter(time);
            if (isInUnits && !isInQuote) {
                price = divided(price.multiply(split.before()), split.after());
            } else if (isInQuote && !isInUnits) {
                price = divided(price.multiply(split.after()), split.before());
            }
        }
        return price;
    }

    private static BigDecimal divided(BigDecimal dividend, BigDecimal divisor) {
        return dividend.divide(divisor, PRICE_SCALE, RoundingMode.HALF_EVEN).min(MOST_PRICE);
    }

    /** What some units of a ticker are worth. */
    BigDecimal worth(Ticker ticker, BigDecimal units, Instant time) {
        return units.signum() == 0 ? BigDecimal.ZERO : priced(ticker, time).worth(units);
    }

    /** What all units held are worth right after the records of a time. */
    BigDecimal value(Instant time) {
        return book.tickers().stream()
                .map(ticker -> worth(ticker, book.position(ticker, time).held(), time))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    boolean isStale(Instant time) {
        return book.tickers().stream()
                .anyMatch(ticker -> book.position(ticker, time).held().signum() != 0
                        && priced(ticker, time).stale());
    }
}
