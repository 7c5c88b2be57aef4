package io.trakkit.query.returns;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** The prices at which positions are valued now. */
public final class PresentPrices {

    private final LivePrices live;
    private final Pricing pricing;
    private final RatesAt rates;

    PresentPrices(LivePrices live, Pricing pricing, RatesAt rates) {
        this.live = live;
        this.pricing = pricing;
        this.rates = rates;
    }

    /** The latest known quotes of the tickers; none if a constant price replaces them. */
    public LivePrices.Known quotes(Collection<Ticker> tickers) {
        return pricing.constant().isPresent() || tickers.isEmpty() ? LivePrices.Known.NONE : live.ask(tickers);
    }

    /** The present rate of a currency into that of a portfolio; empty if none is known. */
    public Optional<RatesAt.ObservedRate> rate(CurrencyCode base, CurrencyCode portfolio, Instant now) {
        return rates.rate(base, portfolio, now);
    }

    /** Cash in the currency of a portfolio, at the present rates. */
    Cash.Valued valued(Cash cash, CurrencyCode portfolio, Instant now) {
        return cash.valued(now, pricing, new Valuation(portfolio, rates));
    }

    /** Whether positions can be valued: each open one needs its last trade. */
    boolean suffice(Collection<HeldPosition> positions) {
        return pricing.constant().isPresent()
                || positions.stream()
                        .allMatch(heldPosition -> heldPosition.lastTrade() != null
                                || !heldPosition.position().isOpen());
    }

    /**
     * The price of a position.
     *
     * @param currency that of the portfolio
     */
    public Mark mark(
            Instant now,
            LivePrices.Known known,
            Ticker ticker,
            HeldPosition heldPosition,
            Splits splits,
            CurrencyCode currency) {
        KnownQuote quote = known.quotes().get(ticker);
        Valuation valuation = new Valuation(currency, rates);
        return quote == null
                ? pricing.mark(now, null, known.complete(), heldPosition.lastTrade(), splits, valuation)
                : pricing.mark(now, quote.quote(), quote.isLive(), heldPosition.lastTrade(), splits, valuation);
    }
}
