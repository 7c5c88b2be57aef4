package io.trakkit.access;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.prices.testing.TestRedis;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;

/** Limits and origins of clients as an app with Redis shows them over HTTP. */
class ClientLimitsTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final String PATH = "/api/v1/trade";
    private static final String PAGE = "https://app.example.com";
    private static final ClientLimits AMPLE = new ClientLimits(1_000_000, 1_000_000, 100, 1, 1, 1);

    private static final int BURST = 3;

    private static TestDatabase database;
    private static TestRedis redis;
    private static ServletWebServerApplicationContext app;
    private static Http http;

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        redis = TestRedis.start();
        app = run("keys");
        http = new Http(Objects.requireNonNull(app.getWebServer()).getPort());
    }

    private static ServletWebServerApplicationContext run(String mode) {
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(AccessTest.App.class)
                .run(
                        "--spring.config.name=none",
                        "--spring.config.import=classpath:trakkit-common.yml",
                        "--trakkit.access.mode=" + mode,
                        "--trakkit.access.refresh=200ms",
                        "--server.address=127.0.0.1",
                        "--server.port=0",
                        "--spring.flyway.enabled=false",
                        "--spring.data.redis.host=127.0.0.1",
                        "--spring.data.redis.port=" + redis.port(),
                        "--spring.datasource.username=" + TestDatabase.USER,
                        "--spring.datasource.password=",
                        "--spring.datasource.url=" + database.jdbcUrl());
    }

    @AfterAll
    static void stop() {
        app.close();
        redis.close();
        database.close();
    }

    @Test
    void everyAnswerToAClientSaysWhatIsLeft() {
        String key = key(client("headers", new ClientLimits(500, 1_000, 1, 1, 1, 1)));

        for (String path : List.of(PATH, "/api/v1/nothing", "/api/v1/ops/dead-letters")) {
            HttpAnswer answer = get(path, key);
            assertThat(answer.header("RateLimit-Policy")).isEqualTo("\"requests\";q=500;w=1");
            assertThat(answer.header("RateLimit")).matches("\"requests\";r=\\d+;t=1");
        }
        assertThat(http.get(PATH).header("RateLimit")).isEmpty();
    }

    @Test
    void aRequestBeyondTheLimitIsRefusedAndOneOfAnotherClientIsNot() {
        String flooding = key(client("flooding", new ClientLimits(1, BURST, 1, 1, 1, 1)));
        String quiet = key(client("quiet", new ClientLimits(1, BURST, 1, 1, 1, 1)));

        HttpAnswer refused = untilRefused(flooding);

        assertThat(refused.header("Retry-After")).isEqualTo("1");
        assertThat(refused.header("RateLimit")).isEqualTo("\"requests\";r=0;t=3");
        assertThat(refused.json().get("type").asString()).isEqualTo("urn:trakkit:problem:too-many");
        assertThat(refused.json().get("detail").asString())
                .isEqualTo("The client flooding may send 1 requests per second, at most 3 at once; retry in 1 s");
        for (int i = 0; i < BURST; i++) {
            assertThat(get(PATH, quiet).status()).isEqualTo(200);
        }
    }

    @Test
    void requestsBeyondTheLimitWriteNoAuditEntry() {
        ClientId client = client("audited", new ClientLimits(1, BURST, 1, 1, 1, 1));
        String key = key(client);
        int granted = 0;
        for (int i = 0; i < 30; i++) {
            HttpAnswer answer = http.post("/api/v1/admin/keys", "{}", "Authorization", "Bearer " + key);
            assertThat(answer.status()).isIn(403, 429);
            granted += answer.status() == 403 ? 1 : 0;
        }
        assertThat(granted).isBetween(BURST, 29);

        // A write has two entries; the last one follows the answer.
        int entries = 2 * granted;
        patiently().untilAsserted(() -> assertThat(auditedOf(key)).isGreaterThanOrEqualTo(entries));
        assertThat(auditedOf(key)).isEqualTo(entries);
    }

    private static int auditedOf(String key) {
        return new AuditLog(database.jdbc())
                .page(Optional.empty(), ApiKey.parse(key).map(ApiKey::id), null, 100)
                .size();
    }

    @Test
    void aSavedLimitHoldsWithinSeconds() {
        ClientId client = client("changed", new ClientLimits(1, BURST, 1, 1, 1, 1));
        String key = key(client);
        untilRefused(key);

        new ClientAccounts(database.jdbc()).save(account(client, AMPLE));

        patiently()
                .untilAsserted(() ->
                        assertThat(get(PATH, key).header("RateLimit-Policy")).isEqualTo("\"requests\";q=1000000;w=1"));
        assertThat(get(PATH, key).status()).isEqualTo(200);
    }

    @Test
    void thePlatformHasNoLimitsExceptWhereItActsForAClient() {
        client("acted-for", new ClientLimits(1, BURST, 1, 1, 1, 1));
        String platform = key(null);

        assertThat(get("/api/v1/ops/dead-letters", platform).header("RateLimit"))
                .isEmpty();
        assertThat(http.get(PATH, "Authorization", "Bearer " + platform, "X-Trakkit-Client", "acted-for")
                        .header("RateLimit"))
                .isNotEmpty();
    }

    @Test
    void openModeHasNoLimits() {
        try (ServletWebServerApplicationContext open = run("open")) {
            Http calls = new Http(Objects.requireNonNull(open.getWebServer()).getPort());
            HttpAnswer answer = calls.get(PATH);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("RateLimit")).isEmpty();
        }
    }

    @Test
    void aPageMayCallForTheClientThatAllowsItsOriginOnly() {
        ClientId paged = client("paged", AMPLE, PAGE);
        String own = key(paged);
        String others = key(client("unpaged", AMPLE));
        String elsewhere = key(client("elsewhere", AMPLE, "https://other.example.com"));

        HttpAnswer preflight = http.send(
                "OPTIONS",
                PATH,
                BodyPublishers.noBody(),
                "Origin",
                PAGE,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization");
        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);

        HttpAnswer allowed = get(PATH, own, "Origin", PAGE);
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
        assertThat(allowed.header("Access-Control-Expose-Headers")).contains("RateLimit");

        // Without a list of its own, as without CORS.
        HttpAnswer unlisted = get(PATH, others, "Origin", PAGE);
        assertThat(unlisted.status()).isEqualTo(200);
        assertThat(unlisted.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(unlisted.header("Access-Control-Expose-Headers")).isEmpty();

        for (String origin : List.of(PAGE, "https://evil.example.com")) {
            HttpAnswer refused = get(PATH, elsewhere, "Origin", origin);
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().get("type").asString()).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
        }
    }

    private static HttpAnswer untilRefused(String key) {
        for (int i = 0; i < 100; i++) {
            HttpAnswer answer = get(PATH, key);
            if (answer.status() == 429) {
                return answer;
            }
        }
        throw new AssertionError("100 requests in a row were granted");
    }

    private static HttpAnswer get(String path, String key, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Authorization";
        all[1] = "Bearer " + key;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return http.get(path, all);
    }

    private static ClientId client(String name, ClientLimits limits, String... origins) {
        ClientId client = new ClientId(name);
        new ClientAccounts(database.jdbc()).save(account(client, limits, origins));
        app.getBean(KeyRing.class).refresh();
        return client;
    }

    private static ClientAccount account(ClientId client, ClientLimits limits, String... origins) {
        return new ClientAccount(
                client, client.value(), new CurrencyCode("EUR"), false, limits, List.of(origins), NOW, NOW);
    }

    private static String key(@Nullable ClientId client) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database.jdbc())
                .save(AccessRecords.key(
                        key,
                        Optional.ofNullable(client),
                        client == null ? EnumSet.of(Scope.OPS) : EnumSet.of(Scope.READ, Scope.WRITE),
                        Optional.empty()));
        app.getBean(KeyRing.class).refresh();
        return key.reveal();
    }
}
