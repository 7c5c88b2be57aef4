package io.trakkit.bench.log;

import io.trakkit.bench.peer.RedisReads;
import io.trakkit.domain.CurrencyCode;
import io.trakkit.domain.Price;
import io.trakkit.domain.PriceSourceName;
import io.trakkit.domain.Quote;
import io.trakkit.domain.Ticker;
import io.trakkit.prices.QuoteStore;
import io.trakkit.wire.event.QuoteCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;

/** Prices of the tickers of the trades, as price-feed leaves them in Redis: two decimals, no two alike. */
public final class Prices {

    private Prices() {}

    /** Sets a price of now for each ticker. */
    public static void set(RedisReads redis, Collection<Ticker> tickers) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        QuoteCodec codec = new QuoteCodec();
        long cents = 10_000;
        for (Ticker ticker : tickers) {
            Price price = new Price(BigDecimal.valueOf(cents, 2));
            cents += 7;
            redis.set(
                    key(ticker),
                    codec.encode(new Quote(ticker, price, new CurrencyCode("USD"), now, new PriceSourceName("bench"))));
        }
    }

    /** Where its price lies. */
    public static String key(Ticker ticker) {
        return QuoteStore.KEY_PREFIX + ticker.value();
    }
}
