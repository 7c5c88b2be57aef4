package io.trakkit.store.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.BookingKind;
import io.trakkit.domain.trade.RefId;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.store.query.page.Direction;
import io.trakkit.store.query.page.Window;
import io.trakkit.store.query.trades.KnownBookings;
import io.trakkit.store.query.trades.RefusedTrades;
import io.trakkit.store.query.trades.TradeFilter;
import io.trakkit.store.query.trades.TradePages;
import io.trakkit.store.query.trades.TradeSort;
import io.trakkit.store.testing.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Row-level security is a second wall: the statements of the apps run here without their condition on the client, as if it had
 * been forgotten, and show the rows of the scope's client only.
 */
class ForgottenClientTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final HikariDataSource POOL = pool();

    /**
     * A question about the rows of bob.
     *
     * @param asked counts what it finds
     * @param rows how many rows of both clients fit without a condition on the client
     */
    record Question(String name, DatabaseRole role, int rows, ToIntFunction<JdbcClient> asked) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Question> questions() {
        return Stream.of(
                new Question(
                        "portfolios",
                        DatabaseRole.READER,
                        2,
                        jdbc -> new PortfolioPages(jdbc)
                                .page(
                                        BOB,
                                        new PortfolioPages.Filter(Optional.empty(), Optional.empty()),
                                        PortfolioPages.By.NAME,
                                        Direction.ASCENDING,
                                        first())
                                .rows()
                                .size()),
                new Question(
                        "summaries",
                        DatabaseRole.READER,
                        2,
                        jdbc -> new SummaryPages(jdbc)
                                .page(
                                        BOB,
                                        new SummaryPages.Filter(
                                                Optional.empty(), Optional.empty(), Optional.empty(), true),
                                        Direction.ASCENDING,
                                        first())
                                .rows()
                                .size()),
                new Question(
                        "trades",
                        DatabaseRole.READER,
                        2,
                        jdbc -> new TradePages(jdbc)
                                .page(BOB, TradeFilter.ALL, TradeSort.EXECUTED_AT, Direction.DESCENDING, first())
                                .rows()
                                .size()),
                new Question(
                        "a trade",
                        DatabaseRole.READER,
                        1,
                        jdbc -> new KnownBookings(jdbc)
                                .find(BookingKind.TRADE, BOB, new RefId("r-ann"))
                                .map(_ -> 1)
                                .orElse(0)),
                new Question(
                        "refused trades",
                        DatabaseRole.READER,
                        2,
                        jdbc -> RefusedTrades.ofTrades(jdbc)
                                .page(
                                        BOB,
                                        new RefusedTrades.Filter(
                                                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
                                        Direction.DESCENDING,
                                        first())
                                .rows()
                                .size()),
                new Question(
                        "a trade to amend",
                        DatabaseRole.INGEST,
                        1,
                        jdbc -> new KnownBookings(jdbc)
                                .find(BookingKind.TRADE, BOB, new RefId("r-ann"))
                                .map(_ -> 1)
                                .orElse(0)),
                new Question(
                        "a portfolio to rename",
                        DatabaseRole.INGEST,
                        1,
                        jdbc -> new Portfolios(jdbc)
                                .find(BOB, new PortfolioId(1))
                                .map(_ -> 1)
                                .orElse(0)),
                new Question(
                        "tickers to recalculate",
                        DatabaseRole.INGEST,
                        1,
                        jdbc -> new Portfolios(jdbc)
                                .tickers(BOB, new PortfolioId(1))
                                .size()));
    }

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(DATABASE.jdbcUrl());
        config.setMaximumPoolSize(1);
        return new HikariDataSource(config);
    }

    @BeforeAll
    static void fill() {
        JdbcClient jdbc = DATABASE.jdbc();
        for (String client : List.of("ann", "bob")) {
            int id = client.equals("ann") ? 1 : 2;
            jdbc.sql("INSERT INTO clients (client_id) VALUES (?)").param(client).update();
            jdbc.sql("""
                    INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                    VALUES (:client, :id, 'u', 'p', '2026-01-01Z', '2026-01-01Z')
                    """).param("client", client).param("id", id).update();
            jdbc.sql("""
                    INSERT INTO summaries (client_id, generation, portfolio_id, ticker, held, cost, realised,
                        last_executed_at, since_checkpoint, trades, version, updated_at)
                    VALUES (:client, 1, :id, 'T', 1, 100, 0, '2026-01-01Z', 0, 1, 1, '2026-01-01Z')
                    """).param("client", client).param("id", id).update();
            jdbc.sql("""
                    INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side, security_type,
                        volume, price, status, executed_at, state, version, fingerprint, created_at, updated_at)
                    VALUES (:client, 1, 'r-' || :client, 7, 'T', 'u', 1, 'stock', 1, 100, 'success', '2026-01-01Z', 'applied',
                        1, gen_random_uuid(), '2026-01-01Z', '2026-01-01Z')
                    """).param("client", client).update();
            jdbc.sql("""
                    INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail, record_value,
                        record_headers, logged_at, type, ref_id)
                    VALUES (:client, '00000000-0000-4000-8000-000000000001', 0, :id, 'trakkit.trades', 'invalid', 'x', '', '',
                        '2026-01-01Z', 'trade_created', 'x-' || :client)
                    """).param("client", client).param("id", id).update();
        }
    }

    @AfterAll
    static void close() {
        POOL.close();
        DATABASE.close();
    }

    @ParameterizedTest
    @MethodSource("questions")
    void aStatementWithoutItsClientShowsTheClientOfTheScope(Question question) {
        JdbcClient jdbc = JdbcClient.create(
                new ClientDataSource(new Forgetful(question.role().connectionInitSql())));

        assertThat(question.asked().applyAsInt(jdbc)).as("outside a scope").isZero();
        assertThat(ClientScope.within(ANN, () -> question.asked().applyAsInt(jdbc)))
                .as("rows of ann, although bob's are asked for")
                .isOne();
        assertThat(question.asked().applyAsInt(JdbcClient.create(new Forgetful("RESET ROLE"))))
                .as("rows that the owner sees, since the condition is gone")
                .isEqualTo(question.rows());
    }

    private static <K> Window<K> first() {
        return new Window<>(10, new Window.Start.Skipping<>(0));
    }

    /** Runs each statement in a role, without its conditions on the client. */
    private static final class Forgetful extends DelegatingDataSource {

        private final String role;

        Forgetful(String role) {
            super(POOL);
            this.role = role;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (var statement = connection.createStatement()) {
                statement.execute(role);
            }
            return (Connection) Proxy.newProxyInstance(
                    ForgottenClientTest.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (_, method, arguments) -> {
                        if (method.getName().equals("prepareStatement")) {
                            String sql = (String) arguments[0];
                            arguments[0] = sql.replaceAll("\\b(\\w\\.)?client_id = \\?", "?::text IS NOT NULL");
                            assertThat(arguments[0])
                                    .as(Arrays.toString(arguments))
                                    .isNotEqualTo(sql);
                        }
                        try {
                            return method.invoke(connection, arguments);
                        } catch (InvocationTargetException e) {
                            throw e.getTargetException();
                        }
                    });
        }
    }
}
