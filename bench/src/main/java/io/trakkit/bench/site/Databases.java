package io.trakkit.bench.site;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;

/**
 * PostgreSQL as {@code ./trakkit up} configures it, fsync and all. Whatever is measured gets a database of its own, a copy
 * of one that holds the schema and the portfolios: none inherits another's bloat.
 */
public final class Databases implements AutoCloseable {

    static final String TEMPLATE = "trakkit";

    private static final String SESSIONS =
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = ?";

    private final EmbeddedDatabase server;
    private final Path folder;

    private Databases(EmbeddedDatabase server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    static Databases start(Path folder) {
        Databases databases = new Databases(EmbeddedDatabase.start(folder, 0, Durability.POWER_LOSS), folder);
        Flyway.configure()
                .dataSource(databases.url(TEMPLATE), databases.user(), databases.password())
                .load()
                .migrate();
        return databases;
    }

    /** The template of every database. */
    public Connection connectToTemplate() throws SQLException {
        return connect(TEMPLATE);
    }

    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), user(), password());
    }

    /**
     * Has the databases that are created from now on with row-level security, which is the default, or without.
     */
    public void protectTemplate(boolean isProtected) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (Connection connection = connect(TEMPLATE);
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT DISTINCT tablename FROM pg_policies")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            for (String table : tables) {
                statement.execute(
                        "ALTER TABLE %s %s ROW LEVEL SECURITY".formatted(table, isProtected ? "ENABLE" : "DISABLE"));
            }
        }
    }

    /** A fresh copy of the template, with nothing left to be written of what was before. */
    public void create(String database) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(database));
            statement.execute("CREATE DATABASE %s TEMPLATE %s".formatted(database, TEMPLATE));
            statement.execute("CHECKPOINT");
        }
    }

    public void drop(String database) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
        }
    }

    /** The one number that a query answers. */
    public long number(String database, String query) throws SQLException {
        try (Connection connection = connect(database)) {
            return number(connection, query);
        }
    }

    /** The one number that a query answers. */
    public static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public String url(String database) {
        return server.jdbcUrl().replaceFirst("/[^/]*$", "/" + database);
    }

    /** By way of another port of this machine. */
    String url(String database, int port) {
        return url(database).replaceFirst(":\\d+/", ":" + port + "/");
    }

    int port() {
        return URI.create(server.jdbcUrl().substring("jdbc:".length())).getPort();
    }

    /** Sessions that say whose they are. */
    static String named(String url, String app) {
        return url + (url.contains("?") ? "&" : "?") + "ApplicationName=" + app;
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** The processor time of those of its processes that are there at present. */
    public Duration processorTime() {
        try {
            long postmaster = Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .getFirst()
                    .strip());
            return ProcessHandle.of(postmaster).stream()
                    .flatMap(ProcessHandle::children)
                    .flatMap(process -> process.info().totalCpuDuration().stream())
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The processor time of the sessions of an app; those of other databases are left out. */
    public static Duration processorTime(Connection connection, String app) throws SQLException {
        Duration sum = Duration.ZERO;
        try (PreparedStatement statement = connection.prepareStatement(SESSIONS)) {
            statement.setString(1, app);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    sum = sum.plus(ProcessHandle.of(rows.getLong(1))
                            .flatMap(process -> process.info().totalCpuDuration())
                            .orElse(Duration.ZERO));
                }
            }
        }
        return sum;
    }

    @Override
    public void close() {
        server.close();
    }
}
