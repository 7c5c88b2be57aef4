package io.trakkit.access;

import static io.trakkit.access.AccessRecords.account;
import static io.trakkit.access.AccessRecords.key;
import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ApiKeyId;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.AuditLog;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.PostgresProxy;
import io.trakkit.wire.http.server.HttpConventions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** A small app with the checks of all apps, on a real server and database. */
@ExtendWith(OutputCaptureExtension.class)
class AccessTest {

    private static final ClientId ACME = new ClientId("acme");
    private static final ClientId BETA = new ClientId("beta");
    private static final Instant NOW = AccessRecords.NOW;

    /** The start of the secret of each key, which its id comes before, and other credentials as they are. */
    private static final Pattern SECRET = Pattern.compile("(?<=trk_[0-9a-f]{16}_)[0-9a-f]{12}|eyJ\\S+|(?<=Basic )\\S+");

    private static TestDatabase database;
    private static ServletWebServerApplicationContext app;
    private static URI address;

    @SpringBootConfiguration
    @EnableAutoConfiguration
    @Import({AccessConfiguration.class, HttpConventions.class, Who.class})
    static class App {

        @Bean
        Clock clock() {
            return Clock.systemUTC();
        }
    }

    @RestController
    static class Who {

        @GetMapping({"/api/v1/trade", "/api/v1/price", "/api/v1/ops/replay", "/api/v1/ops/dead-letters"})
        Map<String, Object> who(HttpServletRequest request) {
            Caller caller = Caller.of(request);
            return Map.of("client", caller.client().map(ClientId::value).orElse("-"), "platform", caller.platform());
        }

        @PostMapping("/api/v1/trade")
        Map<String, Object> post(HttpServletRequest request) {
            return who(request);
        }
    }

    @BeforeAll
    static void start() {
        database = TestDatabase.create();
        clients().save(account(ACME, false));
        clients().save(account(BETA, true));
        app = start(database.jdbcUrl());
        address = addressOf(app);
    }

    private static ServletWebServerApplicationContext start(String jdbcUrl) {
        return start(jdbcUrl, "keys");
    }

    /**
     * @param mode whether calls need a key
     * @param more arguments
     */
    static ServletWebServerApplicationContext start(String jdbcUrl, String mode, String... more) {
        String[] arguments = {
            "--spring.config.name=none",
            "--spring.config.import=classpath:trakkit-common.yml",
            "--trakkit.access.mode=" + mode,
            "--trakkit.access.refresh=200ms",
            "--server.address=127.0.0.1",
            "--server.port=0",
            "--spring.flyway.enabled=false",
            "--spring.datasource.hikari.connection-timeout=500",
            "--spring.datasource.username=" + TestDatabase.USER,
            "--spring.datasource.password=",
            "--spring.datasource.url=" + jdbcUrl
        };
        return (ServletWebServerApplicationContext) new SpringApplicationBuilder(App.class)
                .run(Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new));
    }

    static URI addressOf(ServletWebServerApplicationContext app) {
        return URI.create(
                "http://127.0.0.1:" + Objects.requireNonNull(app.getWebServer()).getPort());
    }

    @AfterAll
    static void stop() {
        app.close();
        database.close();
    }

    @Test
    void aValidKeyActsForItsClient() {
        HttpAnswer answer = get("/api/v1/trade", bearer(issue(Optional.of(ACME), Scope.READ)));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("client").asString()).isEqualTo("acme");
        assertThat(answer.json().get("platform").asBoolean()).isFalse();
    }

    @Test
    void withoutAKeyTheAnswerSaysHowToSendOne() {
        HttpAnswer answer = get("/api/v1/trade");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"trakkit\"");
        assertThat(answer.json().get("type").asString()).isEqualTo("urn:trakkit:problem:unauthenticated");
        assertThat(answer.json().get("detail").asString()).contains("Authorization: Bearer trk_");
    }

    @Test
    void whatIsNoPathOfTheApiNeedsAKeyToo() {
        assertThat(get("/api/v1/nothing").status()).isEqualTo(401);
        assertThat(get("/api/v1/nothing", bearer(issue(Optional.of(ACME), Scope.READ)))
                        .status())
                .isEqualTo(404);
    }

    /** Health, documents and files of the page need no key; what is below them by another spelling does. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/docs/../api/v1/trade",
                "/docs/%2e%2e/api/v1/trade",
                "/docs/..%2fapi/v1/trade",
                "/docs/..;/api/v1/trade",
                "/docs;/../api/v1/trade",
                "/docs/..\\api/v1/trade",
                "/assets/../../api/v1/trade",
                "/actuator/health/../prometheus",
                "/actuator/health/%2e%2e/prometheus",
                "/actuator/health/..;/prometheus",
                "/actuator/./prometheus",
                "/actuator//prometheus",
                "/;/api/v1/trade",
                "/./api/v1/trade",
                "/.//api/v1/trade",
                "//api/v1/trade",
                "/api/v1/./trade",
                "/api/v1//trade",
                "/api/v1/trade;/",
                "/api/v1/trade/.",
                "/api/v1/trade%00",
                "/API/v1/trade",
                "http://localhost/api/v1/trade"
            })
    void noSpellingOfAPathNeedsNoKey(String path) throws IOException {
        String answer = Http.raw(
                address.getPort(), "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer)
                .matches("(?s)HTTP/1.1 (400|401|404) .*")
                .contains("application/problem+json")
                .doesNotContain("\"client\"", "jvm_", "<html");
    }

    @Test
    void whereCallsNeedAKeyAnyHostIsServed() throws IOException {
        String key = issue(Optional.of(ACME), Scope.READ);

        assertThat(Http.raw(
                        address.getPort(),
                        "GET /api/v1/trade HTTP/1.1\r\nHost: trakkit.example\r\nAuthorization: Bearer " + key
                                + "\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void badCredentialsAreRefusedWithTheirReason() {
        String key = issue(Optional.of(ACME), Scope.READ);
        String random = ApiKey.generate(new SecureRandom()).reveal();

        KeyRing ring = app.getBean(KeyRing.class);
        long before = ring.lookups();
        refused(401, "mistyped", "Authorization", "Bearer " + key.substring(0, 92) + (key.endsWith("0") ? "1" : "0"));
        refused(
                401,
                "mistyped",
                "Authorization",
                "Bearer " + random.substring(0, 92) + (random.endsWith("0") ? "1" : "0"));
        refused(401, "mistyped", "Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.");
        assertThat(ring.lookups()).isEqualTo(before);
        refused(401, "must be Bearer", "Authorization", "Basic dTpw");
        refused(401, "must be Bearer", "Authorization", "Bearer " + key + " " + key);
        refused(401, "must be Bearer", "Authorization", "Bearer ");
        refused(401, "unknown", "Authorization", "Bearer " + random);
        refused(400, "more than one", "Authorization", "Bearer " + key, "Cookie", "trakkit_session=" + key);
        refused(400, "more than one", "Authorization", "Bearer " + key, "Authorization", "Bearer " + key);
    }

    @Test
    void anotherSecretUnderAKnownIdIsUnknown() {
        String key = issue(Optional.of(ACME), Scope.READ);
        ApiKey other = ApiKey.generate(new SecureRandom());
        save(key(other, Optional.of(ACME), Set.of(Scope.READ), Optional.empty()));
        String mixed = "trk_" + key.substring(4, 20) + other.reveal().substring(20, 85);

        refused(401, "unknown", "Authorization", "Bearer " + withChecksum(mixed));
    }

    @Test
    void anExpiredAndARevokedKeyAreRefused() {
        ApiKey expired = ApiKey.generate(new SecureRandom());
        save(key(expired, Optional.of(ACME), Set.of(Scope.READ), Optional.of(NOW.plusSeconds(1))));
        refused(401, "expired", "Authorization", "Bearer " + expired.reveal());

        ApiKey revoked = ApiKey.generate(new SecureRandom());
        IssuedKey issued = key(revoked, Optional.of(ACME), Set.of(Scope.READ), Optional.empty());
        save(issued);
        assertThat(get("/api/v1/trade", bearer(revoked.reveal())).status()).isEqualTo(200);
        keys().save(issued.revoked(NOW));
        patiently().untilAsserted(() -> refused(401, "revoked", "Authorization", "Bearer " + revoked.reveal()));
    }

    @Test
    void theKeysOfASuspendedClientAreRefused() {
        refused(403, "suspended", "Authorization", "Bearer " + issue(Optional.of(BETA), Scope.READ));
    }

    @Test
    void aPathNeedsItsScope() {
        String reads = issue(Optional.of(ACME), Scope.READ);
        HttpAnswer answer = post("/api/v1/trade", bearer(reads));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).contains("error=\"insufficient_scope\"", "scope=\"write\"");
        assertThat(get("/api/v1/ops/dead-letters", bearer(reads)).status()).isEqualTo(403);
        assertThat(get("/api/v1/price", bearer(reads)).status()).isEqualTo(200);
        assertThat(post("/api/v1/trade", bearer(issue(Optional.of(ACME), Scope.WRITE)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void replaysAreForThePlatformOnly() {
        assertThat(get("/api/v1/ops/replay", bearer(issue(Optional.of(ACME), Scope.OPS)))
                        .status())
                .isEqualTo(403);
        assertThat(get("/api/v1/ops/replay", bearer(issue(Optional.empty(), Scope.OPS)))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anAdministratorActsForTheClientThatItNames() {
        String platform = issue(Optional.empty(), Scope.ADMIN);

        HttpAnswer unnamed = get("/api/v1/trade", bearer(platform));
        HttpAnswer named = get("/api/v1/trade", bearer(platform, "X-Trakkit-Client", "acme"));

        assertThat(unnamed.status()).isEqualTo(403);
        assertThat(named.status()).isEqualTo(200);
        assertThat(named.json().get("client").asString()).isEqualTo("acme");
        refused(403, "No client", "Authorization", "Bearer " + platform, "X-Trakkit-Client", "nobody");
        refused(
                403,
                "Only a key of the platform",
                "Authorization",
                "Bearer " + issue(Optional.of(ACME), Scope.READ),
                "X-Trakkit-Client",
                "beta");
    }

    @Test
    void aKeyOfThePlatformThatIsNoAdministratorsActsWithItsOwnScopes() {
        String[] prices = bearer(issue(Optional.empty(), Scope.PRICES), "X-Trakkit-Client", "acme");
        String[] reads = bearer(issue(Optional.empty(), Scope.READ), "X-Trakkit-Client", "acme");
        String[] operates = bearer(issue(Optional.empty(), Scope.OPS), "X-Trakkit-Client", "acme");

        for (String[] acting : List.of(prices, operates)) {
            assertThat(get("/api/v1/trade", acting).header("WWW-Authenticate")).contains("scope=\"read\"");
        }
        for (String[] acting : List.of(prices, operates, reads)) {
            assertThat(post("/api/v1/trade", acting).header("WWW-Authenticate")).contains("scope=\"write\"");
        }
        assertThat(get("/api/v1/trade", reads).json().get("client").asString()).isEqualTo("acme");
        HttpAnswer letters = get("/api/v1/ops/dead-letters", operates);
        assertThat(letters.status()).isEqualTo(200);
        assertThat(letters.json().get("client").asString()).isEqualTo("acme");
        assertThat(letters.json().get("platform").asBoolean()).isTrue();
    }

    @Test
    void whatThePlatformDoesForAClientIsAudited() {
        String platform = issue(Optional.empty(), Scope.OPS, Scope.ADMIN);

        get("/api/v1/trade", bearer(platform, "X-Trakkit-Client", "acme"));
        post("/api/v1/trade", bearer(platform, "X-Trakkit-Client", "acme"));
        get("/api/v1/ops/replay", bearer(platform));

        assertAudited(platform, "POST /api/v1/trade 200", "POST /api/v1/trade begun", "GET /api/v1/trade 200");
        assertThat(audited(platform)).allMatch(action -> action.client().equals(Optional.of(ACME)));
    }

    /** Refused before the limits of a client count: entries of its own key could fill the log. */
    @Test
    void aKeyOfThePlatformThatNamesAnAbsentClientIsAuditedAndAClientsKeyIsNot() {
        String platform = issue(Optional.empty(), Scope.OPS);
        String acme = issue(Optional.of(ACME), Scope.WRITE);
        String suspended = issue(Optional.of(BETA), Scope.READ);

        assertThat(post("/api/v1/trade", bearer(platform, "X-Trakkit-Client", "nobody"))
                        .status())
                .isEqualTo(403);
        assertThat(get("/api/v1/ops/replay", bearer(platform, "X-Trakkit-Client", "A/B"))
                        .status())
                .isEqualTo(403);
        assertThat(post("/api/v1/trade", bearer(acme, "X-Trakkit-Client", "beta"))
                        .status())
                .isEqualTo(403);
        assertThat(post("/api/v1/session", bearer(suspended)).status()).isEqualTo(403);

        assertAudited(platform, "GET /api/v1/ops/replay 403", "POST /api/v1/trade 403");
        assertThat(audited(platform))
                .anySatisfy(action -> assertThat(action.detail()).isEqualTo("No client has the id nobody"));
        assertThat(audited(acme)).isEmpty();
        assertThat(audited(suspended)).isEmpty();
    }

    @Test
    void aRefusedCallOfAnAdministratorIsAudited() {
        String operator = issue(Optional.empty(), Scope.OPS);

        assertThat(get("/api/v1/admin/clients/acme", bearer(operator)).status()).isEqualTo(403);

        assertAudited(operator, "clients.show 403");
        assertThat(audited(operator)).extracting(AuditLog.Action::subject).containsExactly("acme");
    }

    /** The last entry of a request is written after its answer. */
    private static void assertAudited(String key, String... actions) {
        patiently()
                .untilAsserted(() -> assertThat(audited(key))
                        .extracting(action -> action.action() + ' ' + action.outcome())
                        .containsExactly(actions));
    }

    private static List<AuditLog.Action> audited(String key) {
        return new AuditLog(database.jdbc())
                .page(Optional.empty(), ApiKey.parse(key).map(ApiKey::id), null, 10).stream()
                        .map(AuditLog.Entry::action)
                        .toList();
    }

    @Test
    void theLastUseOfAKeyIsNoted() {
        String key = issue(Optional.of(ACME), Scope.READ);
        ApiKeyId id = ApiKey.parse(key).orElseThrow().id();
        assertThat(keys().find(id).orElseThrow().lastUsedAt()).isEmpty();

        get("/api/v1/trade", bearer(key));
        app.getBean(KeyRing.class).noteUses();

        assertThat(keys().find(id).orElseThrow().lastUsedAt()).isPresent();
    }

    @Test
    void whileTheDatabaseIsAwayKnownKeysGoOn() {
        String key = issue(Optional.of(ACME), Scope.READ);
        try (PostgresProxy network = PostgresProxy.before(database.jdbcUrl());
                ServletWebServerApplicationContext behind = start(network.jdbcUrl())) {
            Http http = new Http(addressOf(behind));
            assertThat(http.get("/api/v1/trade", bearer(key)).status()).isEqualTo(200);

            network.goAway();

            patiently().until(() -> http.get("/api/v1/trade", unknown()).status() == 503);
            assertThat(http.get("/api/v1/trade", bearer(key)).status()).isEqualTo(200);
        }
    }

    /** The look for new keys waited for ever, and with it each request with a key that was not known yet. */
    @Test
    void onANetworkThatSwallowsEverythingKnownKeysGoOn() {
        String key = issue(Optional.of(ACME), Scope.READ);
        try (PostgresProxy network = PostgresProxy.before(database.jdbcUrl());
                ServletWebServerApplicationContext behind = start(network.jdbcUrl())) {
            Http http = new Http(addressOf(behind));
            assertThat(http.get("/api/v1/trade", bearer(key)).status()).isEqualTo(200);

            network.stall();

            patiently().until(() -> http.get("/api/v1/trade", unknown()).status() == 503);
            assertThat(http.get("/api/v1/trade", bearer(key)).status()).isEqualTo(200);
        }
    }

    @Test
    void oneOutageIsOneWarningOfTheAuditLog(CapturedOutput output) {
        String platform = issue(Optional.empty(), Scope.ADMIN);
        try (PostgresProxy network = PostgresProxy.before(database.jdbcUrl());
                ServletWebServerApplicationContext behind = start(network.jdbcUrl())) {
            Http http = new Http(addressOf(behind));
            String[] acting = bearer(platform, "X-Trakkit-Client", "acme");
            assertThat(http.post("/api/v1/trade", "{}", acting).status()).isEqualTo(200);
            network.goAway();
            for (int i = 0; i < 3; i++) {
                assertThat(http.post("/api/v1/trade", "{}", acting).status()).isEqualTo(503);
                assertThat(http.get("/api/v1/trade", acting).status()).isEqualTo(200);
            }
            network.comeBack();
            patiently().until(() -> http.post("/api/v1/trade", "{}", acting).status() == 200);

            assertThat(output.getOut())
                    .containsOnlyOnce("Cannot write the audit log")
                    .containsOnlyOnce("The audit log can be written again");
        }
    }

    private static String[] unknown() {
        return bearer(ApiKey.generate(new SecureRandom()).reveal());
    }

    @Test
    void theCookieOfAnEndedSessionIsTakenBack() {
        String ended = ApiKey.generate(new SecureRandom()).reveal();

        HttpAnswer answer = get("/api/v1/trade", "Cookie", "trakkit_session=" + ended);

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("Set-Cookie")).startsWith("trakkit_session=;").contains("Max-Age=0", "Path=/api/");
    }

    @Test
    void aCookieReadsAndWritesOnlyWithTheToken() {
        String cookie = "trakkit_session=" + issue(Optional.of(ACME), Scope.READ, Scope.WRITE);

        assertThat(get("/api/v1/trade", "Cookie", cookie).status()).isEqualTo(200);
        assertThat(post("/api/v1/trade", "Cookie", cookie).status()).isEqualTo(403);
        assertThat(post("/api/v1/trade", "Cookie", cookie + "; XSRF-TOKEN=abc", "X-XSRF-TOKEN", "abd")
                        .status())
                .isEqualTo(403);
        assertThat(post("/api/v1/trade", "Cookie", cookie + "; XSRF-TOKEN=abc", "X-XSRF-TOKEN", "abc")
                        .status())
                .isEqualTo(200);
    }

    /** A page of another host of the same domain can set the cookie of the token for the whole domain. */
    @Test
    void aPageOfAnotherOriginWritesWithNoCookieEvenWithAToken() {
        String key = issue(Optional.of(ACME), Scope.READ, Scope.WRITE);
        String cookie = "trakkit_session=" + key + "; XSRF-TOKEN=abc";

        for (String site : List.of("same-site", "cross-site")) {
            HttpAnswer refused = post("/api/v1/trade", "Cookie", cookie, "X-XSRF-TOKEN", "abc", "Sec-Fetch-Site", site);
            assertThat(refused.status()).as(site).isEqualTo(403);
            assertThat(refused.detail()).contains("is not allowed for pages of other origins");
            assertThat(get("/api/v1/trade", "Cookie", cookie, "Sec-Fetch-Site", site)
                            .status())
                    .isEqualTo(200);
            assertThat(post("/api/v1/trade", bearer(key, "Sec-Fetch-Site", site))
                            .status())
                    .isEqualTo(200);
        }
        for (String site : List.of("same-origin", "none")) {
            assertThat(post("/api/v1/trade", "Cookie", cookie, "X-XSRF-TOKEN", "abc", "Sec-Fetch-Site", site)
                            .status())
                    .as(site)
                    .isEqualTo(200);
        }
    }

    /** Two clients can have one ref_id, and their trades the same version and so the same ETag. */
    @Test
    void noCacheKeepsAnAnswerForAnotherCaller() {
        String key = issue(Optional.of(ACME), Scope.READ);
        for (HttpAnswer answer :
                List.of(get("/api/v1/trade", bearer(key)), get("/api/v1/trade", "Cookie", "trakkit_session=" + key))) {
            assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(answer.response().headers().allValues("Vary"))
                    .contains("Authorization, Cookie, X-Trakkit-Client");
        }
    }

    @Test
    void guessedKeysReachTheDatabaseTwentyTimesAndThenOnceASecond() {
        KeyRing ring = app.getBean(KeyRing.class);
        SecureRandom random = new SecureRandom();
        long before = ring.lookups();
        long begin = System.nanoTime();

        for (int i = 0; i < 100_000; i++) {
            assertThat(ring.find(ApiKey.generate(random).id())).isInstanceOf(KeyRing.Unknown.class);
        }

        long seconds = Duration.ofNanos(System.nanoTime() - begin).toSeconds() + 1;
        assertThat(ring.lookups() - before).isLessThanOrEqualTo(20 + seconds);
    }

    @Test
    void healthNeedsNoKeyAndEveryAnswerHasTheHeadersOfSecurity() {
        HttpAnswer answer = get("/api/v1/trade");

        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(get("/actuator/health").status()).isNotEqualTo(401);
        assertThat(get("/actuator/prometheus").status()).isEqualTo(401);
    }

    private static void refused(int status, String detail, String... headers) {
        HttpAnswer answer = get("/api/v1/trade", headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.json().get("detail").asString()).contains(detail);
        String whole = answer.text() + answer.response().headers().map();
        SECRET.matcher(String.join("\n", headers))
                .results()
                .forEach(secret -> assertThat(whole).doesNotContain(secret.group()));
    }

    private static String withChecksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + HexFormat.of().toHexDigits((int) crc.getValue());
    }

    private static HttpAnswer get(String path, String... headers) {
        return new Http(address).get(path, headers);
    }

    private static HttpAnswer post(String path, String... headers) {
        return new Http(address).post(path, "{}", headers);
    }

    private static String issue(Optional<ClientId> client, Scope... scopes) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        save(key(key, client, Set.of(scopes), Optional.empty()));
        return key.reveal();
    }

    private static void save(IssuedKey key) {
        keys().save(key);
        app.getBean(KeyRing.class).refresh();
    }

    private static ClientAccounts clients() {
        return new ClientAccounts(database.jdbc());
    }

    private static ApiKeys keys() {
        return new ApiKeys(database.jdbc());
    }
}
