package io.trakkit.bench.site;

import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Ports;
import io.trakkit.faults.site.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/** PostgreSQL, the broker, and the apps that are started, all on loopback. */
public final class Site implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String BROKER_HEAP = "512m";

    private final Path folder;
    private final Path logs;
    private final Launch launch;
    private final Extracted extracted;
    private final Databases databases;
    private final Program broker;
    private final String bootstrapServers;
    private final Admin admin;
    private final List<App> apps = new ArrayList<>();
    private int started;

    private Site(Path folder, Launch launch) throws IOException {
        this.folder = folder;
        this.launch = launch;
        logs = Files.createDirectories(folder.resolve("logs"));
        int port = Ports.free();
        bootstrapServers = Ports.HOST + ":" + port;
        broker = new Program("broker", () -> brokerCommand(port), logs);
        extracted = Extracted.into(folder.resolve("apps"));
        databases = Databases.start(folder.resolve("postgresql"));
        admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        // Ctrl-C must leave none of them behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
    }

    /** Starts the servers on an empty folder, and none of the apps. */
    public static Site start(Path folder, Launch launch) throws IOException {
        return new Site(folder, launch);
    }

    private List<String> brokerCommand(int port) {
        return Jvm.command(
                BROKER_HEAP,
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerProgram.class.getName(),
                        folder.resolve("kafka").toString(),
                        Integer.toString(port)));
    }

    public Path folder() {
        return folder;
    }

    public Databases databases() {
        return databases;
    }

    public Program broker() {
        return broker;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Admin admin() {
        return admin;
    }

    /** Starts summary-worker on a database; it may not be ready yet. */
    public App startWorker(String database) {
        return start("summary-worker", database);
    }

    public App startIngest(String database) {
        return start("ingest-api", database);
    }

    public App startQuery(String database) {
        return start("query-api", database);
    }

    private App start(String name, String database) {
        int port = Ports.free();
        List<String> rest = new ArrayList<>(launch.javaOptions());
        started++;
        launch.recordings()
                .ifPresent(recordings -> rest.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                        + recordings.resolve("%s-%d.jfr".formatted(name, started))));
        rest.addAll(List.of("-jar", extracted.jar(name).toString()));
        rest.addAll(List.of("--server.port=" + port, "--server.address=" + Ports.HOST));
        rest.addAll(List.of(
                "--spring.datasource.url=" + databases.url(database),
                "--spring.datasource.username=" + databases.user(),
                "--spring.datasource.password=" + databases.password(),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers));
        rest.addAll(launch.settings());
        App app = new App(name, () -> Jvm.command(launch.heap(), rest), logs, port);
        apps.add(app);
        return app;
    }

    /** Waits until an app says that it is ready. */
    public static void await(App app) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (app.readiness() != App.Health.UP) {
            if (!app.isRunning() || System.nanoTime() > limit) {
                throw new IllegalStateException(app + " does not get ready; its log tells why");
            }
            LockSupport.parkNanos(50_000_000);
        }
    }

    /** Ends an app as its engine would. */
    public void stop(App app) {
        app.stop();
        apps.remove(app);
    }

    private synchronized void stop() {
        List.copyOf(apps).forEach(this::stop);
        admin.close(Duration.ZERO);
        broker.kill();
        databases.close();
    }

    /** Ends everything. */
    @Override
    public void close() {
        stop();
    }
}
