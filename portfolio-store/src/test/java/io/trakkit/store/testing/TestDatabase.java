package io.trakkit.store.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.trakkit.store.postgres.ClientDataSource;
import io.trakkit.store.postgres.DatabaseRole;
import io.trakkit.testing.FreePorts;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database of its own for a test, with the schema in place. The server is started once per JVM, and the schema is
 * migrated once and copied, so that a fresh database costs a few dozen milliseconds.
 */
public final class TestDatabase implements AutoCloseable {

    /** The owner, who needs no password. Apps that log in as this user work in their roles, as in production. */
    public static final String USER = "postgres";

    private static final String TEMPLATE = "trakkit_template";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** With a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final String name;
    private final HikariDataSource dataSource;
    private final Map<DatabaseRole, HikariDataSource> ofRoles = new ConcurrentHashMap<>();

    /** One object: a transaction belongs to the data source that began it. */
    private final DataSource checked;

    private TestDatabase(String name) {
        this.name = name;
        dataSource = new HikariDataSource(config(name));
        checked = CheckedStatements.of(dataSource);
    }

    private static HikariConfig config(String name) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(name));
        config.setMaximumPoolSize(16);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return config;
    }

    /** A fresh, migrated database. */
    public static TestDatabase create() {
        String name = "test_" + NUMBER.incrementAndGet();
        Server.admin().sql("CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE).update();
        return new TestDatabase(name);
    }

    private static String url(String database) {
        return Server.POSTGRES.getJdbcUrl(USER, database);
    }

    /** Where to connect to, user included, without a password. */
    public String jdbcUrl() {
        return url(name);
    }

    /** Connections on which {@link CheckedStatements} hold. */
    public DataSource dataSource() {
        return checked;
    }

    /** For fixtures, and to look at what is there: as the owner, who sees the rows of all clients. */
    public JdbcClient jdbc() {
        return JdbcClient.create(checked);
    }

    /** Transactions at READ COMMITTED, as in production. */
    public TransactionTemplate transactions() {
        return new TransactionTemplate(new DataSourceTransactionManager(checked));
    }

    /** The database as an app has it: with its rights only, and with the rows of the client of the scope only. */
    public Access as(DatabaseRole role) {
        return new Access(new ClientDataSource(CheckedStatements.of(ofRoles.computeIfAbsent(role, this::pool))));
    }

    private HikariDataSource pool(DatabaseRole role) {
        HikariConfig config = config(name);
        config.setConnectionInitSql(role.connectionInitSql());
        return new HikariDataSource(config);
    }

    /** What an app has of the database. */
    public record Access(DataSource dataSource) {

        public JdbcClient jdbc() {
            return JdbcClient.create(dataSource);
        }

        public TransactionTemplate transactions() {
            return new TransactionTemplate(new DataSourceTransactionManager(dataSource));
        }
    }

    /** Sets something for sessions that begin from now on, such as {@code lock_timeout = '50ms'}. */
    public void setForNewSessions(String setting) {
        jdbc().sql("ALTER DATABASE " + name + " SET " + setting).update();
        // Those of the tests themselves are to be as new ones, too.
        dataSource.getHikariPoolMXBean().softEvictConnections();
    }

    @Override
    public void close() {
        dataSource.close();
        ofRoles.values().forEach(HikariDataSource::close);
        Server.admin().sql("DROP DATABASE " + name + " WITH (FORCE)").update();
    }

    /** Started when the first test asks, stopped with the JVM. */
    private static final class Server {

        static final EmbeddedPostgres POSTGRES = start();

        static JdbcClient admin() {
            return JdbcClient.create(POSTGRES.getPostgresDatabase());
        }

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setPort(FreePorts.next())
                        .setPGStartupWait(PATIENCE)
                        .setServerConfig("max_connections", "200")
                        // What the planner knows is what a test has told it, not what a launcher found the time for.
                        .setServerConfig("autovacuum", "off")
                        .start();
                JdbcClient.create(server.getPostgresDatabase())
                        .sql("CREATE DATABASE " + TEMPLATE)
                        .update();
                Flyway.configure()
                        .dataSource(server.getDatabase(USER, TEMPLATE))
                        .load()
                        .migrate();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException("The embedded PostgreSQL does not start", e);
            }
        }
    }
}
