package io.trakkit.domain.valuation;

import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prices positions by their newest observation, a quote or the portfolio's own last trade, regardless of its age, and
 * converts it at the rate of the valuation's time. No price and no rate is invented.
 *
 * @param constant one price for all tickers instead, in the portfolio's currency; only for experiments
 * @param staleAfter the age from which a price or a rate is stale
 */
public record Pricing(Optional<Price> constant, Duration staleAfter) {

    /** @throws InvalidValueException if the age is not positive */
    public Pricing {
        if (!staleAfter.isPositive()) {
            throw new InvalidValueException("trakkit.returns.stale-after must be positive");
        }
    }

    /**
     * The price of a ticker at a time, with its source and age.
     *
     * <p>Where no rate of the price's currency is known, the last trade's own is used, and the price is stale. Where that is
     * of another currency, the quote is left aside.
     *
     * @param quote its newest known quote; null if none is known
     * @param surelyLatest whether it is certain that no newer quote exists, or none at all
     * @param lastTrade its last trade that counts; null if there is none
     * @param splits all known ones, also later ones, which restate a quote in units of another time; the last trade is restated
     *     already
     * @throws IllegalStateException if there is neither a quote nor a trade
     */
    public Mark mark(
            Instant at,
            @Nullable Quote quote,
            boolean surelyLatest,
            @Nullable LastTrade lastTrade,
            Splits splits,
            Valuation valuation) {
        if (constant.isPresent()) {
            return new Mark(constant.get(), Mark.CONSTANT, null, false, true);
        }
        boolean recent = quote != null && surelyLatest && !isOld(quote.time(), at);
        if (quote != null && isNewest(quote, lastTrade)) {
            Optional<Rate> rate = rate(quote.currency(), ofTrade(lastTrade, quote.currency()), at, valuation);
            if (rate.isPresent()) {
                boolean current = recent && !rate.get().stale();
                return new Mark(
                        splits.restated(quote.price(), quote.unitsOf(), at),
                        rate.get().foreign(),
                        quote.source().value(),
                        quote.time(),
                        !current,
                        current);
            }
            return lastTrade(at, traded(lastTrade), valuation, true, false);
        }
        return lastTrade(at, traded(lastTrade), valuation, !surelyLatest, recent);
    }

    private Mark lastTrade(Instant at, LastTrade last, Valuation valuation, boolean stale, boolean current) {
        Optional<Rate> rate = last.conversion()
                .flatMap(conversion -> rate(conversion.currency(), Optional.of(conversion), at, valuation));
        boolean oldRate = rate.filter(Rate::stale).isPresent();
        return new Mark(
                last.price(),
                rate.flatMap(Rate::foreign),
                Mark.LAST_TRADE,
                last.time(),
                stale || oldRate || isOld(last.time(), at),
                current && !oldRate);
    }

    /** A rate into the portfolio's currency; none is needed, and it is never stale, where that is the price's, too. */
    public record Rate(Optional<Mark.Foreign> foreign, boolean stale) {

        public BigDecimal converted(BigDecimal amount) {
            return foreign.map(other -> other.converted(amount)).orElse(amount);
        }
    }

    /** @param ofTrade the rate of the last trade, if it is of that currency */
    public Optional<Rate> rate(CurrencyCode currency, Optional<Conversion> ofTrade, Instant at, Valuation valuation) {
        if (currency.equals(valuation.currency())) {
            return Optional.of(new Rate(Optional.empty(), false));
        }
        Optional<ObservedRate> observed = valuation.rates().rate(currency, valuation.currency(), at);
        return observed.map(found ->
                        new Rate(Optional.of(new Mark.Foreign(currency, found.rate())), isOld(found.time(), at)))
                .or(() -> ofTrade.map(
                        conversion -> new Rate(Optional.of(new Mark.Foreign(currency, conversion.rate())), true)));
    }

    private static Optional<Conversion> ofTrade(@Nullable LastTrade lastTrade, CurrencyCode currency) {
        return lastTrade == null
                ? Optional.empty()
                : lastTrade
                        .conversion()
                        .filter(conversion -> conversion.currency().equals(currency));
    }

    /** A trade at zero, such as a bonus share or a worthless sale, is an observation only if there is no other. */
    private static boolean isNewest(Quote quote, @Nullable LastTrade lastTrade) {
        return lastTrade == null || lastTrade.price().isZero() || !quote.time().isBefore(lastTrade.time());
    }

    private static LastTrade traded(@Nullable LastTrade lastTrade) {
        if (lastTrade == null) {
            throw new IllegalStateException("A held ticker must have a last trade");
        }
        return lastTrade;
    }

    private boolean isOld(Instant time, Instant at) {
        return Duration.between(time, at).compareTo(staleAfter) > 0;
    }
}
