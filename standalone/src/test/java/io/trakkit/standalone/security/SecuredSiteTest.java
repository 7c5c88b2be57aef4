package io.trakkit.standalone.security;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.cli.Trakkit;
import io.trakkit.feed.PriceFeed;
import io.trakkit.ingest.IngestApi;
import io.trakkit.query.QueryApi;
import io.trakkit.standalone.security.SecuredServers.Ports;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Http;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.SummaryWorker;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.core.ExecutableProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The apps and their servers with exactly the settings of docs/operating/security.md. */
class SecuredSiteTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final List<String> KAFKA_USERS = List.of("ingest-api", "summary-worker", "price-feed");

    /** By default a server that is slow counts as one that is away, and on a busy machine any may be that slow. */
    private static final Map<String, String> PATIENCE = Map.of(
            "TRAKKIT_INGEST_LOG_MAX_BLOCK", "30s",
            "TRAKKIT_INGEST_LOG_REQUEST_TIMEOUT", "30s",
            "TRAKKIT_INGEST_LOG_DELIVERY_TIMEOUT", "40s",
            "SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "60000",
            "SPRING_DATA_REDIS_CONNECT_TIMEOUT", "5s",
            "SPRING_DATA_REDIS_TIMEOUT", "5s");

    @TempDir
    private static Path folder;

    private static final Ports PORTS = Ports.free();
    private static final String DATABASE_PASSWORD = secret();
    private static final String KAFKA_PASSWORD = secret();
    private static final String REDIS_PASSWORD = secret();
    private static final String WRONG_PASSWORD = secret();

    private static CapturedLog log;
    private static Authority authority;
    private static Authority stranger;
    private static Path tls;
    private static SecurityPage page;
    private static SecuredServers servers;
    private static HttpClient client;
    private static DeployedApp worker;
    private static DeployedApp ingest;
    private static DeployedApp query;
    private static DeployedApp feed;

    private static String secret() {
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    @BeforeAll
    static void start() throws Exception {
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
                        Map.entry("<redis password>", REDIS_PASSWORD)));
        Path redisProgram =
                ExecutableProvider.newJarResourceProvider(folder.toFile()).get().toPath();
        servers = SecuredServers.start(tls, PORTS, page, redisProgram);
        servers.createDatabase(DATABASE_PASSWORD);
        servers.createKafkaUsers(KAFKA_USERS, KAFKA_PASSWORD);
        servers.admin()
                .createTopics(List.of(new NewTopic(Topics.PRICES, 1, (short) 1)))
                .all()
                .get();

        // A worker without any ACL, then with all but two, then with all but one.
        worker = DeployedApp.start(
                SummaryWorker.class,
                "summary-worker",
                environment(
                        "summary-worker",
                        List.of("http", "postgresql", "kafka"),
                        Map.of(
                                "TRAKKIT_WORKER_LONGEST_RETRY_AFTER",
                                "1s",
                                "SPRING_FLYWAY_USER",
                                SecuredServers.DATABASE_USER,
                                "SPRING_FLYWAY_PASSWORD",
                                DATABASE_PASSWORD)));
        awaitLogged("Kafka refuses the worker: Cannot describe the topic trakkit.trades: The Kafka user of this app"
                + " lacks the ACL DESCRIBE on the topic trakkit.trades; will retry");
        allow(acl -> !isOfTheGroup(acl) && !isOfDeadLetterWrites(acl));
        awaitLogged("The Kafka user of this app lacks the ACL READ on the group summary-worker or on the topic"
                + " trakkit.trades; will retry");
        allow(SecuredSiteTest::isOfTheGroup);

        ingest = DeployedApp.start(
                IngestApi.class,
                "ingest-api",
                environment(
                        "ingest-api",
                        List.of("http", "postgresql", "kafka"),
                        Map.of(
                                "SPRING_FLYWAY_ENABLED",
                                "false",
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

    private static Map<String, String> environment(String app, List<String> blocks, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>(PATIENCE);
        // Its calls are not about keys.
        variables.put("TRAKKIT_ACCESS_MODE", "open");
        variables.put("SERVER_ADDRESS", "127.0.0.1");
        SecurityPage ofApp = page.with(Map.of("<app>", app, "<database user>", app.replace('-', '_')));
        blocks.forEach(block -> variables.putAll(ofApp.environment(block)));
        variables.putAll(more);
        return variables;
    }

    private static void allow(Predicate<AclBinding> which) throws Exception {
        servers.admin()
                .createAcls(page.acls().stream().filter(which).toList())
                .all()
                .get();
    }

    private static boolean isOfTheGroup(AclBinding acl) {
        return acl.pattern().resourceType() == ResourceType.GROUP;
    }

    private static boolean isOfDeadLetterWrites(AclBinding acl) {
        return acl.pattern().name().equals(Topics.DEAD_LETTERS) && acl.entry().operation() == AclOperation.WRITE;
    }

    private static List<DeployedApp> apps() {
        return List.of(worker, ingest, query, feed);
    }

    @AfterAll
    static void stop() throws IOException {
        try (CapturedLog _ = log;
                SecuredServers _ = servers) {
            apps().forEach(DeployedApp::close);
        }
    }

    private static void awaitLogged(String words) {
        patiently().until(() -> log.lines().stream().anyMatch(line -> line.contains(words)));
    }

    @AfterEach
    void nothingSecretWasLogged() throws IOException {
        String key = Files.readAllLines(tls.resolve("server.key")).get(1);
        assertThat(log.lines())
                .hasSizeGreaterThan(100)
                .noneMatch(line -> line.contains(DATABASE_PASSWORD))
                .noneMatch(line -> line.contains(KAFKA_PASSWORD))
                .noneMatch(line -> line.contains(REDIS_PASSWORD))
                .noneMatch(line -> line.contains(WRONG_PASSWORD))
                .noneMatch(line -> line.contains(key));
    }

    @Test
    void aTradeThatIsPostedOverHttpsIsInTheSummary() {
        HttpResponse<String> portfolio =
                post(ingest, "/api/v1/portfolio/", "{\"user_id\": \"ann\", \"name\": \"savings\"}");
        assertThat(portfolio.statusCode()).as(portfolio.body()).isEqualTo(201);

        HttpResponse<String> trade = post(ingest, "/api/v1/trade/", """
                {"ref_id": "one", "user_id": "ann", "portfolio": 1, "trade_type": 1, "security_type": "stock",
                 "ticker": "T0", "volume": 10, "amount": 100, "status": "success"}""");
        assertThat(trade.statusCode()).as(trade.body()).isEqualTo(201);
        assertThat(JSON.readTree(trade.body()).required("state").asString()).isEqualTo("applied");

        JsonNode summary = JSON.readTree(
                        get(query, "/api/v1/portfolio-summary/?portfolio_id=1").body())
                .required("results")
                .required(0);
        assertThat(summary.required("cost").asString()).isEqualTo("1000");

        // From Kafka by price-feed to Redis, and from there to query-api.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        publish(Topics.PRICES, "T0", """
                {"price": "150", "currency": "USD", "time": "%s", "source": "desk"}""".formatted(now));
        patiently()
                .untilAsserted(
                        () -> assertThat(get(feed, "/api/v1/price/?ticker=T0").body())
                                .contains("\"price\":\"150\"", "\"source\":\"desk\"", "\"origin\":\"live\""));
        assertThat(get(query, "/api/v1/portfolio/1/cumulative-returns/").body()).contains("\"price\":\"150\"");
    }

    @Test
    void aWorkerThatMayNotWriteDeadLettersSaysSoAndGoesOn() throws Exception {
        publish(Topics.TRADES, "1:T0", "not a trade");
        awaitLogged("Cannot send a record now, will retry: The Kafka user of this app lacks the ACL WRITE on the topic "
                + Topics.DEAD_LETTERS);

        allow(SecuredSiteTest::isOfDeadLetterWrites);

        try (var reader = consumer(Map.of("bootstrap.servers", FreePorts.HOST + ":" + PORTS.kafkaInternal()))) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            patiently().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    @Test
    void healthAndMetricsShowNoSecret() {
        for (DeployedApp app : apps()) {
            for (String path : List.of("/actuator/health", "/actuator/prometheus")) {
                assertThat(get(app, path).body())
                        .as(path)
                        .isNotEmpty()
                        .doesNotContain(DATABASE_PASSWORD, KAFKA_PASSWORD, REDIS_PASSWORD);
            }
        }
    }

    @Test
    void httpIsRefusedAndSoIsAStrangersCertificate() throws Exception {
        int port = query.address().getPort();
        assertThat(Http.raw(port, "GET /api/v1/trade/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("results");

        HttpClient other =
                HttpClient.newBuilder().sslContext(stranger.trusting()).build();
        assertThatThrownBy(
                        () -> other.send(HttpRequest.newBuilder(query.address()).build(), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theCommandLineSpeaksHttps() throws Exception {
        Path trusted = folder.resolve("ca.p12");
        authority.writeTrustStoreTo(trusted, "changeit");

        assertThat(replayStatus("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=changeit"))
                .contains("generation 1: live");
        assertThat(replayStatus()).contains("No answer to https://localhost:");
    }

    private static String replayStatus(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trakkit.class.getName()));
        command.addAll(List.of("replay", "status", "--url", worker.address().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aNewCertificateIsServedWithoutARestart() throws Exception {
        X509Certificate renewed = authority.issueTo("renewed", tls);

        patiently().until(() -> certificateOf(ingest).equals(renewed));

        assertThat(get(ingest, "/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void postgresqlTakesTlsOnlyAndProvesItsName() {
        String documented =
                Objects.requireNonNull(page.environment("postgresql").get("SPRING_DATASOURCE_URL"));

        assertThat(failureToConnect(documented, DATABASE_PASSWORD)).isEmpty();
        assertThat(failureToConnect(documented, WRONG_PASSWORD)).contains("password authentication failed");
        assertThat(failureToConnect(documented.replace("verify-full", "disable"), DATABASE_PASSWORD))
                .contains("no encryption");
        assertThat(failureToConnect(documented.replace("localhost", FreePorts.HOST), DATABASE_PASSWORD))
                .contains("hostname", FreePorts.HOST);
        assertThat(failureToConnect(documented.replace("ca.crt", "stranger.crt"), DATABASE_PASSWORD))
                .contains("SSL error", "path");
    }

    private static String failureToConnect(String url, String password) {
        Properties login = new Properties();
        login.putAll(Map.of("user", SecuredServers.DATABASE_USER, "password", password));
        try {
            DriverManager.getConnection(url, login).close();
            return "";
        } catch (SQLException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void kafkaTakesKnownUsersOverTlsOnly() {
        assertThatThrownBy(() -> send(as("ingest-api", WRONG_PASSWORD), Topics.TRADES))
                .isInstanceOf(SaslAuthenticationException.class);

        Map<String, Object> elsewhere = as("ingest-api", KAFKA_PASSWORD);
        elsewhere.put("ssl.truststore.location", tls.resolve("stranger.crt").toString());
        assertThatThrownBy(() -> send(elsewhere, Topics.TRADES)).isInstanceOf(SslAuthenticationException.class);

        Map<String, Object> byAddress = as("ingest-api", KAFKA_PASSWORD);
        byAddress.put("bootstrap.servers", FreePorts.HOST + ":" + PORTS.kafka());
        assertThatThrownBy(() -> send(byAddress, Topics.TRADES)).isInstanceOf(SslAuthenticationException.class);

        Map<String, Object> plain = as("ingest-api", KAFKA_PASSWORD);
        plain.put("security.protocol", "PLAINTEXT");
        plain.put("max.block.ms", 2_000);
        assertThatThrownBy(() -> send(plain, Topics.TRADES))
                .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }

    @Test
    void eachAppMayDoNoMoreInKafkaThanItNeeds() {
        Map<String, Object> asIngest = as("ingest-api", KAFKA_PASSWORD);
        assertThatThrownBy(() -> send(asIngest, Topics.DEAD_LETTERS)).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(asIngest, Topics.TRADES)).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> read(asIngest, Topics.PORTFOLIOS)).isInstanceOf(TopicAuthorizationException.class);

        Map<String, Object> asWorker = as("summary-worker", KAFKA_PASSWORD);
        assertThatThrownBy(() -> send(asWorker, Topics.PORTFOLIOS)).isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> send(asWorker, Topics.PRICES)).isInstanceOf(TopicAuthorizationException.class);

        Map<String, Object> asFeed = as("price-feed", KAFKA_PASSWORD);
        assertThatThrownBy(() -> send(asFeed, Topics.PRICES)).isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> read(asFeed, Topics.TRADES)).isInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void redisTakesKnownUsersOverTlsOnlyAndLetsReadersOnlyRead() throws Exception {
        assertThat(redis("PING\r\n")).startsWith("-NOAUTH ");
        assertThat(redis("AUTH ingest-api " + REDIS_PASSWORD + "\r\n")).startsWith("-WRONGPASS ");
        assertThat(redis("AUTH query-api " + WRONG_PASSWORD + "\r\n")).startsWith("-WRONGPASS ");
        String login = "AUTH query-api " + REDIS_PASSWORD + "\r\n";
        assertThat(redis(login + "SET trakkit:price:T0 1\r\n")).startsWith("+OK\r\n-NOPERM ");
        assertThat(redis(login + "MGET other\r\n")).startsWith("+OK\r\n-NOPERM ");
        assertThat(redis("AUTH price-feed " + REDIS_PASSWORD + "\r\nFLUSHALL\r\n"))
                .startsWith("+OK\r\n-NOPERM ");

        assertThat(withoutTls("PING\r\nQUIT\r\n")).doesNotContain("PONG");
    }

    private static String withoutTls(String commands) {
        try {
            return Http.raw(PORTS.redis(), commands);
        } catch (IOException e) {
            return "closed: " + e.getMessage();
        }
    }

    /** Sends commands and reads until Redis has answered QUIT. */
    private static String redis(String commands) throws Exception {
        try (SSLSocket socket =
                (SSLSocket) authority.trusting().getSocketFactory().createSocket("localhost", PORTS.redis())) {
            OutputStream out = socket.getOutputStream();
            out.write((commands + "QUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The certificate of PostgreSQL is a stranger's for it, and Redis knows it by another password. */
    @Test
    void anAppThatTrustsNobodyIsNotReadyAndTellsNoSecret() {
        Map<String, String> environment = environment(
                "query-api",
                List.of("http", "postgresql", "redis"),
                Map.of("SPRING_FLYWAY_ENABLED", "false", "SPRING_DATA_REDIS_PASSWORD", WRONG_PASSWORD));
        environment.computeIfPresent("SPRING_DATASOURCE_URL", (_, url) -> url.replace("ca.crt", "stranger.crt"));
        environment.put("SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "1000");
        try (DeployedApp app = DeployedApp.start(QueryApi.class, "query-api", environment)) {
            assertThat(get(app, "/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(get(app, "/actuator/health").body())
                    .contains("\"redis\":{\"status\":\"DOWN\"")
                    .doesNotContain(WRONG_PASSWORD, DATABASE_PASSWORD);
            HttpResponse<String> summary = get(app, "/api/v1/portfolio-summary/");
            assertThat(summary.statusCode()).isEqualTo(503);
            assertThat(summary.body()).doesNotContain(WRONG_PASSWORD, DATABASE_PASSWORD);
        }
    }

    private static Map<String, Object> as(String user, String password) {
        return new HashMap<>(Map.of(
                "bootstrap.servers",
                "localhost:" + PORTS.kafka(),
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.location",
                tls.resolve("ca.crt").toString()));
    }

    private static void publish(String topic, String key, String value) {
        send(
                Map.of("bootstrap.servers", FreePorts.HOST + ":" + PORTS.kafkaInternal()),
                new ProducerRecord<>(
                        topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    }

    private static void send(Map<String, Object> config, String topic) {
        send(config, new ProducerRecord<>(topic, new byte[] {1}, new byte[] {1}));
    }

    /** Throws the reason if Kafka refuses the record. */
    private static void send(Map<String, Object> config, ProducerRecord<byte[], byte[]> record) {
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException reason ? reason : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void read(Map<String, Object> config, String topic) {
        try (var consumer = consumer(config)) {
            List<TopicPartition> partition = List.of(new TopicPartition(topic, 0));
            consumer.assign(partition);
            consumer.seekToBeginning(partition);
            consumer.poll(Duration.ofSeconds(10));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Certificate certificateOf(DeployedApp app) throws Exception {
        SSLContext trusting = authority.trusting();
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket("localhost", app.address().getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static HttpResponse<String> get(DeployedApp app, String path) {
        return send(HttpRequest.newBuilder(address(app, path)).GET());
    }

    private static HttpResponse<String> post(DeployedApp app, String path, String json) {
        return send(HttpRequest.newBuilder(address(app, path))
                .headers("Content-Type", "application/json", "Prefer", "wait=30")
                .POST(BodyPublishers.ofString(json)));
    }

    private static URI address(DeployedApp app, String path) {
        return app.address().resolve(path);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.timeout(Duration.ofMinutes(2)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
