package io.trakkit.bench.site;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Program;
import io.trakkit.standalone.embedded.EmbeddedRedis;
import io.trakkit.testing.FreePorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;

/**
 * PostgreSQL, the broker, Redis, and the apps that are started, all on loopback. The apps ask for API keys unless a method says
 * otherwise.
 */
public final class Site implements AutoCloseable {

    /** The apps, as their modules are called. */
    public static final String INGEST = "ingest-api";

    public static final String WORKER = "summary-worker";
    public static final String QUERY = "query-api";

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String BROKER_HEAP = "512m";
    private static final String REDIS = "redis";

    /** The mode of access in which each call needs a key. */
    private static final String KEYS = "keys";

    private final Path folder;
    private final Path logs;
    private final Launch launch;
    private final Extracted extracted;
    private final Databases databases;
    private final String key;
    private final String operatorsKey;
    private final EmbeddedRedis redis;
    private final Program broker;
    private final String bootstrapServers;
    private final Admin admin;
    private final List<App> apps = new CopyOnWriteArrayList<>();
    private final List<Program> programs = new CopyOnWriteArrayList<>();
    private int started;
    private volatile boolean ending;

    private Site(Path folder, Launch launch) throws IOException {
        this.folder = folder;
        this.launch = launch;
        logs = Files.createDirectories(folder.resolve("logs"));
        int port = FreePorts.next();
        bootstrapServers = FreePorts.HOST + ":" + port;
        broker = new Program("broker", () -> brokerCommand(port), logs);
        extracted = Extracted.into(folder.resolve("apps"));
        databases = Databases.start(folder.resolve("postgresql"));
        NewClients clients = new NewClients(databases, Databases.TEMPLATE);
        key = clients.create(ClientId.DEFAULT.value(), NewClients.AMPLE);
        operatorsKey = clients.operatorsKey();
        redis = EmbeddedRedis.start(folder.resolve(REDIS));
        admin = Admin.create(Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers));
        // Ctrl-C must leave none of them behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
        if (launch.trained()) {
            extracted.train(launch.heap());
        }
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
                        Integer.toString(port),
                        launch.broker().name()));
    }

    public Path folder() {
        return folder;
    }

    /** The jar of an app, with its libraries beside it. */
    public Path jar(String app) {
        return extracted.jar(app);
    }

    public Databases databases() {
        return databases;
    }

    /**
     * A key of the client {@link ClientId#DEFAULT}, in each database. It reads and writes, within limits that no load here
     * reaches.
     */
    public String key() {
        return key;
    }

    /** A key of the platform, in each database, for metrics. */
    public String operatorsKey() {
        return operatorsKey;
    }

    public Program broker() {
        return broker;
    }

    public EmbeddedRedis redis() {
        return redis;
    }

    /** The process of Redis, as it says itself. */
    public ProcessHandle redisProcess() {
        try {
            String pid =
                    Files.readString(folder.resolve(REDIS).resolve("redis.pid")).strip();
            return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public Admin admin() {
        return admin;
    }

    /** Starts summary-worker on a database; it may not be ready yet. */
    public App startWorker(String database) {
        return startWorker(database, List.of());
    }

    /** @param settings of the worker, beside those of the launch */
    public App startWorker(String database, List<String> settings) {
        return start(WORKER, databases.url(database), List.of(), KEYS, settings);
    }

    /** Starts summary-worker on a database whose statements are counted; it may not be ready yet. */
    public App startWorker(String database, CountedStatements counted) {
        return start(WORKER, databases.url(database, counted.port()), List.of(), KEYS, List.of());
    }

    /** For an app that sends its statements that way. */
    public CountedStatements countStatements() {
        return new CountedStatements(databases.port());
    }

    /** Starts processes that keep a processor busy each. */
    public BusyLoops busyLoops(int count) {
        return BusyLoops.start(this, count);
    }

    /** Starts ingest-api on a database, and waits until it is ready. */
    public App readyIngest(String database) {
        return ready(INGEST, database, List.of());
    }

    /** Starts query-api on a database, and waits until it is ready. */
    public App readyQuery(String database) {
        return ready(QUERY, database, List.of());
    }

    /**
     * Starts an app; it may not be ready yet.
     *
     * @param name {@link #INGEST}, {@link #WORKER} or {@link #QUERY}
     * @param javaOptions for its JVM
     */
    public App start(String name, String database, List<String> javaOptions) {
        return start(name, databases.url(database), javaOptions, KEYS, List.of());
    }

    /**
     * Starts an app, and waits until it is ready.
     *
     * @param settings of the app, beside those of the launch
     */
    public App ready(String name, String database, List<String> settings) {
        return ready(start(name, databases.url(database), List.of(), KEYS, settings));
    }

    /** Starts an app that needs no API key, and waits until it is ready. */
    public App readyInOpenMode(String name, String database) {
        return ready(start(name, databases.url(database), List.of(), "open", List.of()));
    }

    private App start(String name, String url, List<String> javaOptions, String access, List<String> settings) {
        int port = FreePorts.next();
        List<String> rest = new ArrayList<>(launch.javaOptions());
        rest.addAll(extracted.options(name));
        rest.addAll(javaOptions);
        started++;
        launch.recordings()
                .ifPresent(recordings -> rest.add("-XX:StartFlightRecording=settings=profile,dumponexit=true,filename="
                        + recordings.resolve("%s-%d.jfr".formatted(name, started))));
        rest.addAll(List.of("-jar", extracted.jar(name).toString()));
        rest.addAll(List.of(
                "--server.port=" + port, "--server.address=" + FreePorts.HOST, "--trakkit.access.mode=" + access));
        rest.addAll(List.of(
                "--spring.datasource.url=" + Databases.named(url, name),
                "--spring.datasource.username=" + databases.user(),
                "--spring.datasource.password=" + databases.password(),
                "--spring.kafka.bootstrap-servers=" + bootstrapServers,
                "--spring.data.redis.host=" + redis.host(),
                "--spring.data.redis.port=" + redis.port(),
                "--spring.data.redis.password=" + redis.password()));
        rest.addAll(launch.settings());
        rest.addAll(settings);
        return added(apps, () -> new App(name, () -> Jvm.command(launch.heap(), rest), logs, port));
    }

    /** Starts some other Java program, with its log beside those of the apps. */
    public Program program(String name, String heap, List<String> arguments) {
        return added(programs, () -> new Program(name, () -> Jvm.command(heap, arguments), logs));
    }

    /** Nothing begins that the end would miss. */
    private synchronized <T> T added(List<T> running, Supplier<T> begin) {
        if (ending) {
            throw new IllegalStateException("All of it is being ended");
        }
        T begun = begin.get();
        running.add(begun);
        return begun;
    }

    /** Whether the end was requested: failures after that are expected. */
    public boolean isEnding() {
        return ending;
    }

    /** Waits until an app says that it is ready. */
    public static App ready(App app) {
        long limit = System.nanoTime() + LIMIT.toNanos();
        while (app.readiness() != App.Health.UP) {
            if (!app.isRunning() || System.nanoTime() > limit) {
                throw new IllegalStateException(app + " does not get ready; its log tells why");
            }
            LockSupport.parkNanos(10_000_000);
        }
        return app;
    }

    /** Ends an app as its engine would. */
    public void stop(App app) {
        app.stop();
        apps.remove(app);
    }

    /** Ends all apps that were left running. */
    public void stopApps() {
        List.copyOf(apps).forEach(this::stop);
    }

    private synchronized void stop() {
        ending = true;
        stopApps();
        programs.forEach(Program::kill);
        admin.close(Duration.ZERO);
        broker.kill();
        databases.close();
        redis.close();
    }

    /** Ends everything. */
    @Override
    public void close() {
        stop();
    }
}
