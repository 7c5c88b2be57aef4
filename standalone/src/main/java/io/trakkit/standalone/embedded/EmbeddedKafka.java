package io.trakkit.standalone.embedded;

import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka inside this process: one node, broker and controller (KRaft) in one, on a folder that keeps the topics from run to
 * run. It listens on loopback only and creates no topic by itself.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafka(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * Starts the broker and waits until it serves.
     *
     * @param folder created if it does not exist; the caller keeps other processes away from it
     * @param port 0 for a free one
     * @throws EmbeddedServerException with Kafka's reason
     */
    public static EmbeddedKafka start(Path folder, int port, Durability durability) {
        int chosen = LoopbackPorts.choose(port);
        AtomicBoolean gaveUp = new AtomicBoolean();
        // A Kafka that cannot start ends its process. Here PostgreSQL must be stopped first.
        Exit.setExitProcedure((status, message) -> gaveUp.set(true));
        Exit.setHaltProcedure((status, message) -> gaveUp.set(true));
        try {
            Folders.createForOwnerOnly(folder);
            Path logs = Folders.makeWhole(folder.toRealPath(), "data", OneNode::format);
            Properties settings = settings(logs, chosen, durability);
            return new EmbeddedKafka(startedAtLast(new KafkaConfig(settings, false), gaveUp), chosen);
        } catch (Exception e) {
            throw new EmbeddedServerException("Kafka does not start on %s: %s".formatted(folder, e.getMessage()), e);
        } finally {
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
        }
    }

    /** Retries: after a crash, on a busy machine, a broker can ask its own controller too early and give up. */
    private static KafkaRaftServer startedAtLast(KafkaConfig config, AtomicBoolean gaveUp) {
        for (int attempt = 1; ; attempt++) {
            try {
                return started(config, gaveUp);
            } catch (Exception e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("Starting Kafka again", e);
                gaveUp.set(false);
            }
        }
    }

    private static KafkaRaftServer started(KafkaConfig config, AtomicBoolean gaveUp) {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            if (gaveUp.get()) {
                throw new EmbeddedServerException("a fatal error, which is in the log above");
            }
            return server;
        } catch (Exception e) {
            // This can be a checked exception: Scala declares none.
            server.shutdown();
            throw e;
        }
    }

    private static Properties settings(Path logs, int port, Durability durability) {
        Properties settings = OneNode.settings();
        int controllerPort = LoopbackPorts.choose(0);
        settings.setProperty(
                "listeners",
                "PLAINTEXT://%1$s:%2$d,CONTROLLER://%1$s:%3$d".formatted(LoopbackPorts.HOST, port, controllerPort));
        settings.setProperty("controller.quorum.voters", "1@%s:%d".formatted(LoopbackPorts.HOST, controllerPort));
        settings.setProperty("log.dirs", logs.toString());
        if (durability == Durability.POWER_LOSS) {
            settings.setProperty("log.flush.interval.messages", "1");
        }
        return settings;
    }

    /** The value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** Closes the topics properly and stops the broker. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
