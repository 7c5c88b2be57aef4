package io.trakkit.query;

import io.trakkit.store.Generations;
import io.trakkit.store.PastHoldings;
import io.trakkit.store.PriceSamples;
import io.trakkit.store.WatchedPositions;
import io.trakkit.store.read.Histories;
import io.trakkit.store.read.Holdings;
import io.trakkit.store.read.KnownTrades;
import io.trakkit.store.read.PortfolioPages;
import io.trakkit.store.read.RefusedTrades;
import io.trakkit.store.read.SummaryPages;
import io.trakkit.store.read.TradePages;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** What the features read from. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    /**
     * Each keeps a processor busy, here or in PostgreSQL. What it has is not known here; that it is about as many as this
     * process can use is a guess, for which there are settings.
     */
    private static final int LONG_READS = Math.max(2, Runtime.getRuntime().availableProcessors());

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /**
     * Twice as many as there are processors keep them busy; more only wait for each other within PostgreSQL, longer and less
     * evenly than in front of it.
     */
    static final int CONNECTIONS = 2 * LONG_READS;

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
    Histories histories() {
        return new Histories(jdbc);
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
    PriceSamples priceSamples() {
        return new PriceSamples(jdbc);
    }

    @Bean
    WatchedPositions watchedPositions() {
        return new WatchedPositions(jdbc);
    }

    @Bean
    Snapshots snapshots(PlatformTransactionManager transactions) {
        return new Snapshots(transactions, LONG_READS, PATIENCE);
    }

    @Bean
    ReadModelHealth readModelHealthIndicator() {
        return new ReadModelHealth(new Generations(jdbc));
    }
}
