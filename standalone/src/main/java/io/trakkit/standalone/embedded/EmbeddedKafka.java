package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kafka inside this process: one node, broker and controller (KRaft) in one, on a folder of ours that keeps the topics
 * from run to run. It listens on loopback only and creates no topic by itself.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final String SETTINGS = """
            node.id=1
            process.roles=broker,controller
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT

            # Trades are kept for ever, and so is how far they were read.
            auto.create.topics.enable=false
            log.retention.ms=-1
            offsets.retention.minutes=2147483647

            # The controller waits this long for a broker that was killed before it lets its successor in.
            broker.session.timeout.ms=2000
            broker.heartbeat.interval.ms=500
            group.initial.rebalance.delay.ms=0

            # One node, one copy of everything, few threads and little memory.
            default.replication.factor=1
            min.insync.replicas=1
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            transaction.state.log.num.partitions=1
            share.coordinator.state.topic.replication.factor=1
            share.coordinator.state.topic.min.isr=1
            share.coordinator.state.topic.num.partitions=1
            num.network.threads=2
            num.io.threads=4
            background.threads=2
            group.coordinator.threads=1
            log.cleaner.dedupe.buffer.size=8388608
            log.segment.bytes=134217728
            """;

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
     * @param folder created where it is absent; the caller keeps other processes away from it
     * @param port 0 for a free one
     * @throws EmbeddedServerException with Kafka's reason
     */
    public static EmbeddedKafka start(Path folder, int port, Durability durability) {
        int chosen = LoopbackPorts.choose(port);
        AtomicBoolean gaveUp = new AtomicBoolean();
        // Kafka ends the process that it cannot start in. Here there is a PostgreSQL to be stopped before.
        Exit.setExitProcedure((status, message) -> gaveUp.set(true));
        Exit.setHaltProcedure((status, message) -> gaveUp.set(true));
        try {
            Folders.createForOwnerOnly(folder);
            Path logs = Folders.makeWhole(folder.toRealPath(), "data", EmbeddedKafka::format);
            Properties settings = settings(logs, chosen, durability);
            return new EmbeddedKafka(startedAtLast(new KafkaConfig(settings, false), gaveUp), chosen);
        } catch (Exception e) {
            throw new EmbeddedServerException("Kafka does not start on %s: %s".formatted(folder, e.getMessage()), e);
        } finally {
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
        }
    }

    /** After a crash, on a busy machine, a broker can ask its own controller too early, and give up for good. */
    private static KafkaRaftServer startedAtLast(KafkaConfig config, AtomicBoolean gaveUp) {
        for (int attempt = 1; ; attempt++) {
            try {
                return started(config, gaveUp);
            } catch (Exception e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("Kafka is started once more", e);
                gaveUp.set(false);
            }
        }
    }

    private static KafkaRaftServer started(KafkaConfig config, AtomicBoolean gaveUp) {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            if (gaveUp.get()) {
                throw new EmbeddedServerException("it met a fault, which its log names");
            }
            return server;
        } catch (Exception e) {
            // Scala declares none of its exceptions, so this may well be a checked one.
            server.shutdown();
            throw e;
        }
    }

    private static void format(Path logs) throws IOException {
        Formatter formatter = new Formatter()
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .addDirectory(logs.toString())
                .setMetadataLogDirectory(logs.toString())
                .setControllerListenerName("CONTROLLER")
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            formatter.run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static Properties settings(Path logs, int port, Durability durability) throws IOException {
        Properties settings = new Properties();
        settings.load(new StringReader(SETTINGS));
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

    /** For {@code bootstrap.servers}. */
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
