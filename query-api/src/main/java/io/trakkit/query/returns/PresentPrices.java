package io.trakkit.query.returns;

import io.trakkit.domain.Ticker;
import io.trakkit.domain.returns.Held;
import io.trakkit.domain.returns.Mark;
import io.trakkit.domain.returns.Pricing;
import io.trakkit.prices.KnownQuote;
import io.trakkit.prices.LivePrices;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** At which prices positions are valued at present: by what is known of the market, under the rules of the settings. */
public final class PresentPrices {

    private final LivePrices live;
    private final Pricing pricing;

    PresentPrices(LivePrices live, Pricing pricing) {
        this.live = live;
        this.pricing = pricing;
    }

    /** The latest quotes of the tickers, as far as there are any; none where a constant price makes them needless. */
    public Map<Ticker, KnownQuote> quotes(Collection<Ticker> tickers) {
        return pricing.constant().isPresent() || tickers.isEmpty() ? Map.of() : live.of(tickers);
    }

    /** Whether positions in these tickers can be valued without their last trades. */
    boolean suffice(Map<Ticker, KnownQuote> quotes, Collection<Ticker> open) {
        return pricing.constant().isPresent() || quotes.keySet().containsAll(open);
    }

    /**
     * The price of a position.
     *
     * @param known the latest quote of its ticker; null where there is none, and then its last trade is needed
     */
    public Mark mark(Instant now, @Nullable KnownQuote known, Held held) {
        return known == null
                ? pricing.mark(now, null, true, held.lastTrade())
                : pricing.mark(now, known.quote(), known.isLive(), held.lastTrade());
    }
}
