package io.trakkit.standalone;

import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedDatabase;
import io.trakkit.standalone.embedded.EmbeddedRedis;
import io.trakkit.standalone.embedded.EmbeddedServerException;
import io.trakkit.standalone.embedded.EmbeddedServers;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.springframework.context.ApplicationContext;

/** A running trakkit: PostgreSQL, Kafka, Redis, and all apps on one port. */
final class Server implements AutoCloseable {

    private final EmbeddedServers servers;
    private final Apps apps;

    private Server(EmbeddedServers servers, Apps apps) {
        this.servers = servers;
        this.apps = apps;
    }

    /**
     * The options of a start.
     *
     * @param port the HTTP port; 0 for any free one
     * @param data the folder for all data
     * @param fresh whether to delete the data of earlier runs first
     * @param settings further settings of the apps, as on a command line
     */
    record Options(int port, Path data, boolean fresh, Durability durability, List<String> settings) {}

    /**
     * Starts everything and waits until it is ready. If a part fails, everything is stopped.
     *
     * @param checkpoint runs between the steps; an exception from it ends the start
     * @throws StartException if the apps do not start
     * @throws EmbeddedServerException if a server does not start, or the data folder cannot be used
     */
    static Server start(Options options, Runnable checkpoint) {
        HttpPort.requireFree(options.port());
        EmbeddedServers servers = EmbeddedServers.start(
                new EmbeddedServers.Options(options.data(), options.fresh(), 0, 0, options.durability()));
        try {
            checkpoint.run();
            Path web = options.data().resolve("web");
            return new Server(
                    servers, Apps.start(options.port(), web, backends(servers), options.settings(), checkpoint));
        } catch (RuntimeException | Error e) {
            servers.close();
            throw e;
        }
    }

    private static Apps.Backends backends(EmbeddedServers servers) {
        EmbeddedDatabase database = servers.database();
        EmbeddedRedis redis = servers.redis();
        return new Apps.Backends(
                database.jdbcUrl(),
                database.user(),
                database.password(),
                servers.kafka().bootstrapServers(),
                new Apps.Redis(redis.host(), redis.port(), redis.password()));
    }

    /** The address of the apps, without a slash at the end. */
    URI address() {
        return apps.address();
    }

    /** For tests that look behind the HTTP API. */
    EmbeddedServers servers() {
        return servers;
    }

    /** For tests that list the HTTP mappings. */
    ApplicationContext context() {
        return apps.context();
    }

    /** Stops the apps after they have finished their current work, then the servers. */
    @Override
    public void close() {
        try (servers;
                apps) {
            // Only closes them, in the reverse of this order.
        }
    }
}
