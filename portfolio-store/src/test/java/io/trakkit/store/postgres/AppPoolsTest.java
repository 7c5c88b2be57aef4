package io.trakkit.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.PostgresProxy;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

class AppPoolsTest {

    @Test
    void aSuperuserWorksInTheRoleOfTheApp() {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = pool(database)) {
            bind(pool, "maximum-pool-size", "1");

            assertThat(JdbcClient.create(pool)
                            .sql("SELECT current_user || ' ' || row_security_active('trades') FROM pg_user"
                                    + " WHERE usename = session_user AND usesuper")
                            .query(String.class)
                            .single())
                    .isEqualTo("trakkit_reader true");
            assertThat(pool.getMaximumPoolSize()).isEqualTo(1);
        }
    }

    @Test
    void transactionsAreReadCommittedWhateverTheDefaultOfTheDatabase() {
        try (TestDatabase database = TestDatabase.create()) {
            database.setForNewSessions("default_transaction_isolation = 'serializable'");
            try (HikariDataSource pool = pool(database)) {
                bind(pool, "maximum-pool-size", "1");
                TransactionTemplate repeatable = new TransactionTemplate(new JdbcTransactionManager(pool));
                repeatable.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);

                assertThat(isolation(pool)).isEqualTo("read committed");
                String other = repeatable.execute(_ -> isolation(pool));
                assertThat(other).isEqualTo("repeatable read");
                assertThat(isolation(pool)).as("the same connection").isEqualTo("read committed");
            }
        }
    }

    private static String isolation(HikariDataSource pool) {
        return JdbcClient.create(pool)
                .sql("SHOW transaction_isolation")
                .query(String.class)
                .single();
    }

    @Test
    void aSettingCannotReplaceTheIsolationLevel() {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = pool(database)) {
            assertThatThrownBy(() -> bind(pool, "transaction-isolation", "TRANSACTION_SERIALIZABLE"))
                    .rootCause()
                    .hasMessageStartingWith("spring.datasource.hikari.transaction-isolation must not be set");
        }
    }

    @Test
    void aSettingCannotReplaceTheRole() {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = pool(database)) {
            assertThatThrownBy(() -> bind(pool, "connection-init-sql", "SELECT 1"))
                    .hasRootCauseMessage(
                            "spring.datasource.hikari.connection-init-sql must not be set: it would replace"
                                    + " SET ROLE, and row-level security would not hold");
        }
    }

    @Test
    void aConnectionHasTheTimeoutOfThePoolAgainAfterAnotherWasWanted() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                HikariDataSource pool = pool(database)) {
            bind(pool, "maximum-pool-size", "1");
            bind(pool, "data-source-properties.socketTimeout", "60");

            try (Connection connection =
                    AppPools.answeringWithin(pool, Duration.ofHours(1)).getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(3_600_000);
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(60_000);
            }
        }
    }

    /** PostgreSQL ends a statement after its time, but on a network that swallows packets nobody hears of it. */
    @Test
    void aNetworkThatSwallowsEverythingEndsTheWaitForAnAnswer() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                PostgresProxy network = PostgresProxy.before(database.jdbcUrl());
                HikariDataSource pool = pool(network.jdbcUrl());
                Connection connection =
                        AppPools.answeringWithin(pool, Duration.ofSeconds(1)).getConnection();
                Statement statement = connection.createStatement()) {
            network.stall();

            assertThatThrownBy(() -> statement.execute("SELECT 1"))
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    private static void bind(HikariDataSource pool, String name, String value) {
        new Binder(new MapConfigurationPropertySource(Map.of("spring.datasource.hikari." + name, value)))
                .bind("spring.datasource.hikari", Bindable.ofInstance(pool));
    }

    private static HikariDataSource pool(TestDatabase database) {
        return pool(database.jdbcUrl());
    }

    private static HikariDataSource pool(String jdbcUrl) {
        DataSourceProperties settings = new DataSourceProperties();
        settings.setUrl(jdbcUrl);
        settings.setUsername(TestDatabase.USER);
        settings.setPassword("");
        return AppPools.pool(settings, DatabaseRole.READER);
    }
}
