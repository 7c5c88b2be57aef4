package io.trakkit.store.postgres;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.function.SingletonSupplier;

/**
 * Creates the connection pools of the apps, one for each, since each works in a role of its own, also where several share a
 * process.
 */
public final class AppPools {

    private AppPools() {}

    /**
     * A pool that connects with its first use.
     *
     * @param settings {@code spring.datasource.*}; the caller binds {@code spring.datasource.hikari.*} to the pool
     * @param role in which each session works
     */
    public static HikariDataSource pool(DataSourceProperties settings, DatabaseRole role) {
        HikariDataSource pool = new PoolOfRole(role);
        pool.setDriverClassName(settings.determineDriverClassName());
        pool.setJdbcUrl(settings.determineUrl());
        pool.setUsername(settings.determineUsername());
        pool.setPassword(settings.determinePassword());
        pool.setPoolName(role.sqlName());
        return pool;
    }

    /**
     * The connections of a pool, on which an answer of PostgreSQL is waited for at most that long. On a network that swallows
     * packets nothing but a time ends the wait, also that for a statement which PostgreSQL has long cancelled. The pool gives each
     * connection its own {@code socketTimeout} back.
     */
    public static DataSource answeringWithin(DataSource pool, Duration longest) {
        return new TimedAnswers(pool, Math.toIntExact(longest.toMillis()));
    }

    private static final class TimedAnswers extends DelegatingDataSource {

        private final int millis;

        TimedAnswers(DataSource pool, int millis) {
            super(pool);
            this.millis = millis;
        }

        @Override
        public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try {
                connection.setNetworkTimeout(Runnable::run, millis);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        }
    }

    /**
     * Sets the role and the isolation level of each connection. Without the role, row-level security would not hold for a superuser.
     * Each {@link ClientDataSource} of the pool takes its connections in the same {@link ClientTurns}.
     */
    static final class PoolOfRole extends HikariDataSource {

        private final Supplier<ClientTurns> turns = SingletonSupplier.of(
                () -> new ClientTurns(getMaximumPoolSize(), Duration.ofMillis(getConnectionTimeout())));

        PoolOfRole(DatabaseRole role) {
            super.setConnectionInitSql(role.connectionInitSql());
            // To this level the pool takes a connection back that was used at another; else to the default of the
            // database.
            super.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        }

        /** For the size that the settings have given the pool before its first use. */
        ClientTurns turns() {
            return turns.get();
        }

        /** Called for the setting; without a setting, never. */
        @Override
        public void setConnectionInitSql(String sql) {
            throw new IllegalArgumentException(
                    "spring.datasource.hikari.connection-init-sql must not be set: it would replace SET ROLE, and"
                            + " row-level security would not hold");
        }

        /** Called for the setting; without a setting, never. */
        @Override
        public void setTransactionIsolation(String level) {
            throw new IllegalArgumentException(
                    "spring.datasource.hikari.transaction-isolation must not be set: what waits for a lock must see what"
                            + " its holder has committed, so transactions are READ COMMITTED");
        }
    }
}
