package io.trakkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class ClientDataSourceTest {

    private static final ClientId ANN = new ClientId("ann");
    private static final ClientId BOB = new ClientId("bob");
    private static final String NAMES = "SELECT name FROM portfolios ORDER BY name";
    private static final String CLIENT = "SELECT current_setting('trakkit.client_id', true)";

    private static final TestDatabase DATABASE = TestDatabase.create();
    private static final HikariDataSource POOL = pool(2);
    private static final ClientDataSource SOURCE = new ClientDataSource(POOL);
    private static final JdbcClient JDBC = JdbcClient.create(SOURCE);
    private static final TransactionTemplate TRANSACTIONS =
            new TransactionTemplate(new DataSourceTransactionManager(SOURCE));

    private static HikariDataSource pool(int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(DATABASE.jdbcUrl());
        config.setMaximumPoolSize(size);
        config.setConnectionInitSql(DatabaseRole.INGEST.connectionInitSql());
        return new HikariDataSource(config);
    }

    @BeforeAll
    static void fill() {
        DATABASE.jdbc()
                .sql("INSERT INTO clients (client_id) VALUES ('ann'), ('bob')")
                .update();
        DATABASE.jdbc().sql("""
                INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                VALUES ('ann', 1, 'u', 'of ann', '2026-01-01Z', '2026-01-01Z'),
                       ('bob', 2, 'u', 'of bob', '2026-01-01Z', '2026-01-01Z')
                """).update();
    }

    @AfterAll
    static void close() {
        POOL.close();
        DATABASE.close();
    }

    private static List<@Nullable String> names() {
        return JDBC.sql(NAMES).query(String.class).list();
    }

    @Test
    void outsideAScopeThereIsNothing() {
        assertThat(names()).isEmpty();
        assertThat(TRANSACTIONS.<List<@Nullable String>>execute(_ -> names())).isEmpty();
    }

    @Test
    void withinAScopeThereAreTheRowsOfItsClient() {
        assertThat(ClientScope.within(ANN, ClientDataSourceTest::names)).containsExactly("of ann");
        assertThat(ClientScope.within(BOB, ClientDataSourceTest::names)).containsExactly("of bob");
        assertThat(names()).isEmpty();
    }

    @Test
    void anInnerScopeEndsWithTheOuterOne() {
        try (var _ = ClientScope.enter(ANN)) {
            assertThat(ClientScope.within(BOB, ClientDataSourceTest::names)).containsExactly("of bob");
            assertThat(names()).containsExactly("of ann");
        }
        assertThat(ClientScope.current()).isEmpty();
    }

    @Test
    void theClientStaysWhenTheDriverHasPreparedTheStatement() {
        for (int i = 0; i < 20; i++) {
            assertThat(ClientScope.within(ANN, ClientDataSourceTest::names)).containsExactly("of ann");
            assertThat(ClientScope.within(BOB, ClientDataSourceTest::names)).containsExactly("of bob");
        }
        try (HikariDataSource one = pool(1)) {
            JdbcClient jdbc = JdbcClient.create(new ClientDataSource(one));
            for (int i = 0; i < 20; i++) {
                ClientScope.within(
                        i % 2 == 0 ? ANN : BOB, () -> jdbc.sql(NAMES).query().listOfRows());
            }
            assertThat(JdbcClient.create(one)
                            .sql("SELECT statement FROM pg_prepared_statements")
                            .query(String.class)
                            .list())
                    .contains(NAMES)
                    .anyMatch(statement -> String.valueOf(statement).startsWith("SELECT set_config("));
        }
    }

    @Test
    void aThousandInterleavedRequestsCarryNothingOver() throws InterruptedException, ExecutionException {
        List<Future<Boolean>> requests = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                requests.add(threads.submit(() -> isRight(number)));
            }
            for (Future<Boolean> request : requests) {
                assertThat(request.get()).isTrue();
            }
        }
    }

    /** One of three callers, by statement or by transaction. */
    private static boolean isRight(int number) {
        boolean inTransaction = number % 2 == 0;
        return switch (number % 3) {
            case 0 -> asked(inTransaction).isEmpty();
            case 1 -> ClientScope.within(ANN, () -> asked(inTransaction)).equals(List.of("of ann"));
            default -> ClientScope.within(BOB, () -> asked(inTransaction)).equals(List.of("of bob"));
        };
    }

    private static List<@Nullable String> asked(boolean inTransaction) {
        return inTransaction ? TRANSACTIONS.execute(_ -> names()) : names();
    }

    @Test
    void aTransactionIsToldItsClientOnce() {
        try (var _ = ClientScope.enter(ANN)) {
            TRANSACTIONS.executeWithoutResult(_ -> {
                assertThat(names()).containsExactly("of ann");
                // By the pool's own connection: what PostgreSQL knows of this transaction.
                assertThat(JDBC.sql(CLIENT).query(String.class).single()).isEqualTo("ann");
                assertThat(names()).containsExactly("of ann");
                assertThat(ClientScope.within(BOB, ClientDataSourceTest::names)).containsExactly("of bob");
                assertThat(names()).containsExactly("of ann");
            });
        }
        assertThat(JDBC.sql(CLIENT).query(String.class).optional().orElse("")).isEmpty();
    }

    @Test
    void aTransactionGoesOnAfterASavepoint() throws SQLException {
        try (var _ = ClientScope.enter(ANN);
                Connection connection = SOURCE.getConnection()) {
            connection.setAutoCommit(false);
            var savepoint = connection.setSavepoint();
            assertThat(first(connection)).isEqualTo("of ann");
            connection.rollback(savepoint);
            assertThat(first(connection)).isEqualTo("of ann");
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    private static String first(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NAMES);
                ResultSet rows = statement.executeQuery()) {
            rows.next();
            return rows.getString(1);
        }
    }

    @Test
    void writesCountTheirOwnRows() {
        try (var _ = ClientScope.enter(ANN)) {
            TRANSACTIONS.executeWithoutResult(transaction -> {
                transaction.setRollbackOnly();
                assertThat(rename("elsewhere")).isOne();
                assertThat(rename("again")).isOne();
            });
            assertThat(rename("of ann")).isOne();
        }
        assertThat(rename("nobody's")).isZero();
        assertThatThrownBy(() -> ClientScope.within(ANN, () -> JDBC.sql("""
                        INSERT INTO portfolios (client_id, portfolio_id, user_id, name, created_at, updated_at)
                        VALUES ('bob', 3, 'u', 'planted', '2026-01-01Z', '2026-01-01Z')
                        """).update()))
                .rootCause()
                .hasMessageContaining("row-level security");
    }

    /** A statement that forgot its client. */
    private static int rename(String name) {
        return JDBC.sql("UPDATE portfolios SET name = :name")
                .param("name", name)
                .update();
    }

    @Test
    void timeLimitsAndFetchSizesHoldForTheStatementItself() {
        JdbcTemplate template = new JdbcTemplate(SOURCE);
        template.setFetchSize(10);
        template.setQueryTimeout(1);
        try (var _ = ClientScope.enter(ANN)) {
            TRANSACTIONS.executeWithoutResult(_ -> assertThat(JdbcClient.create(template)
                            .sql("SELECT n FROM generate_series(1, 1000) AS n, portfolios")
                            .query(Integer.class)
                            .list())
                    .hasSize(1_000));
            assertThatThrownBy(() -> JdbcClient.create(template)
                            .sql("SELECT pg_sleep(60) FROM portfolios WHERE name <> :name")
                            .param("name", "none")
                            .query()
                            .listOfRows())
                    .isInstanceOf(DataAccessException.class)
                    .rootCause()
                    .hasMessageContaining("cancel");
        }
    }

    @Test
    void parametersKeepTheirPlaces() {
        OffsetDateTime time = OffsetDateTime.parse("2026-01-01T00:00:00Z");
        try (var _ = ClientScope.enter(BOB)) {
            for (int i = 0; i < 10; i++) {
                assertThat(JDBC.sql("""
                                SELECT name FROM portfolios
                                WHERE portfolio_id = ANY (:ids) AND user_id = :user AND created_at = :time
                                """)
                                .param("ids", SqlArrays.longs(List.of(1L, 2L), id -> id))
                                .param("user", "u")
                                .param("time", time)
                                .query(String.class)
                                .list())
                        .containsExactly("of bob");
            }
        }
    }

    @Test
    void anInjectedClientIsAText() {
        String probe = "x'); RESET ROLE; SELECT set_config('trakkit.client_id', 'bob', true); --";
        try (var _ = ClientScope.enter(ANN)) {
            assertThat(JDBC.sql("SELECT name FROM portfolios WHERE name = :name OR true")
                            .param("name", probe)
                            .query(String.class)
                            .list())
                    .containsExactly("of ann");
        }
    }

    @Test
    void whatWouldLoseTheClientIsRefused() throws SQLException {
        try (var _ = ClientScope.enter(ANN);
                Connection connection = SOURCE.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ?")) {
                assertThatThrownBy(() -> statement.setObject(1, null)).hasMessageContaining("Parameter 1 has no type");
                assertThatThrownBy(() -> statement.setNull(1, java.sql.Types.OTHER))
                        .hasMessageContaining("Parameter 1 has no type");
                assertThatThrownBy(statement::getParameterMetaData).hasMessageContaining("not known before it runs");
                assertThatThrownBy(statement::addBatch).hasMessageContaining("batch");
            }
            assertThatThrownBy(() -> connection.prepareStatement(
                            "UPDATE portfolios SET name = name", Statement.RETURN_GENERATED_KEYS))
                    .hasMessageContaining("RETURNING");
            connection.setAutoCommit(false);
            try (PreparedStatement told = connection.prepareStatement(NAMES)) {
                assertThat(told.execute()).isTrue();
            }
            try (PreparedStatement late = connection.prepareStatement(NAMES)) {
                connection.commit();
                assertThatThrownBy(late::executeQuery).hasMessageContaining("has ended");
            }
            connection.setAutoCommit(true);
        }
    }

    @Test
    void batchesRunWhereTheTransactionHasItsClient() throws SQLException {
        try (var _ = ClientScope.enter(ANN);
                Connection connection = SOURCE.getConnection()) {
            connection.setAutoCommit(false);
            assertThat(first(connection)).isEqualTo("of ann");
            try (PreparedStatement batch = connection.prepareStatement("UPDATE portfolios SET name = ?")) {
                for (String name : List.of("one", "two")) {
                    batch.setString(1, name);
                    batch.addBatch();
                }
                assertThat(IntStream.of(batch.executeBatch()).boxed().toList()).isEqualTo(List.of(1, 1));
            }
            connection.rollback();
            connection.setAutoCommit(true);
        }
    }

    @Test
    void statementsWithoutParametersHaveNoClient() throws SQLException {
        try (var _ = ClientScope.enter(ANN);
                Connection connection = SOURCE.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(NAMES)) {
            assertThat(rows.next()).isFalse();
            assertThat(Set.of(connection.unwrap(PGConnection.class))).hasSize(1);
        }
    }
}
