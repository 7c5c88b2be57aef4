package io.trakkit.feed.testing;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.domain.price.CurrencyPair;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.PriceFeed;
import io.trakkit.feed.fx.FedRates;
import io.trakkit.prices.QuoteStore;
import io.trakkit.prices.testing.TestRedis;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The app as it is deployed, on a real Redis and a real PostgreSQL of its own. Its schedule is far from any test that names none. */
public final class FeedApp implements AutoCloseable {

    public static final CurrencyCode USD = new CurrencyCode("USD");

    /** What a quote means that does not say so. */
    public static final QuoteDefaults DEFAULTS = new QuoteDefaults(USD, false);

    private static final String PRICES = "/api/v1/price/";

    public final TestDatabase database = TestDatabase.create();
    public final TestRedis redis = TestRedis.start();
    private final ConfigurableApplicationContext context;

    public FeedApp(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--spring.config.name=price-feed",
                "--server.port=0",
                "--spring.datasource.url=" + database.jdbcUrl(),
                "--spring.datasource.username=" + TestDatabase.USER,
                "--spring.datasource.password=",
                "--spring.data.redis.port=" + redis.port(),
                // By default a server that is slow is as one that is away, and on a busy machine any may be that slow.
                "--spring.datasource.hikari.connection-timeout=60000",
                "--spring.datasource.hikari.data-source-properties.connectTimeout=30",
                "--spring.data.redis.connect-timeout=2s",
                "--spring.data.redis.timeout=2s"));
        all.addAll(List.of(settings));
        if (Stream.of(settings).noneMatch(setting -> setting.startsWith("--trakkit.feed.cron="))) {
            all.add("--trakkit.feed.cron=0 0 0 1 1 *");
        }
        context = new SpringApplicationBuilder(PriceFeed.class)
                .logStartupInfo(false)
                .run(all.toArray(String[]::new));
        patiently().until(() -> bean(QuoteStore.class).answers());
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public static Quote quote(String ticker, String price, Instant time) {
        return new Quote(new Ticker(ticker), Price.of(price), USD, time, new PriceSourceName("test"));
    }

    /** An open position of one unit in each of the tickers T0, T1, …, and a closed one in GONE. */
    public void hold(int tickers) {
        database.jdbc().sql("""
                        INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                        VALUES ('default', 1, 'ada', 'savings', '2026-01-01Z', '2026-01-01Z')
                        """).update();
        IntStream.range(0, tickers).forEach(i -> hold("T" + i, 1));
        hold("GONE", 0);
    }

    private void hold(String ticker, int held) {
        database.jdbc().sql("""
                        INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                            last_executed_at, last_sequence, since_checkpoint, trades, version, updated_at)
                        VALUES ('default', 1, 1, :ticker, :held, 0, 0, '2026-01-01Z', 1, 0, 1, 1, '2026-01-01Z')
                        """).param("ticker", ticker).param("held", held).update();
    }

    /** What takes in exchange rates that a source has as the prices of these tickers. */
    public FedRates rates(Map<Ticker, CurrencyPair> pairs) {
        return new FedRates(pairs, new FxRates(database.jdbc()), bean(QuoteRules.class), Clock.systemUTC());
    }

    /** Removes all prices. */
    public void empty() {
        redis.command("FLUSHALL");
        database.jdbc().sql("TRUNCATE price_history").update();
        patiently().until(() -> bean(QuoteStore.class).answers());
    }

    public HttpAnswer get(String path) {
        return http().get(PRICES + path);
    }

    public HttpAnswer post(String path, String body) {
        return http().post(PRICES + path, body);
    }

    public HttpAnswer put(String path, String body) {
        return http().put(PRICES + path, body);
    }

    /** For paths of other resources. */
    public Http http() {
        return new Http(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
    }

    @Override
    public void close() {
        context.close();
        redis.close();
        database.close();
    }
}
