package io.trakkit.standalone.security;

import static io.trakkit.standalone.security.SecuredSite.DATABASE_PASSWORD;
import static io.trakkit.standalone.security.SecuredSite.KAFKA_PASSWORD;
import static io.trakkit.standalone.security.SecuredSite.PORTS;
import static io.trakkit.standalone.security.SecuredSite.REDIS_PASSWORD;
import static io.trakkit.standalone.security.SecuredSite.WRONG_PASSWORD;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.cli.Trakkit;
import io.trakkit.query.QueryApi;
import io.trakkit.testing.FreePorts;
import io.trakkit.testing.Http;
import io.trakkit.testing.Waiting;
import io.trakkit.wire.event.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the site of docs/operating/security.md does, and what it refuses. */
class SecuredSiteTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private static Path folder;

    private static SecuredSite site;

    @BeforeAll
    static void start() throws Exception {
        site = new SecuredSite(folder);
    }

    @AfterAll
    static void stop() throws IOException {
        site.close();
    }

    @AfterEach
    void nothingSecretWasLogged() throws IOException {
        String key = Files.readAllLines(site.tls().resolve("server.key")).get(1);
        assertThat(site.logged())
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
                site.post(site.ingest(), "/api/v1/portfolio/", "{\"user_id\": \"ann\", \"name\": \"savings\"}");
        assertThat(portfolio.statusCode()).as(portfolio.body()).isEqualTo(201);
        long id = JSON.readTree(portfolio.body()).required("id").asLong();

        HttpResponse<String> trade = site.post(site.ingest(), "/api/v1/trade/", """
                {"ref_id": "one", "user_id": "ann", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                 "ticker": "T0", "volume": 10, "amount": 100, "status": "success"}""".formatted(id));
        assertThat(trade.statusCode()).as(trade.body()).isEqualTo(201);
        assertThat(JSON.readTree(trade.body()).required("state").asString()).isEqualTo("applied");

        JsonNode summary = JSON.readTree(site.get(site.query(), "/api/v1/portfolio-summary/?portfolio_id=" + id)
                        .body())
                .required("results")
                .required(0);
        assertThat(summary.required("cost").asString()).isEqualTo("1000");

        // From Kafka by price-feed to Redis, and from there to query-api.
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        KafkaCalls.publish(Topics.PRICES, "T0", """
                {"price": "150", "currency": "USD", "time": "%s", "source": "desk"}""".formatted(now));
        patiently()
                .untilAsserted(() -> assertThat(site.get(site.feed(), "/api/v1/price/?ticker=T0")
                                .body())
                        .contains("\"price\":\"150\"", "\"source\":\"desk\"", "\"origin\":\"live\""));
        assertThat(site.get(site.query(), "/api/v1/portfolio/" + id + "/cumulative-returns/")
                        .body())
                .contains("\"price\":\"150\"");
    }

    @Test
    void aWorkerThatMayNotWriteDeadLettersSaysSoAndGoesOn() throws Exception {
        KafkaCalls.publish(Topics.TRADES, "1:T0", "not a trade");
        site.awaitLogged(
                "Cannot send a record now, will retry: The Kafka user of this app lacks the ACL WRITE on the topic "
                        + Topics.DEAD_LETTERS);

        site.allow(SecuredSite::isOfDeadLetterWrites);

        try (var reader = KafkaCalls.consumer(KafkaCalls.asOperator())) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.DEAD_LETTERS).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            patiently().until(() -> !reader.poll(Duration.ofMillis(100)).isEmpty());
        }
    }

    /**
     * ingest-api reads inbound topics from the start, and has no ACL for it. It serves HTTP all the same, and goes on by itself as the
     * ACLs come; a client reads and writes what is its own.
     */
    @Test
    void aDirectPublisherIsServedOnceTheAclsAreThere() throws Exception {
        patiently()
                .until(() -> site.get(site.ingest(), "/actuator/health")
                        .body()
                        .contains("\"ingestInbound\":{\"status\":\"DOWN\"}"));
        assertThat(site.get(site.ingest(), "/actuator/health/readiness").statusCode())
                .isEqualTo(200);
        String acme = newClient("acme");
        newClient("acme-2");
        long portfolio = newPortfolio(acme);
        site.allow(acl -> SecuredSite.isOfDirectPublishers(acl) && !isOfVerdictWrites(acl));
        site.allow(
                site.page().with(Map.of("acme", "acme-2")),
                acl -> acl.entry().principal().equals("User:acme-2"));
        KafkaCalls.send(asAcme(), KafkaCalls.record(Topics.INBOUND + "acme", "k", """
                {"ref_id": "d-1", "user_id": "ann", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                 "ticker": "D0", "volume": 3, "amount": 100, "status": "success"}""".formatted(portfolio)));
        site.awaitLogged(
                "Cannot process the records of trakkit.inbound.acme-0 from offset 0 on, will retry: Cannot describe"
                        + " the topic trakkit.outcomes.acme: The Kafka user of this app lacks the ACL DESCRIBE");

        site.allow(SecuredSiteTest::isOfVerdictWrites);

        assertThat(verdict("trakkit.outcomes.acme.books")).isEqualTo("""
                {"partition":0,"offset":0,"ref_id":"d-1","status":202}""");
        patiently()
                .untilAsserted(() -> assertThat(
                                site.get(site.query(), "/api/v1/portfolio-summary/", "Authorization", "Bearer " + acme)
                                        .body())
                        .contains("\"ticker\":\"D0\"", "\"cost\":\"300\""));
        assertThat(site.get(site.ingest(), "/actuator/health").body())
                .contains("\"ingestInbound\":{\"status\":\"UP\"}");

        assertThatThrownBy(() -> verdict("trakkit.outcomes.acme-2.books"))
                .isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> verdict("acme-books")).isInstanceOf(GroupAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.read(asAcme(), Topics.OUTCOMES + "acme-2"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.send(asAcme(), Topics.INBOUND + "acme-2"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.send(asAcme(), Topics.OUTCOMES + "acme"))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.send(asAcme(), Topics.TRADES))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    /** Over TLS a browser sends neither cookie of a session without it. */
    @Test
    void theCookiesOfASessionAreSecure() throws Exception {
        String key = newClient("browsing");

        HttpResponse<String> started =
                site.post(site.worker(), "/api/v1/session/", "{}", "Authorization", "Bearer " + key);

        assertThat(started.statusCode()).as(started.body()).isEqualTo(201);
        assertThat(started.headers().allValues("Set-Cookie"))
                .hasSize(2)
                .allMatch(cookie -> cookie.contains("; Secure") && cookie.contains("; SameSite=Strict"))
                .anyMatch(cookie -> cookie.startsWith("trakkit_session=trk_") && cookie.contains("; HttpOnly"));
    }

    private static boolean isOfVerdictWrites(AclBinding acl) {
        return acl.pattern().name().equals(Topics.OUTCOMES) && acl.entry().operation() == AclOperation.WRITE;
    }

    private static Map<String, Object> asAcme() {
        return KafkaCalls.as("acme", KAFKA_PASSWORD, site.tls());
    }

    /** A client with its two topics; returns a key of it. */
    private static String newClient(String id) throws Exception {
        HttpResponse<String> created =
                site.post(site.worker(), "/api/v1/admin/clients/", "{\"id\": \"%s\", \"name\": \"x\"}".formatted(id));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        HttpResponse<String> key = site.post(
                site.worker(),
                "/api/v1/admin/keys/",
                "{\"client\": \"%s\", \"scopes\": [\"read\", \"write\"]}".formatted(id));
        assertThat(key.statusCode()).as(key.body()).isEqualTo(201);
        site.servers()
                .admin()
                .createTopics(List.of(
                        new NewTopic(Topics.INBOUND + id, 1, (short) 1),
                        new NewTopic(Topics.OUTCOMES + id, 1, (short) 1)))
                .all()
                .get();
        return JSON.readTree(key.body()).required("key").asString();
    }

    private static long newPortfolio(String key) {
        HttpResponse<String> created = patiently()
                .until(
                        () -> site.post(
                                site.ingest(),
                                "/api/v1/portfolio/",
                                "{\"user_id\": \"ann\", \"name\": \"direct\"}",
                                "Authorization",
                                "Bearer " + key),
                        answer -> answer.statusCode() == 201);
        return JSON.readTree(created.body()).required("id").asLong();
    }

    /** The first verdict that the client acme reads as a member of a group. */
    private static String verdict(String group) {
        Map<String, Object> config = asAcme();
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        config.put("isolation.level", "read_committed");
        try (var reader = KafkaCalls.consumer(config)) {
            reader.subscribe(List.of(Topics.OUTCOMES + "acme"));
            long begin = System.nanoTime();
            ConsumerRecords<byte[], byte[]> polled = ConsumerRecords.empty();
            while (polled.isEmpty() && System.nanoTime() - begin < Waiting.LIMIT.toNanos()) {
                polled = reader.poll(Duration.ofSeconds(1));
            }
            return new String(polled.iterator().next().value(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void healthAndMetricsShowNoSecret() {
        for (DeployedApp app : site.apps()) {
            for (String path : List.of("/actuator/health", "/actuator/prometheus")) {
                assertThat(site.get(app, path).body())
                        .as(path)
                        .isNotEmpty()
                        .doesNotContain(DATABASE_PASSWORD, KAFKA_PASSWORD, REDIS_PASSWORD);
            }
        }
    }

    @Test
    void httpIsRefusedAndSoIsAStrangersCertificate() throws Exception {
        int port = site.query().address().getPort();
        assertThat(Http.raw(port, "GET /api/v1/trade/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .doesNotContain("results");

        HttpClient other =
                HttpClient.newBuilder().sslContext(site.stranger().trusting()).build();
        assertThatThrownBy(() -> other.send(
                        HttpRequest.newBuilder(site.query().address()).build(), BodyHandlers.ofString()))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void theCommandLineSpeaksHttps() throws Exception {
        Path trusted = folder.resolve("ca.p12");
        site.authority().writeTrustStoreTo(trusted, "changeit");

        assertThat(replayStatus("-Djavax.net.ssl.trustStore=" + trusted, "-Djavax.net.ssl.trustStorePassword=changeit"))
                .contains("generation 1: live");
        assertThat(replayStatus()).contains("No answer to https://localhost:");
    }

    private static String replayStatus(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Trakkit.class.getName()));
        command.addAll(
                List.of("replay", "status", "--url", site.worker().address().toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void aNewCertificateIsServedWithoutARestart() throws Exception {
        X509Certificate renewed = site.authority().issueTo("renewed", site.tls());

        patiently().until(() -> certificateOf(site.ingest()).equals(renewed));

        assertThat(site.get(site.ingest(), "/actuator/health/readiness").statusCode())
                .isEqualTo(200);
    }

    @Test
    void postgresqlTakesTlsOnlyAndProvesItsName() {
        String documented =
                Objects.requireNonNull(site.page().environment("postgresql").get("SPRING_DATASOURCE_URL"));

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
        assertThatThrownBy(
                        () -> KafkaCalls.send(KafkaCalls.as("ingest-api", WRONG_PASSWORD, site.tls()), Topics.TRADES))
                .isInstanceOf(SaslAuthenticationException.class);

        Map<String, Object> elsewhere = KafkaCalls.as("ingest-api", KAFKA_PASSWORD, site.tls());
        elsewhere.put(
                "ssl.truststore.location", site.tls().resolve("stranger.crt").toString());
        assertThatThrownBy(() -> KafkaCalls.send(elsewhere, Topics.TRADES))
                .isInstanceOf(SslAuthenticationException.class);

        Map<String, Object> byAddress = KafkaCalls.as("ingest-api", KAFKA_PASSWORD, site.tls());
        byAddress.put("bootstrap.servers", FreePorts.HOST + ":" + PORTS.kafka());
        assertThatThrownBy(() -> KafkaCalls.send(byAddress, Topics.TRADES))
                .isInstanceOf(SslAuthenticationException.class);

        Map<String, Object> plain = KafkaCalls.as("ingest-api", KAFKA_PASSWORD, site.tls());
        plain.put("security.protocol", "PLAINTEXT");
        plain.put("max.block.ms", 2_000);
        assertThatThrownBy(() -> KafkaCalls.send(plain, Topics.TRADES))
                .isInstanceOf(org.apache.kafka.common.errors.TimeoutException.class);
    }

    @Test
    void eachAppMayDoNoMoreInKafkaThanItNeeds() {
        Map<String, Object> asIngest = KafkaCalls.as("ingest-api", KAFKA_PASSWORD, site.tls());
        assertThatThrownBy(() -> KafkaCalls.send(asIngest, Topics.DEAD_LETTERS))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.read(asIngest, Topics.TRADES))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.read(asIngest, Topics.PORTFOLIOS))
                .isInstanceOf(TopicAuthorizationException.class);

        Map<String, Object> asWorker = KafkaCalls.as("summary-worker", KAFKA_PASSWORD, site.tls());
        assertThatThrownBy(() -> KafkaCalls.send(asWorker, Topics.PORTFOLIOS))
                .isInstanceOf(TopicAuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.send(asWorker, Topics.PRICES))
                .isInstanceOf(TopicAuthorizationException.class);

        Map<String, Object> asFeed = KafkaCalls.as("price-feed", KAFKA_PASSWORD, site.tls());
        assertThatThrownBy(() -> KafkaCalls.send(asFeed, Topics.PRICES)).isInstanceOf(AuthorizationException.class);
        assertThatThrownBy(() -> KafkaCalls.read(asFeed, Topics.TRADES))
                .isInstanceOf(TopicAuthorizationException.class);
    }

    /** By the users of the page: each has the rights that the limits of clients need. */
    @Test
    void theLimitsOfClientsAreSharedByAllApps() {
        for (DeployedApp app : site.apps()) {
            patiently()
                    .untilAsserted(() -> assertThat(
                                    site.get(app, "/actuator/prometheus").body())
                            .containsPattern("(?m)^trakkit_access_limits_shared(\\{.*})? 1\\.0$"));
        }
    }

    /** That query-api only reads prices takes a Redis 7: this one is a 6.2, where it may write them. */
    @Test
    void redisTakesKnownUsersOverTlsOnlyAndEachDoesNoMoreThanItNeeds() throws Exception {
        assertThat(redis("PING\r\n")).startsWith("-NOAUTH ");
        assertThat(redis("AUTH default " + REDIS_PASSWORD + "\r\n")).startsWith("-WRONGPASS ");
        assertThat(redis("AUTH query-api " + WRONG_PASSWORD + "\r\n")).startsWith("-WRONGPASS ");
        for (String user : List.of("query-api", "price-feed", "ingest-api", "summary-worker")) {
            String login = "AUTH " + user + ' ' + REDIS_PASSWORD + "\r\n";
            assertThat(redis(login + "SET other 1\r\n")).as(user).startsWith("+OK\r\n-NOPERM ");
            assertThat(redis(login + "GET other\r\n")).as(user).startsWith("+OK\r\n-NOPERM ");
            assertThat(redis(login + "FLUSHALL\r\n")).as(user).startsWith("+OK\r\n-NOPERM ");
            assertThat(redis(login + "ACL LIST\r\n")).as(user).startsWith("+OK\r\n-NOPERM ");
        }
        for (String user : List.of("ingest-api", "summary-worker")) {
            String login = "AUTH " + user + ' ' + REDIS_PASSWORD + "\r\n";
            assertThat(redis(login + "GET trakkit:price:T0\r\n")).as(user).startsWith("+OK\r\n-NOPERM ");
        }
        assertThat(redis("AUTH query-api " + REDIS_PASSWORD + "\r\nDEL trakkit:price:T0\r\n"))
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
                (SSLSocket) site.authority().trusting().getSocketFactory().createSocket("localhost", PORTS.redis())) {
            OutputStream out = socket.getOutputStream();
            out.write((commands + "QUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** The certificate of PostgreSQL is a stranger's for it, and Redis knows it by another password. */
    @Test
    void anAppThatTrustsNobodyIsNotReadyAndTellsNoSecret() {
        Map<String, String> environment = site.environment(
                "query-api",
                List.of("http", "postgresql", "redis"),
                Map.of("SPRING_FLYWAY_ENABLED", "false", "SPRING_DATA_REDIS_PASSWORD", WRONG_PASSWORD));
        environment.computeIfPresent("SPRING_DATASOURCE_URL", (_, url) -> url.replace("ca.crt", "stranger.crt"));
        environment.put("SPRING_DATASOURCE_HIKARI_CONNECTIONTIMEOUT", "1000");
        try (DeployedApp app = DeployedApp.start(QueryApi.class, "query-api", environment)) {
            assertThat(site.get(app, "/actuator/health/readiness").statusCode()).isEqualTo(503);
            assertThat(site.get(app, "/actuator/health").body())
                    .contains("\"redis\":{\"status\":\"DOWN\"")
                    .doesNotContain(WRONG_PASSWORD, DATABASE_PASSWORD);
            HttpResponse<String> summary = site.get(app, "/api/v1/portfolio-summary/");
            assertThat(summary.statusCode()).isEqualTo(503);
            assertThat(summary.body()).doesNotContain(WRONG_PASSWORD, DATABASE_PASSWORD);
        }
    }

    private static Certificate certificateOf(DeployedApp app) throws Exception {
        SSLContext trusting = site.authority().trusting();
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory()
                .createSocket("localhost", app.address().getPort())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }
}
