package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.OneNode;
import io.trakkit.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * The one Kafka broker, in a process of its own. Each app reaches it through a proxy of its own, whose address is the one
 * that the broker gives that app; the suite itself reaches it directly.
 */
public final class Broker extends Program {

    private static final String MAIN = "kafka.Kafka";
    private static final String LISTENERS = "DIRECT:PLAINTEXT,INGEST:PLAINTEXT,WORKER:PLAINTEXT,CONTROLLER:PLAINTEXT";

    private final int directPort;

    private Broker(List<String> command, Path logs, int directPort) {
        super("broker", () -> command, logs);
        this.directPort = directPort;
    }

    /** The ports that the proxies have to lead to. */
    record Ports3(int direct, int ingest, int worker) {

        static Ports3 free() {
            return new Ports3(FreePorts.next(), FreePorts.next(), FreePorts.next());
        }
    }

    static Broker start(Path folder, Path logs, Ports3 ports, int advertisedToIngest, int advertisedToWorker) {
        try {
            Path data = folder.resolve("data");
            Files.createDirectories(data);
            OneNode.format(data);
            Path settings = folder.resolve("server.properties");
            try (Writer file = Files.newBufferedWriter(settings)) {
                settings(data, ports, advertisedToIngest, advertisedToWorker).store(file, null);
            }
            List<String> rest = List.of("-cp", System.getProperty("java.class.path"), MAIN, settings.toString());
            return new Broker(Java.command("512m", rest), logs, ports.direct());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As embedded, but with listeners for each app, and sessions that processes on a busy machine keep. */
    private static Properties settings(Path data, Ports3 ports, int advertisedToIngest, int advertisedToWorker) {
        int controller = FreePorts.next();
        Properties settings = OneNode.settings();
        settings.setProperty("listener.security.protocol.map", LISTENERS);
        settings.setProperty("inter.broker.listener.name", "DIRECT");
        settings.setProperty(
                "listeners",
                "DIRECT://%1$s:%2$d,INGEST://%1$s:%3$d,WORKER://%1$s:%4$d,CONTROLLER://%1$s:%5$d"
                        .formatted(FreePorts.HOST, ports.direct(), ports.ingest(), ports.worker(), controller));
        settings.setProperty(
                "advertised.listeners",
                "DIRECT://%1$s:%2$d,INGEST://%1$s:%3$d,WORKER://%1$s:%4$d"
                        .formatted(FreePorts.HOST, ports.direct(), advertisedToIngest, advertisedToWorker));
        settings.setProperty("controller.quorum.voters", "1@%s:%d".formatted(FreePorts.HOST, controller));
        settings.setProperty("log.dirs", data.toString());
        settings.setProperty("group.consumer.session.timeout.ms", "4000");
        return settings;
    }

    /** For the suite itself. */
    public String bootstrapServers() {
        return FreePorts.HOST + ":" + directPort;
    }
}
