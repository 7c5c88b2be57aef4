package io.trakkit.query;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.prices.QuoteSeries;
import io.trakkit.store.projection.Generations;
import io.trakkit.store.query.Holdings;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.WatchedPositions;
import io.trakkit.store.query.trades.KnownTrades;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeHistories;
import io.trakkit.store.query.trades.TradePages;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

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

    private final DataSource dataSource;
    private final JdbcClient jdbc;

    QueryConfiguration(DataSource dataSource) {
        this.dataSource = dataSource;
        jdbc = JdbcClient.create(dataSource);
    }

    @Bean
    PortfolioPages portfolioPages() {
        return new PortfolioPages(jdbc);
    }

    @Bean
    VisiblePortfolios visiblePortfolios(PortfolioPages portfolioPages) {
        return new VisiblePortfolios(portfolioPages);
    }

    @Bean
    SummaryPages summaryPages() {
        return new SummaryPages(jdbc);
    }

    @Bean
    TradePages tradePages() {
        return new TradePages(jdbc);
    }

    @Bean
    RefusedTrades refusedTrades() {
        return new RefusedTrades(jdbc);
    }

    @Bean
    KnownTrades knownTrades() {
        return new KnownTrades(jdbc);
    }

    @Bean
    TradeHistories histories() {
        return new TradeHistories(jdbc);
    }

    @Bean
    Holdings holdings() {
        return new Holdings(jdbc);
    }

    @Bean
    PastHoldings pastHoldings() {
        JdbcTemplate someAtATime = new JdbcTemplate(dataSource);
        someAtATime.setFetchSize(PastHoldings.FETCH_SIZE);
        return new PastHoldings(JdbcClient.create(someAtATime));
    }

    @Bean
    QuoteSeries recordedQuotes() {
        return new QuoteSeries(jdbc);
    }

    @Bean
    WatchedPositions watchedPositions() {
        return new WatchedPositions(jdbc);
    }

    /** Long reads have half of the connections at most. */
    @Bean
    Snapshots snapshots(PlatformTransactionManager transactions, HikariDataSource pool) {
        return new Snapshots(transactions, Math.max(1, pool.getMaximumPoolSize() / 2), PATIENCE);
    }

    @Bean
    ReadModelHealth readModelHealthIndicator() {
        return new ReadModelHealth(new Generations(jdbc));
    }
}
