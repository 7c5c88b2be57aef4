package io.trakkit.faults.site;

import io.trakkit.testing.FreePorts;
import io.trakkit.testing.PostgresReplies;
import io.trakkit.testing.Proxy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Everything that runs: the apps, a second worker now and then, PostgreSQL and the broker, each a process, on
 * loopback, and a proxy for each connection between an app and a server.
 *
 * <pre>
 * ingest-api ── toDatabase(ingest) ─┐
 * workers ───── toDatabase(each) ───┼─ PostgreSQL       ingest-api ── toBroker(ingest) ─┬─ Kafka
 * query-api ─── toDatabase(query) ──┘                   worker(s) ─── toBroker(worker) ─┘
 * </pre>
 */
public final class Site implements AutoCloseable {

    /** As many as there are threads: when all of them wait for a lock, nothing is left. */
    private static final int WORKER_CONNECTIONS = 4;

    private final Path logs;
    private final Jars jars;
    private final Training training;
    private final PostgresReplies workerReplies = new PostgresReplies();
    private final Proxy ingestToDatabase;
    private final Proxy workerToDatabase;
    private final Proxy secondToDatabase;
    private final Proxy queryToDatabase;
    private final Proxy ingestToBroker;
    private final Proxy workerToBroker;
    private final Broker broker;
    private final Optional<SmallDisk> disk;
    private final Database database;
    private final int databasePort;
    private final App ingest;
    private final App query;
    private final App worker;
    private final List<App> apps = new CopyOnWriteArrayList<>();
    private int workers;
    private boolean closed;

    private Site(Path folder, boolean fillsDisk) throws IOException {
        CompletableFuture<Jars> unpacking =
                CompletableFuture.supplyAsync(() -> Jars.unpacked(folder), Thread::startVirtualThread);
        logs = Files.createDirectories(folder.resolve("logs"));
        Broker.Ports3 ports = Broker.Ports3.free();
        databasePort = FreePorts.next();
        ingestToBroker = Proxy.before(ports.ingest());
        workerToBroker = Proxy.before(ports.worker());
        broker = Broker.start(folder.resolve("kafka"), logs, ports, ingestToBroker.port(), workerToBroker.port());
        Path data = folder.resolve("postgresql");
        disk = fillsDisk ? SmallDisk.mounted(data) : Optional.empty();
        database = Database.start(data, databasePort);
        ingestToDatabase = Proxy.before(databasePort);
        queryToDatabase = Proxy.before(databasePort);
        workerToDatabase = Proxy.before(databasePort, workerReplies);
        secondToDatabase = Proxy.before(databasePort);
        jars = unpacking.join();
        worker = startWorker(workerToDatabase);
        ingest = start("ingest-api", "ingest-api", ingestSettings());
        query = start("query-api", "query-api", databaseSettings(queryToDatabase));
        training = jars.train();
        // Ctrl-C must leave none of them behind.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    }

    /**
     * Starts everything but the second worker; the apps may not be ready yet.
     *
     * @param fillsDisk whether PostgreSQL's data are to lie on a disk of their own, where this user may mount one
     */
    public static Site start(Path folder, boolean fillsDisk) {
        try {
            return new Site(folder, fillsDisk);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private App start(String name, String jar, List<String> settings) {
        int port = FreePorts.next();
        App app = new App(name, () -> command(jar, port, settings), logs, port);
        apps.add(app);
        return app;
    }

    private List<String> command(String jar, int port, List<String> settings) {
        List<String> command = Java.command(App.HEAP, jars.arguments(jar));
        command.add("--server.port=" + port);
        command.add("--server.address=" + FreePorts.HOST);
        // The load is that of one client, and about faults, not about keys.
        command.add("--trakkit.access.mode=open");
        command.addAll(settings);
        return command;
    }

    /** A second worker, which shares the log with the first. */
    public App startSecondWorker() {
        return startWorker(secondToDatabase);
    }

    private App startWorker(Proxy toDatabase) {
        String name = "summary-worker-" + ++workers;
        return start(name, "summary-worker", workerSettings(name, toDatabase));
    }

    /** Stops to look after an app that is gone for good. */
    public void forget(App app) {
        apps.remove(app);
    }

    private List<String> databaseSettings(Proxy proxy) {
        return List.of(
                "--spring.datasource.url=jdbc:postgresql://%s:%d/trakkit?sslmode=disable&gssEncMode=disable"
                        .formatted(FreePorts.HOST, proxy.port()),
                "--spring.datasource.username=" + database.user(),
                "--spring.datasource.password=" + database.password());
    }

    private List<String> ingestSettings() {
        List<String> settings = new ArrayList<>(databaseSettings(ingestToDatabase));
        settings.add("--spring.kafka.bootstrap-servers=" + FreePorts.HOST + ":" + ingestToBroker.port());
        return settings;
    }

    /** As they are by default, but with a small pool that is soon empty. */
    private List<String> workerSettings(String name, Proxy toDatabase) {
        List<String> settings = new ArrayList<>(databaseSettings(toDatabase));
        settings.add("--spring.kafka.bootstrap-servers=" + FreePorts.HOST + ":" + workerToBroker.port());
        settings.add("--spring.kafka.client-id=" + name);
        settings.add("--trakkit.worker.threads=" + WORKER_CONNECTIONS);
        settings.add("--spring.datasource.hikari.maximum-pool-size=" + WORKER_CONNECTIONS);
        settings.add("--spring.datasource.hikari.connection-timeout=2000");
        return settings;
    }

    public Path logs() {
        return logs;
    }

    public Broker broker() {
        return broker;
    }

    public Database database() {
        return database;
    }

    /** Where PostgreSQL's data lie, if that can be filled. */
    public Optional<SmallDisk> disk() {
        return disk;
    }

    public App ingest() {
        return ingest;
    }

    public App query() {
        return query;
    }

    public App worker() {
        return worker;
    }

    /** All apps that are to run at present. */
    public Collection<App> apps() {
        return List.copyOf(apps);
    }

    /** What PostgreSQL tells the first worker. */
    public PostgresReplies workerReplies() {
        return workerReplies;
    }

    public Proxy workerToDatabase() {
        return workerToDatabase;
    }

    public Proxy workerToBroker() {
        return workerToBroker;
    }

    public List<Proxy> toDatabase() {
        return List.of(ingestToDatabase, workerToDatabase, secondToDatabase, queryToDatabase);
    }

    public List<Proxy> toBroker() {
        return List.of(ingestToBroker, workerToBroker);
    }

    public List<Proxy> proxies() {
        return Stream.concat(toDatabase().stream(), toBroker().stream()).toList();
    }

    /** Ends everything, gently only where that leaves files in order. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        proxies().forEach(Proxy::heal);
        try (training) {
            apps.forEach(App::kill);
        }
        broker.kill();
        database.close();
        disk.ifPresent(SmallDisk::close);
        proxies().forEach(Proxy::close);
    }
}
