package io.trakkit.standalone.security;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.feed.PriceFeed;
import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.standalone.security.SecuredServers.Ports;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.SummaryWorker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import redis.embedded.core.ExecutableProvider;

/**
 * The apps and their servers with exactly the settings of docs/operating/security.md. The ACLs of direct publishers and that of
 * dead letters are left to the tests.
 */
final class SecuredSite implements AutoCloseable {

    static final Ports PORTS = Ports.free();
    static final String DATABASE_PASSWORD = secret();
    static final String KAFKA_PASSWORD = secret();
    static final String REDIS_PASSWORD = secret();
    static final String WRONG_PASSWORD = secret();

    private static final List<String> KAFKA_USERS =
            List.of("ingest-api", "summary-worker", "price-feed", "acme", "acme-2");

    /** By default a server that is slow counts as one that is away, and on a busy machine any may be that slow. */
    private static final Map<String, String> PATIENCE = Map.of(
            "TRAKKIT_INGEST_LOG_MAX_BLOCK", "30s",
            "TRAKKIT_INGEST_LOG_REQUEST_TIMEOUT", "30s",
            "TRAKKIT_INGEST_LOG_DELIVERY_TIMEOUT", "40s",
            "SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "60000",
            "SPRING_DATA_REDIS_CONNECT_TIMEOUT", "5s",
            "SPRING_DATA_REDIS_TIMEOUT", "5s");

    private final CapturedLog log;
    private final Authority authority;
    private final Authority stranger;
    private final Path tls;
    private final SecurityPage page;
    private final SecuredServers servers;
    private final HttpClient client;
    private final DeployedApp worker;
    private final DeployedApp ingest;
    private final DeployedApp query;
    private final DeployedApp feed;

    private static String secret() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    /** @param folder takes all files */
    SecuredSite(Path folder) throws Exception {
        log = CapturedLog.open();
        tls = Files.createDirectory(folder.resolve("tls"));
        authority = Authority.create(folder, "trakkit-test-ca");
        stranger = Authority.create(folder, "stranger-ca");
        authority.issueTo("first", tls);
        authority.writeTo(tls.resolve("ca.crt"));
        stranger.writeTo(tls.resolve("stranger.crt"));
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(authority.trusting())
                .build();
        page = SecurityPage.read()
                .with(Map.ofEntries(
                        Map.entry("/etc/trakkit/tls", tls.toString()),
                        Map.entry("db.example.com:5432", "localhost:" + PORTS.postgres()),
                        Map.entry("kafka.example.com:9093", "localhost:" + PORTS.kafka()),
                        Map.entry("redis.example.com", "localhost"),
                        Map.entry("SPRING_DATA_REDIS_PORT=6379", "SPRING_DATA_REDIS_PORT=" + PORTS.redis()),
                        Map.entry("tls-port 6379", "tls-port " + PORTS.redis()),
                        Map.entry("<database password>", DATABASE_PASSWORD),
                        Map.entry("<kafka password>", KAFKA_PASSWORD),
                        Map.entry("<redis password>", REDIS_PASSWORD),
                        // The embedded Redis is a 6.2.
                        Map.entry("%R~", "~")));
        Path redisProgram =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        servers = SecuredServers.start(tls, PORTS, page, redisProgram);
        servers.createDatabase(DATABASE_PASSWORD);
        servers.createKafkaUsers(KAFKA_USERS, KAFKA_PASSWORD);
        servers.admin()
                .createTopics(List.of(new NewTopic(Topics.PRICES, 1, (short) 1)))
                .all()
                .get();
        worker = startWorker();
        ingest = DeployedApp.start(
                IngestApi.class,
                "ingest-api",
                environment(
                        "ingest-api",
                        List.of("http", "postgresql", "kafka", "redis"),
                        Map.of(
                                "SPRING_FLYWAY_ENABLED",
                                "false",
                                "TRAKKIT_INGEST_INBOUND_ENABLED",
                                "true",
                                "SPRING_SSL_BUNDLE_WATCH_FILE_QUIET_PERIOD",
                                "200ms")));
        query = DeployedApp.start(
                QueryApi.class,
                "query-api",
                environment(
                        "query-api", List.of("http", "postgresql", "redis"), Map.of("SPRING_FLYWAY_ENABLED", "false")));
        feed = DeployedApp.start(
                PriceFeed.class,
                "price-feed",
                environment(
                        "price-feed",
                        List.of("http", "postgresql", "kafka", "redis"),
                        Map.of(
                                "SPRING_FLYWAY_ENABLED", "false",
                                "TRAKKIT_FEED_SOURCE", "kafka",
                                "TRAKKIT_FEED_CRON", "* * * * * *")));
        for (DeployedApp app : apps()) {
            patiently().until(() -> get(app, "/actuator/health/readiness").statusCode() == 200);
        }
    }

    /** A worker without any ACL, then with all but two, then with all but one. */
    private DeployedApp startWorker() throws Exception {
        DeployedApp started = DeployedApp.start(
                SummaryWorker.class,
                "summary-worker",
                environment(
                        "summary-worker",
                        List.of("http", "postgresql", "kafka", "redis"),
                        Map.of(
                                "TRAKKIT_WORKER_LONGEST_RETRY_AFTER",
                                "1s",
                                "SPRING_FLYWAY_USER",
                                SecuredServers.DATABASE_USER,
                                "SPRING_FLYWAY_PASSWORD",
                                DATABASE_PASSWORD)));
        awaitLogged("Kafka refuses the worker: Cannot describe the topic trakkit.trades: The Kafka user of this app"
                + " lacks the ACL DESCRIBE on the topic trakkit.trades; will retry");
        allow(acl -> !isOfWorkerGroup(acl) && !isOfDeadLetterWrites(acl) && !isOfDirectPublishers(acl));
        awaitLogged("The Kafka user of this app lacks the ACL READ on the group summary-worker or on the topic"
                + " trakkit.trades; will retry");
        allow(SecuredSite::isOfWorkerGroup);
        return started;
    }

    private static boolean isOfWorkerGroup(AclBinding acl) {
        return acl.pattern().name().equals("summary-worker");
    }

    static boolean isOfDeadLetterWrites(AclBinding acl) {
        return acl.pattern().name().equals(Topics.DEAD_LETTERS) && acl.entry().operation() == AclOperation.WRITE;
    }

    /** Of ingest-api for their topics, and of the publisher itself. */
    static boolean isOfDirectPublishers(AclBinding acl) {
        String name = acl.pattern().name();
        return name.startsWith(Topics.INBOUND)
                || name.startsWith(Topics.OUTCOMES)
                || name.startsWith("trakkit-inbound");
    }

    /** The environment of an app, by the blocks of the page. */
    Map<String, String> environment(String app, List<String> blocks, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(PATIENCE);
        // Its calls are not about keys.
        variables.put("TRAKKIT_ACCESS_MODE", "open");
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        SecurityPage ofApp = page.with(Map.of("<app>", app, "<database user>", app.replace('-', '_')));
        blocks.forEach(block -> variables.putAll(ofApp.environment(block)));
        variables.putAll(more);
        return variables;
    }

    /** Gives the users some of the rights that the page gives them. */
    void allow(Predicate<AclBinding> which) throws Exception {
        allow(page, which);
    }

    void allow(SecurityPage other, Predicate<AclBinding> which) throws Exception {
        servers.admin()
                .createAcls(other.acls().stream().filter(which).toList())
                .all()
                .get();
    }

    List<DeployedApp> apps() {
        return List.of(worker, ingest, query, feed);
    }

    DeployedApp worker() {
        return worker;
    }

    DeployedApp ingest() {
        return ingest;
    }

    DeployedApp query() {
        return query;
    }

    DeployedApp feed() {
        return feed;
    }

    SecurityPage page() {
        return page;
    }

    SecuredServers servers() {
        return servers;
    }

    Authority authority() {
        return authority;
    }

    Authority stranger() {
        return stranger;
    }

    Path tls() {
        return tls;
    }

    List<String> logged() {
        return log.lines();
    }

    void awaitLogged(String words) {
        patiently().until(() -> log.lines().stream().anyMatch(line -> line.contains(words)));
    }

    HttpResponse<String> get(DeployedApp app, String path, String... headers) {
        return send(
                withHeaders(HttpRequest.newBuilder(address(app, path)), headers).GET());
    }

    HttpResponse<String> post(DeployedApp app, String path, String json, String... headers) {
        return send(withHeaders(HttpRequest.newBuilder(address(app, path)), headers)
                .headers("Content-Type", "application/json", "Prefer", "wait=30")
                .POST(BodyPublishers.ofString(json)));
    }

    private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }

    private static URI address(DeployedApp app, String path) {
        return app.address().resolve(path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        try (CapturedLog _ = log;
                SecuredServers _ = servers) {
            apps().forEach(DeployedApp::close);
        }
    }
}
