package io.trakkit.testing;

import java.net.URI;

/** A network between an app and PostgreSQL, which can break and lose replies to COMMIT. */
public final class PostgresProxy implements AutoCloseable {

    private final PostgresReplies replies = new PostgresReplies();
    private final Proxy network;
    private final String jdbcUrl;

    private PostgresProxy(URI database) {
        network = Proxy.before(database.getPort(), replies);
        // PostgresReplies reads the frames, so nothing may be encrypted.
        jdbcUrl = "jdbc:postgresql://%s:%d%s?sslmode=disable&gssEncMode=disable"
                .formatted(FreePorts.HOST, network.port(), database.getPath());
    }

    /** @param jdbcUrl the address of the database */
    public static PostgresProxy before(String jdbcUrl) {
        return new PostgresProxy(URI.create(jdbcUrl.substring("jdbc:".length())));
    }

    /** The address of the database behind the proxy. */
    public String jdbcUrl() {
        return jdbcUrl;
    }

    /** Breaks all connections and refuses new ones, until {@link #comeBack}. */
    public void goAway() {
        network.goAway();
    }

    /** Swallows everything without breaking a connection, until {@link #comeBack}. */
    public void stall() {
        network.stall();
    }

    public void comeBack() {
        network.heal();
    }

    /** Breaks the connection after each of the next COMMITs that have changed anything, before the app hears of it. */
    public void loseRepliesToCommit(int times) {
        replies.loseReplies(times, 1);
    }

    /** How many replies are still to be lost. */
    public int repliesToLose() {
        return replies.repliesToLose();
    }

    @Override
    public void close() {
        network.close();
    }
}
