package io.trakkit.query.returns;

import io.trakkit.domain.returns.HeldPosition;
import io.trakkit.domain.returns.Mark;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import java.time.Instant;
import java.util.Collection;

/** The prices at which positions are valued now. */
public final class PresentPrices {

    private final LivePrices live;
    private final Pricing pricing;

    PresentPrices(LivePrices live, Pricing pricing) {
        this.live = live;
        this.pricing = pricing;
    }

    /** The latest known quotes of the tickers; none if a constant price replaces them. */
    public LivePrices.Known quotes(Collection<Ticker> tickers) {
        return pricing.constant().isPresent() || tickers.isEmpty() ? LivePrices.Known.NONE : live.ask(tickers);
    }

    /** Whether positions can be valued: each open one needs its last trade. */
    boolean suffice(Collection<HeldPosition> positions) {
        return pricing.constant().isPresent()
                || positions.stream()
                        .allMatch(heldPosition -> heldPosition.lastTrade() != null
                                || !heldPosition.position().isOpen());
    }

    /** The price of a position. */
    public Mark mark(Instant now, LivePrices.Known known, Ticker ticker, HeldPosition heldPosition) {
        KnownQuote quote = known.quotes().get(ticker);
        return quote == null
                ? pricing.mark(now, null, known.complete(), heldPosition.lastTrade())
                : pricing.mark(now, quote.quote(), quote.isLive(), heldPosition.lastTrade());
    }
}
