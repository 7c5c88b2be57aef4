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

/** All of trakkit, running: PostgreSQL, Kafka, Redis and, on one port, the apps. */
final class Server implements AutoCloseable {

    private final EmbeddedServers servers;
    private final Apps apps;

    private Server(EmbeddedServers servers, Apps apps) {
        this.servers = servers;
        this.apps = apps;
    }

    /**
     * How to start.
     *
     * @param port where to serve HTTP; 0 for any that is free
     * @param data the folder for all data
     * @param fresh whether to delete first what an earlier run kept there
     * @param settings more of them for the apps, as on a command line
     */
    record Options(int port, Path data, boolean fresh, Durability durability, List<String> settings) {}

    /**
     * Starts everything and waits until it is ready. When anything fails, nothing is left running.
     *
     * @param checkpoint run between the steps; what it throws ends the start
     * @throws StartException if it does not start
     * @throws EmbeddedServerException if a server does not, or the data folder can't be used
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

    /** Where everything is served; without a slash at the end. */
    URI address() {
        return apps.address();
    }

    /** For tests that look behind the HTTP face. */
    EmbeddedServers servers() {
        return servers;
    }

    /** For tests that ask what is served. */
    ApplicationContext context() {
        return apps.context();
    }

    /** Stops the apps, which end what they have in hand, then the servers. */
    @Override
    public void close() {
        try (servers;
                apps) {
            // Closing is all there is to do, in the reverse of this order.
        }
    }
}
