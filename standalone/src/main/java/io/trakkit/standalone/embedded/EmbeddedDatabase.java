package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * PostgreSQL 18 as a child process, on a folder that keeps the data from run to run. It listens on loopback only and
 * requires the password in the folder.
 *
 * <p>A {@code kill -9} of this process leaves the server running. The next start on the folder stops it first, and then
 * starts a server with its own settings and port.
 *
 * <p>Only the binaries of zonky's embedded PostgreSQL are used. Its {@code EmbeddedPostgres} is made for tests: it takes over
 * a server that it finds on the port, initialises the folder in place, stops the server by its own shutdown hook while the
 * apps still use it, and runs it where a Ctrl-C reaches it. A workaround needs more code than {@code initdb} and {@code
 * pg_ctl}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

    private static final String NAME = "trakkit";

    private final PostgresCluster cluster;
    private final int port;
    private final String password;

    private EmbeddedDatabase(PostgresCluster cluster, int port, String password) {
        this.cluster = cluster;
        this.port = port;
        this.password = password;
    }

    /**
     * Starts the server, on a new folder or on one that an earlier run left in any state.
     *
     * @param folder created if it does not exist; the caller keeps other processes away from it
     * @param port 0 for a free one
     * @throws EmbeddedServerException with the output of PostgreSQL
     */
    public static EmbeddedDatabase start(Path folder, int port, Durability durability) {
        try {
            PostgresCluster cluster = clusterIn(folder);
            cluster.stop();
            cluster.initialise(durability);
            EmbeddedDatabase database = new EmbeddedDatabase(cluster, LoopbackPorts.choose(port), cluster.password());
            database.run(durability);
            return database;
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    /** Stops a server that a killed process left running on the folder, so that the folder can be deleted. */
    static void stopLeftBehind(Path folder) {
        try {
            if (Files.exists(folder)) {
                clusterIn(folder).stop();
            }
        } catch (IOException e) {
            throw unusable(folder, e);
        }
    }

    private static EmbeddedServerException unusable(Path folder, IOException cause) {
        return new EmbeddedServerException("PostgreSQL cannot use the folder %s: %s".formatted(folder, cause), cause);
    }

    /** All data folders of a user share the programs. For a user without a home they are next to the data. */
    private static PostgresCluster clusterIn(Path folder) throws IOException {
        Path home = Path.of(System.getProperty("user.home"));
        Path cache = Files.isWritable(home) ? home.resolve(".cache") : folder;
        return new PostgresCluster(folder, PostgresPrograms.below(cache.resolve("trakkit")));
    }

    /** The URL for {@code DriverManager} and data sources, together with {@link #user} and {@link #password}. */
    public String jdbcUrl() {
        return url(NAME);
    }

    public String user() {
        return PostgresCluster.USER;
    }

    public String password() {
        return password;
    }

    private String url(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(LoopbackPorts.HOST, port, database);
    }

    private void run(Durability durability) throws IOException {
        try {
            cluster.start(port, durability);
            prepare();
        } catch (IOException | RuntimeException e) {
            cluster.stop();
            throw e;
        }
    }

    private void prepare() {
        try (Connection connection = DriverManager.getConnection(url("postgres"), user(), password);
                Statement statement = connection.createStatement()) {
            String directory = answer(statement, "SHOW data_directory");
            if (!directory.equals(cluster.data().toString())) {
                throw new EmbeddedServerException(
                        "Port %d is used by another PostgreSQL, whose data are in %s. Stop that one."
                                .formatted(port, directory));
            }
            if (answer(statement, "SELECT count(*) FROM pg_database WHERE datname = '" + NAME + "'")
                    .equals("0")) {
                statement.execute("CREATE DATABASE " + NAME);
            }
        } catch (SQLException e) {
            throw new EmbeddedServerException(
                    "PostgreSQL runs on port %d but does not accept connections: %s".formatted(port, e.getMessage()),
                    e);
        }
    }

    private static String answer(Statement statement, String question) throws SQLException {
        try (ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Stops the server if it is running, and ends open connections. */
    @Override
    public void close() {
        try {
            cluster.stop();
        } catch (IOException e) {
            throw unusable(cluster.data(), e);
        }
    }
}
