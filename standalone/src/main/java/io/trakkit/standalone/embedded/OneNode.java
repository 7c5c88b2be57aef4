package io.trakkit.standalone.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The settings of a Kafka of one node, broker and controller (KRaft) in one. The caller adds the listeners and the folder.
 */
public final class OneNode {

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
            broker.session.timeout.ms=3000
            # The controller logs an error if a heartbeat waits for half of this, as it does on a busy machine.
            broker.heartbeat.interval.ms=1000
            # As long, after a start, the members of the consumer group that were killed hold their partitions.
            group.consumer.session.timeout.ms=3000
            group.consumer.min.session.timeout.ms=3000
            group.consumer.heartbeat.interval.ms=500
            group.consumer.min.heartbeat.interval.ms=500

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

    private OneNode() {}

    /** A new copy of the settings that all such nodes share. */
    public static Properties settings() {
        Properties settings = new Properties();
        try {
            settings.load(new StringReader(SETTINGS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return settings;
    }

    /** Formats an empty folder for a node, with a new cluster id. */
    public static void format(Path logs) throws IOException {
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
}
