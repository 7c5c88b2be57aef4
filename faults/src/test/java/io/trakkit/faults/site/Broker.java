package io.trakkit.faults.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The one Kafka broker, in a process of its own. Each app reaches it through a proxy of its own, whose address is the one
 * that the broker gives that app; the suite itself reaches it directly.
 */
public final class Broker extends Program {

    private static final String SETTINGS = """
            node.id=1
            process.roles=broker,controller
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=DIRECT:PLAINTEXT,INGEST:PLAINTEXT,WORKER:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=DIRECT
            auto.create.topics.enable=false
            log.retention.ms=-1
            broker.session.timeout.ms=2000
            broker.heartbeat.interval.ms=500
            group.initial.rebalance.delay.ms=0
            group.min.session.timeout.ms=1000
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
            num.network.threads=1
            num.io.threads=2
            background.threads=2
            group.coordinator.threads=1
            log.cleaner.dedupe.buffer.size=8388608
            log.segment.bytes=134217728
            """;

    private final int directPort;

    private Broker(List<String> command, Path logs, int directPort) {
        super("broker", command, logs);
        this.directPort = directPort;
    }

    /** The ports that the proxies have to lead to. */
    record Ports3(int direct, int ingest, int worker) {

        static Ports3 free() {
            return new Ports3(Ports.free(), Ports.free(), Ports.free());
        }
    }

    static Broker start(Path folder, Path logs, Ports3 ports, int advertisedToIngest, int advertisedToWorker) {
        try {
            Path data = Files.createDirectories(folder.resolve("data"));
            Path settings = folder.resolve("server.properties");
            String addresses = """
                    listeners=DIRECT://127.0.0.1:%1$d,INGEST://127.0.0.1:%2$d,WORKER://127.0.0.1:%3$d,CONTROLLER://127.0.0.1:%4$d
                    advertised.listeners=DIRECT://127.0.0.1:%1$d,INGEST://127.0.0.1:%5$d,WORKER://127.0.0.1:%6$d
                    controller.quorum.voters=1@127.0.0.1:%4$d
                    log.dirs=%7$s
                    """.formatted(
                            ports.direct(),
                            ports.ingest(),
                            ports.worker(),
                            Ports.free(),
                            advertisedToIngest,
                            advertisedToWorker,
                            data);
            Files.writeString(settings, SETTINGS + addresses);
            List<String> rest = List.of(
                    "-cp", System.getProperty("java.class.path"), BrokerProgram.class.getName(), settings.toString());
            return new Broker(Java.command("512m", rest), logs, ports.direct());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For the suite itself. */
    public String bootstrapServers() {
        return Ports.HOST + ":" + directPort;
    }
}
