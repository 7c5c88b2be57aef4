package io.trakkit.query.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.query.Snapshots;
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.query.ListedSummary;
import io.trakkit.store.query.PastHoldings;
import io.trakkit.store.query.PortfolioPages;
import io.trakkit.store.query.SummaryPages;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Slice;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

class SummariesByMethodTest {

    private static final ClientId CLIENT = ClientId.DEFAULT;
    private static final UserId USER = new UserId("u-1");
    private static final Instant AT = Instant.parse("2026-11-01T12:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final SmallWorker worker = new SmallWorker(database);
    private final LogPartition partition = new LogPartition(new UUID(0, 1), 0);
    private final CountedStatements counted = new CountedStatements(database);
    private int offset;

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    /** Two statements of the page; the portfolios; for each the memory to sort in and the records. */
    @Test
    void aPageIsReadInAsManyStatementsForTwoTickersAsForTwenty() {
        trades(portfolio("Savings"), 2);
        trades(portfolio("Pension"), 2);
        assertThat(costs()).containsExactly("T-00 200", "T-00 200", "T-01 200", "T-01 200");
        int ofFour = counted.statements.size();

        PortfolioId large = portfolio("Growth");
        trades(large, 20);
        counted.statements.clear();

        assertThat(costs()).hasSize(24).allMatch(cost -> cost.endsWith(" 200"));
        assertThat(counted.statements).hasSize(ofFour + 2);
    }

    /** By average cost, 150 would be left. */
    private List<String> costs() {
        JdbcClient jdbc = JdbcClient.create(counted);
        SummaryPages pages = new SummaryPages(jdbc);
        SummariesByMethod summaries = new SummariesByMethod(
                new Snapshots(new JdbcTransactionManager(counted), 1, Duration.ofMinutes(1)),
                new PastHoldings(jdbc),
                new PortfolioPages(jdbc));
        Slice<ListedSummary> page = summaries.by(
                CostMethod.FIFO,
                CLIENT,
                () -> pages.page(
                        CLIENT,
                        new SummaryPages.Filter(Optional.empty(), Optional.empty(), Optional.empty(), true),
                        Direction.ASCENDING,
                        new Window<>(100, new Window.Start.Skipping<>(0))));
        return page.rows().stream()
                .map(summary -> summary.ticker() + " "
                        + summary.position().cost().stripTrailingZeros().toPlainString())
                .toList();
    }

    private PortfolioId portfolio(String name) {
        return new Portfolios(database.jdbc())
                .insert(CLIENT, USER, new PortfolioName(name), Optional.empty(), false, AT)
                .orElseThrow()
                .id();
    }

    /** Of each ticker 1 at 100 and 1 at 200, and 1 sold. */
    private void trades(PortfolioId portfolio, int tickers) {
        for (int i = 0; i < tickers; i++) {
            Ticker ticker = new Ticker("T-%02d".formatted(i));
            trade(portfolio, ticker, Side.BUY, "100");
            trade(portfolio, ticker, Side.BUY, "200");
            trade(portfolio, ticker, Side.SELL, "300");
        }
    }

    private void trade(PortfolioId portfolio, Ticker ticker, Side side, String price) {
        offset++;
        Trade trade = new Trade(
                new RefId("r-" + offset),
                USER,
                portfolio,
                side,
                SecurityType.STOCK,
                ticker,
                Volume.of("1"),
                Price.of(price),
                TradeStatus.SUCCESS,
                AT.minusSeconds(1_000_000L - offset));
        worker.apply(
                new TradeEvent.Created(UUID.randomUUID(), CLIENT, AT.minusSeconds(1_000_000L - offset), trade, false),
                partition.at(offset));
    }

    /** Notes each statement. */
    private static final class CountedStatements extends DelegatingDataSource {

        private final List<String> statements = new ArrayList<>();

        CountedStatements(TestDatabase database) {
            super(database.dataSource());
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            return (Connection) Proxy.newProxyInstance(
                    Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (_, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            statements.add(Objects.toString(arguments[0]));
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw Objects.requireNonNull(e.getCause());
                        }
                    });
        }
    }
}
