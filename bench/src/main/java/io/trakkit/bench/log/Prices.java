package io.trakkit.bench.log;

import io.trakkit.bench.peer.RedisReads;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.prices.QuoteStore;
import io.trakkit.store.prices.FxRates;
import io.trakkit.wire.event.QuoteCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** Prices of the tickers of the trades, as price-feed leaves them in Redis: two decimals, no two alike. */
public final class Prices {

    /** As many as price-feed writes in one go. */
    private static final int AT_ONCE = 500;

    private Prices() {}

    /** Sets a price of now for each ticker, each time another one. */
    public static void set(RedisReads redis, Collection<Ticker> tickers) throws IOException {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        long cents = 10_000 + now.getEpochSecond() % 1_000;
        Map<String, byte[]> values = new LinkedHashMap<>();
        for (Ticker ticker : tickers) {
            Price price = new Price(BigDecimal.valueOf(cents, 2));
            cents += 7;
            values.put(
                    key(ticker),
                    QuoteCodec.encode(new Quote(
                            ticker, price, RandomTrades.CONVERSION.currency(), now, new PriceSourceName("bench"))));
            if (values.size() == AT_ONCE) {
                redis.set(values);
                values.clear();
            }
        }
        redis.set(values);
    }

    /** Records a rate of now for the currency of the prices, as price-feed does. */
    public static void recordRate(Connection connection) {
        new FxRates(JdbcClient.create(new SingleConnectionDataSource(connection, true)))
                .record(
                        RandomTrades.CONVERSION.currency(),
                        new CurrencyCode("USD"),
                        new FxRates.KnownRate(
                                RandomTrades.CONVERSION.rate(),
                                Instant.now().truncatedTo(ChronoUnit.MICROS),
                                new PriceSourceName("bench")));
    }

    /** Where its price lies. */
    public static String key(Ticker ticker) {
        return QuoteStore.KEY_PREFIX + ticker.value();
    }
}
