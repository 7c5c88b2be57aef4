package io.trakkit.query;

import io.trakkit.store.Generations;
import io.trakkit.store.read.Histories;
import io.trakkit.store.read.Holdings;
import io.trakkit.store.read.KnownTrades;
import io.trakkit.store.read.PortfolioPages;
import io.trakkit.store.read.RefusedTrades;
import io.trakkit.store.read.SummaryPages;
import io.trakkit.store.read.TradePages;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the features read from. */
@Configuration(proxyBeanMethods = false)
class QueryConfiguration {

    private final JdbcClient jdbc;

    QueryConfiguration(DataSource dataSource) {
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
    ReadModelHealth readModelHealthIndicator() {
        return new ReadModelHealth(new Generations(jdbc));
    }
}
