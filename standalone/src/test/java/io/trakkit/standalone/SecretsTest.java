package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.trakkit.domain.access.ApiKey;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.security.CapturedLog;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.admin.FirstKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Sends credentials of every kind to every app, in the right and in wrong places, and then looks for them wherever they could
 * have been written: the log at DEBUG, metrics, traces, problems, all tables and all topics.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecretsTest {

    private static final String ISSUER = "https://login.example.com";
    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String SESSION = "/api/v1/session/";
    private static final String TRADES = "/api/v1/trade/";

    /** A piece of a secret that is as long is enough to recognise it. */
    private static final int PIECE = 12;

    private static final List<String> PATHS = List.of(
            "/api/v1/portfolio/",
            "/api/v1/trade/",
            "/api/v1/portfolio-summary/",
            "/api/v1/price/?ticker=A",
            "/api/v1/ops/dead-letters/",
            "/api/v1/ops/replay/",
            "/api/v1/ops/status/",
            "/api/v1/admin/keys/",
            "/api/v1/nothing/",
            "/actuator/prometheus");

    private static final List<String> WRONG_HEADERS = List.of(
            "X-Api-Key",
            "X-Trakkit-Client",
            "Proxy-Authorization",
            "Prefer",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "Idempotency-Key",
            "X-XSRF-TOKEN",
            "Origin",
            "Referer",
            "User-Agent",
            "Accept",
            "Accept-Encoding",
            "Content-Type",
            "X-Forwarded-For",
            "Forwarded",
            "traceparent");

    private static final List<String> PARAMETERS = List.of(
            "api_key",
            "access_token",
            "limit",
            "offset",
            "ordering",
            "client_id",
            "portfolio_id",
            "name",
            "state",
            "ticker",
            "cursor",
            "after",
            "lastEventId",
            "from",
            "reason",
            "key",
            "before");

    private static final String SAMPLED = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    @TempDir
    private static Path data;

    /** Pieces of all secrets of this test. */
    private final Set<String> secrets = new LinkedHashSet<>();

    private final List<String> answers = new ArrayList<>();
    private CapturedLog log;
    private SpanReceiver receiver;
    private HttpServer issuer;
    private Server server;
    private Http http;
    private String admin = "";
    private String key = "";

    @BeforeAll
    void start() throws Exception {
        RSAKey signer = new RSAKeyGenerator(2048).keyID("known").generate();
        issuer = serve(new JWKSet(signer.toPublicJWK()).toString());
        log = CapturedLog.open();
        receiver = SpanReceiver.start();
        List<String> settings = new ArrayList<>(receiver.settings(1));
        settings.addAll(List.of(
                "--trakkit.access.mode=keys",
                "--trakkit.access.jwt.issuer=" + ISSUER,
                "--trakkit.access.jwt.audience=trakkit",
                "--trakkit.access.jwt.jwk-set-uri=http://127.0.0.1:"
                        + issuer.getAddress().getPort() + "/keys",
                "--trakkit.ingest.log.max-block=30s",
                "--trakkit.ingest.log.request-timeout=30s",
                "--trakkit.ingest.log.delivery-timeout=40s"));
        server = Server.start(new Server.Options(0, data, false, Durability.KILLED_PROCESS, settings), () -> {});
        http = new Http(server.address());
        admin = secretKey(server.context().getBean(FirstKey.class).create("a test"));
        send("POST", CLIENTS, "{\"id\": \"acme\", \"name\": \"Acme\"}", bearer(admin));
        key = newKey();
        useAll(signer);
    }

    private static HttpServer serve(String keys) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            byte[] body = keys.getBytes(UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private void useAll(RSAKey signer) throws Exception {
        HttpAnswer portfolio =
                send("POST", "/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"main\"}", bearer(key));
        assertThat(portfolio.status()).as(portfolio.text()).isEqualTo(201);
        HttpAnswer trade = send("POST", TRADES, trade(portfolio.json().get("id").asLong()), bearer(key));
        assertThat(trade.status()).as(trade.text()).isIn(201, 202);

        String revoked = newKey();
        http.post(KEYS + idOf(revoked) + "/revoke/", "{}", bearer(admin));
        patiently().until(() -> http.get(TRADES, bearer(revoked)).status() == 401);

        HttpAnswer session = http.post(SESSION, "", bearer(key));
        String cookie = find("trakkit_session=([^;]+)", session.header("Set-Cookie"));
        String token = find("XSRF-TOKEN=([^;]+)", session.header("Set-Cookie"));
        secretKey(cookie);
        assertThat(send("GET", TRADES, "", "Cookie", "trakkit_session=" + cookie)
                        .status())
                .isEqualTo(200);
        send("POST", TRADES, "{}", "Cookie", "trakkit_session=" + cookie);
        send(
                "POST",
                TRADES,
                "{}",
                "Cookie",
                "trakkit_session=%s; XSRF-TOKEN=%s".formatted(cookie, token),
                "X-XSRF-TOKEN",
                token);

        String jwt = secretJwt(jwt(signer, "acme"));
        assertThat(send("GET", TRADES, "", bearer(jwt)).status()).isEqualTo(200);
        String unknown = secretKey(ApiKey.generate(new SecureRandom()).reveal());
        List<String> credentials = List.of(
                key,
                admin,
                revoked,
                unknown,
                cookie,
                jwt,
                secretJwt(jwt(signer, "nobody")),
                secretJwt(jwt(new RSAKeyGenerator(2048).keyID("known").generate(), "acme")),
                secretJwt(jwtWithHmac()),
                // Malformed, with the secret in it.
                key.substring(0, 92) + (key.endsWith("0") ? "1" : "0"),
                key.substring(0, 85),
                key.toUpperCase(Locale.ROOT),
                key.replace('_', '-'),
                key.replace("_", ""));
        for (String credential : credentials) {
            inItsPlace(credential);
            inWrongHeaders(credential);
            inTheUrl(credential);
            inTheBody(credential);
        }
        http.send("DELETE", SESSION, BodyPublishers.noBody(), "Cookie", "trakkit_session=" + cookie);
    }

    private void inItsPlace(String credential) {
        for (String path : PATHS) {
            send("GET", path, "", bearer(credential));
            send("POST", path, "{}", bearer(credential));
        }
        for (String value : List.of(
                credential,
                "Basic " + basic(credential),
                "Bearer" + credential,
                "Bearer " + credential + ' ' + credential,
                "Bearer \"" + credential + '"',
                "Bearer " + credential + ',' + key,
                "Token " + credential)) {
            send("GET", TRADES, "", "Authorization", value);
        }
        send("GET", TRADES, "", "Authorization", "Bearer " + credential, "Authorization", "Bearer " + key);
        send("GET", TRADES, "", "Authorization", "Bearer " + credential, "Cookie", "trakkit_session=" + key);
        send("GET", TRADES, "", "Cookie", "trakkit_session=" + credential);
        send("POST", TRADES, "{}", "Cookie", "trakkit_session=" + credential);
        send("GET", TRADES, "", "Cookie", "session=" + credential + "; trakkit_session=");
    }

    private void inWrongHeaders(String credential) {
        for (String header : WRONG_HEADERS) {
            for (String holder : List.of(key, admin)) {
                send("GET", TRADES, "", bearer(holder, header, credential));
                send("POST", TRADES, "{}", bearer(holder, header, credential));
            }
            send("GET", "/api/v1/portfolio/", "", header, credential);
        }
        send("GET", TRADES, "", bearer(key, credential, "x"));
        send("GET", TRADES, "", bearer(key, "traceparent", SAMPLED, "tracestate", "a=" + credential));
    }

    private void inTheUrl(String credential) {
        for (String path : List.of(
                "/api/v1/portfolio/",
                TRADES,
                "/api/v1/portfolio-summary/",
                "/api/v1/price/",
                "/api/v1/ops/dead-letters/",
                "/api/v1/ops/replay/",
                "/api/v1/ops/status/",
                KEYS,
                CLIENTS,
                "/api/v1/admin/audit/")) {
            for (String parameter : PARAMETERS) {
                send("GET", path + '?' + parameter + '=' + credential, "", bearer(admin, "X-Trakkit-Client", "acme"));
            }
            send("GET", path + '?' + credential + "=1", "", bearer(admin));
            send("GET", path + '?' + credential, "");
            raw("GET " + path + "?a=%zz" + credential + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + key
                    + "\r\nConnection: close\r\n\r\n");
        }
        for (String path : List.of(
                "/api/v1/portfolio/%s/",
                "/api/v1/portfolio/%s/stream/",
                "/api/v1/portfolio/%s/performance/",
                "/api/v1/trade/%s/",
                "/api/v1/trade/%s/history/",
                "/api/v1/price/%s/",
                "/api/v1/ops/dead-letters/%s/",
                "/api/v1/ops/replay/%s/",
                "/api/v1/ops/replay/%s/cancel/",
                "/api/v1/admin/clients/%s/",
                "/api/v1/admin/keys/%s/",
                "/api/v1/admin/keys/%s/revoke/",
                "/api/v1/%s",
                "/actuator/%s",
                "/docs/%s",
                "/%s")) {
            for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
                send(method, path.formatted(credential), "{}", bearer(admin));
                send(method, path.formatted(credential), "{}", bearer(admin, "X-Trakkit-Client", "acme"));
            }
            send("GET", path.formatted(credential.replace("_", "%5F")), "", bearer(admin));
        }
        raw("GET /api/v1/trade/" + credential + "|[ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        raw("GET /api/v1/trade/%2F" + credential + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        raw("GET / HTTP/1.1\r\nHost: localhost\r\nAuthorization Bearer " + credential
                + "\r\nConnection: close\r\n\r\n");
        raw(credential + "\r\n\r\n");
    }

    private void inTheBody(String credential) {
        String[] client = bearer(key);
        String[] platform = bearer(admin);
        for (String field :
                List.of("api_key", "ticker", "user_id", "trade_type", "volume", "executed_at", credential)) {
            String record = trade(1).replace("}", ", \"%s\": \"%s\"}".formatted(field, credential));
            send("POST", TRADES, record, client);
            http("POST", TRADES + "bulk", record, bearer(key, "Content-Type", "application/x-ndjson"));
            send("PATCH", TRADES + "first/", "{\"%s\": \"%s\"}".formatted(field, credential), client);
            send("PATCH", "/api/v1/portfolio/1/", "{\"%s\": \"%s\"}".formatted(field, credential), client);
        }
        for (String body :
                List.of(credential, '"' + credential + '"', "[\"" + credential + "\"]", "{\"" + credential)) {
            send("POST", TRADES, body, client);
            send("POST", CLIENTS, body, platform);
            http("POST", TRADES + "bulk", body, bearer(key, "Content-Type", "application/x-ndjson"));
            http("POST", TRADES + "bulk", body, bearer(key, "Content-Type", "text/csv"));
        }
        for (String field : List.of("id", "currency", "origins", "limits")) {
            send(
                    "POST",
                    CLIENTS,
                    "{\"id\": \"new\", \"name\": \"x\", \"%s\": \"%s\"}".formatted(field, credential),
                    platform);
        }
        send("PATCH", CLIENTS + "acme/", "{\"origins\": [\"" + credential + "\"]}", platform);
        for (String field : List.of("client", "scopes", "expires_at", "label", "secret")) {
            send(
                    "POST",
                    KEYS,
                    "{\"client\": \"nobody\", \"scopes\": [\"read\"], \"%s\": \"%s\"}".formatted(field, credential),
                    platform);
        }
        send("POST", KEYS, "{\"scopes\": [\"" + credential + "\"]}", platform);
        send("POST", SESSION, "{\"lifetime_seconds\": \"" + credential + "\"}", client);
        send(
                "POST",
                "/api/v1/ops/dead-letters/redrive",
                "{\"by\": \"" + credential + "\", \"ids\": [\"" + credential + "\"]}",
                platform);
        send("POST", "/api/v1/ops/dead-letters/discard", "{\"client_id\": \"" + credential + "\"}", platform);
        send("POST", "/api/v1/ops/replay/", "{\"command\": \"" + credential + "\"}", platform);
        send("PUT", "/api/v1/price/ACME/", "{\"price\": \"" + credential + "\"}", platform);
    }

    @AfterAll
    void stop() {
        server.close();
        log.close();
        issuer.stop(0);
        receiver.close();
    }

    @Test
    void noneIsInAProblem() {
        assertThat(answers).hasSizeGreaterThan(5_000);
        assertNoSecretIn("answers", answers);
    }

    @Test
    void noneIsInTheLog() {
        assertThat(log.lines()).isNotEmpty();
        assertNoSecretIn("the log", log.lines());
    }

    @Test
    void noneIsInAMetric() {
        String metrics = http.get("/actuator/prometheus", bearer(admin)).text();
        assertThat(metrics).contains("trakkit_access_refused_total", "http_server_requests_seconds_count");
        assertNoSecretIn("metrics", metrics.lines().toList());
    }

    @Test
    void noneIsInATable() {
        var database = server.servers().database();
        JdbcClient jdbc = JdbcClient.create(
                new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
        List<String> tables = jdbc.sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                .query((row, _) -> row.getString(1))
                .list();
        assertThat(tables).contains("api_keys", "audit_log", "dead_letters", "trades", "events");
        for (String table : tables) {
            assertNoSecretIn(
                    table,
                    jdbc.sql("SELECT t::text FROM " + table + " t")
                            .query((row, _) -> row.getString(1))
                            .list());
        }
        assertThat(jdbc.sql("SELECT count(*) FROM audit_log")
                        .query(Integer.class)
                        .single())
                .isGreaterThan(1_000);
    }

    /** Each request is a span with its path, and some quote a credential. */
    @Test
    void noneIsInATrace() {
        patiently()
                .until(() -> receiver.spans().stream()
                        .anyMatch(span -> span.getName().equals("commit")));
        assertThat(receiver.spans()).hasSizeGreaterThan(1_000);
        List<String> traces = receiver.texts();
        assertThat(traces).anyMatch(text -> text.contains("_…"));
        assertNoSecretIn("traces", traces);
    }

    @Test
    void noneIsInATopic() {
        for (String topic :
                List.of(Topics.TRADES, Topics.PORTFOLIOS, Topics.DEAD_LETTERS, Topics.PRICES, Topics.CLIENTS)) {
            assertNoSecretIn(topic, records(topic));
        }
        assertThat(records(Topics.CLIENTS)).isNotEmpty();
        assertThat(records(Topics.TRADES)).isNotEmpty();
    }

    /** Keys, headers and values of all records. */
    private List<String> records(String topic) {
        List<String> texts = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server.servers().kafka().bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream()
                    .anyMatch(partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L))) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    texts.add(text(record.key()) + text(record.value()));
                    for (Header header : record.headers()) {
                        texts.add(header.key() + text(header.value()));
                    }
                }
            }
        }
        return texts;
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private void assertNoSecretIn(String where, List<String> texts) {
        for (String text : texts) {
            for (String secret : secrets) {
                assertThat(text.contains(secret)).as("%s: %s", where, text).isFalse();
            }
        }
    }

    private String newKey() {
        HttpAnswer created = http.post(
                KEYS, "{\"client\": \"acme\", \"scopes\": [\"read\", \"write\", \"ops\", \"prices\"]}", bearer(admin));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return secretKey(created.text("key"));
    }

    private static String idOf(String key) {
        return key.substring(4, 20);
    }

    /** Notes the secret of a key, also as base64 and as the bytes of a table show it. */
    private String secretKey(String text) {
        String secret = text.substring(21, 85);
        note(secret);
        secrets.add(secret.substring(0, PIECE).toUpperCase(Locale.ROOT));
        // Of the whole credential: of its first part, anything may be known.
        secrets.add(basic(text).substring(36, 60));
        return text;
    }

    private String secretJwt(String text) {
        note(text.substring(text.lastIndexOf('.') + 1));
        note(text.substring(text.indexOf('.') + 1));
        return text;
    }

    private void note(String secret) {
        secrets.add(secret.substring(0, PIECE));
        secrets.add(HexFormat.of().formatHex(secret.substring(0, PIECE).getBytes(UTF_8)));
    }

    private static String basic(String credential) {
        return Base64.getEncoder().encodeToString(credential.getBytes(UTF_8));
    }

    private static String jwt(RSAKey signer, String client) throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("known").build(), claims(client));
        jwt.sign(new RSASSASigner(signer));
        return jwt.serialize();
    }

    private static String jwtWithHmac() throws JOSEException {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("known").build(), claims("acme"));
        jwt.sign(new MACSigner("0123456789abcdef0123456789abcdef".getBytes(UTF_8)));
        return jwt.serialize();
    }

    @SuppressWarnings("JavaUtilDate") // The library's type.
    private static JWTClaimsSet claims(String client) {
        return new JWTClaimsSet.Builder()
                .subject(client + System.nanoTime())
                .issuer(ISSUER)
                .audience("trakkit")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .claim("client_id", client)
                .claim("scope", "read write ops")
                .build();
    }

    private static String trade(long portfolio) {
        return """
                {"ref_id": "first", "user_id": "u", "portfolio": %d, "trade_type": 1, "security_type": "stock", \
                "ticker": "ACME", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(portfolio);
    }

    private static String find(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group(1);
    }

    private static String[] bearer(String credential, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + credential), Stream.of(more))
                .toArray(String[]::new);
    }

    private HttpAnswer send(String method, String path, String body, String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return http(method, path, body, all.toArray(String[]::new));
    }

    /** Notes the answer. */
    private HttpAnswer http(String method, String path, String body, String... headers) {
        HttpAnswer answer = http.send(
                method, path, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body), headers);
        answers.add("%s %s: %d %s\n%s"
                .formatted(
                        method,
                        path.substring(0, Math.min(path.length(), 20)),
                        answer.status(),
                        answer.response().headers().map(),
                        answer.text()));
        return answer;
    }

    private void raw(String request) {
        try {
            answers.add(Http.raw(server.address().getPort(), request));
        } catch (IOException e) {
            // The server has closed the connection, which is an answer, too.
            answers.add(String.valueOf(e.getMessage()));
        }
    }
}
