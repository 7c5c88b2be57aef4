package io.trakkit.query;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.prices.LivePricesConfiguration;
import io.trakkit.store.postgres.AppPools;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.store.prices.QuoteSeries;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.RecordedRates;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.WatchedPositions;
import io.trakkit.store.query.trades.ActivityPages;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.RecordEvents;
import io.trakkit.store.query.trades.RefusedOfPosition;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradePages;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Configures what the features share. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    /**
     * The default size of the pool. Two connections per processor keep the processors busy; more wait for each other within
     * PostgreSQL, longer and less evenly than for a connection. The number of PostgreSQL's processors is unknown here; the
     * upper bound is a number of connections that PostgreSQL can spare.
     */
    static final int CONNECTIONS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Bean
    @ConfigurationProperties("spring.datasource.hikari")
    HikariDataSource queryPool(DataSourceProperties settings) {
        return AppPools.pool(settings, DatabaseRole.READER);
    }

    @Bean
    JdbcClient queryJdbc(HikariDataSource queryPool) {
        return JdbcClient.create(new ClientDataSource(queryPool));
    }

    @Bean
    VisiblePortfolios visiblePortfolios(PortfolioPages portfolioPages) {
        return new VisiblePortfolios(portfolioPages);
    }

    @Bean
    PortfolioPages portfolioPages(JdbcClient queryJdbc) {
        return new PortfolioPages(queryJdbc);
    }

    @Bean
    SummaryPages summaryPages(JdbcClient queryJdbc) {
        return new SummaryPages(queryJdbc);
    }

    @Bean
    TradePages tradePages(JdbcClient queryJdbc) {
        return new TradePages(queryJdbc);
    }

    @Bean
    RefusedTrades refusedTrades(JdbcClient queryJdbc) {
        return RefusedTrades.ofTrades(queryJdbc);
    }

    @Bean
    RefusedTrades refusedActivities(JdbcClient queryJdbc) {
        return RefusedTrades.ofActivities(queryJdbc);
    }

    @Bean
    ActivityPages activityPages(JdbcClient queryJdbc) {
        return new ActivityPages(queryJdbc);
    }

    @Bean
    KnownBookings knownBookings(JdbcClient queryJdbc) {
        return new KnownBookings(queryJdbc);
    }

    @Bean
    TradeHistories tradeHistories(JdbcClient queryJdbc) {
        return TradeHistories.ofTrades(queryJdbc);
    }

    @Bean
    TradeHistories activityHistories(JdbcClient queryJdbc) {
        return TradeHistories.ofActivities(queryJdbc);
    }

    @Bean
    Holdings holdings(JdbcClient queryJdbc) {
        return new Holdings(queryJdbc);
    }

    @Bean
    PastHoldings pastHoldings(HikariDataSource queryPool) {
        return new PastHoldings(someAtATime(queryPool));
    }

    @Bean
    RefusedOfPosition refusedOfPosition(HikariDataSource queryPool) {
        return new RefusedOfPosition(someAtATime(queryPool));
    }

    private static JdbcClient someAtATime(HikariDataSource queryPool) {
        JdbcTemplate someAtATime = new JdbcTemplate(new ClientDataSource(queryPool));
        someAtATime.setFetchSize(PastHoldings.FETCH_SIZE);
        return JdbcClient.create(someAtATime);
    }

    @Bean
    RecordEvents recordEvents(JdbcClient queryJdbc) {
        return new RecordEvents(queryJdbc);
    }

    /** Prices belong to no client. In one context with price-feed its history is used. */
    @Bean
    @Fallback
    PriceHistory queryPriceHistory(HikariDataSource queryPool) {
        return LivePricesConfiguration.history(queryPool);
    }

    @Bean
    QuoteSeries recordedQuotes(JdbcClient queryJdbc) {
        return new QuoteSeries(queryJdbc);
    }

    /** Rates belong to no client, as prices do. */
    @Bean
    RatesAt ratesAt(JdbcClient queryJdbc) {
        return new RecordedRates(new FxRates(queryJdbc));
    }

    @Bean
    WatchedPositions watchedPositions(JdbcClient queryJdbc) {
        return new WatchedPositions(queryJdbc);
    }

    /** Long reads have half of the connections at most. */
    @Bean
    Snapshots snapshots(HikariDataSource queryPool) {
        return new Snapshots(
                new JdbcTransactionManager(new ClientDataSource(queryPool)),
                Math.max(1, queryPool.getMaximumPoolSize() / 2),
                PATIENCE);
    }

    @Bean
    ReadModelHealth readModelHealthIndicator(JdbcClient queryJdbc) {
        return new ReadModelHealth(new Generations(queryJdbc));
    }
}
