package io.trakkit.worker.admin;

import static io.trakkit.testing.Waiting.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.event.Topics;
import io.trakkit.worker.testing.RunningWorker;
import io.trakkit.worker.testing.TestKafka;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The calls of administrators and sessions, on two workers that need keys. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class AdminHttpTest {

    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String AUDIT = "/api/v1/admin/audit/";
    private static final String SESSION = "/api/v1/session/";
    private static final String LETTERS = "/api/v1/ops/dead-letters/";
    private static final String[] SETTINGS = {
        "spring.main.web-application-type=servlet", "server.port=0", "trakkit.access.mode=keys"
    };
    private static final Pattern KEY = Pattern.compile("trk_[0-9a-f]{16}_[0-9a-f]{72}");

    private final TestDatabase database = TestDatabase.create();
    private final RunningWorker worker;
    private final RunningWorker other;
    private final Http http;
    private final Http otherHttp;
    private final String admin;

    AdminHttpTest() {
        TestKafka.emptyTopics();
        worker = RunningWorker.start(database, SETTINGS);
        other = RunningWorker.start(database, SETTINGS);
        http = new Http(worker.port());
        otherHttp = new Http(other.port());
        admin = worker.bean(FirstKey.class).create("a test");
    }

    @BeforeAll
    void start() {
        worker.awaitUp();
        assertThat(create("acme").status()).isEqualTo(201);
    }

    @AfterAll
    void stop() {
        worker.close();
        other.close();
        database.close();
    }

    private static String[] with(String key) {
        return new String[] {"Authorization", "Bearer " + key};
    }

    private HttpAnswer create(String client) {
        return http.post(CLIENTS, "{\"id\": \"" + client + "\", \"name\": \"The name of it\"}", with(admin));
    }

    private HttpAnswer issue(String body) {
        return http.post(KEYS, body, with(admin));
    }

    private String key(String client, String scopes) {
        HttpAnswer created = issue("{\"client\": \"" + client + "\", \"scopes\": [" + scopes + "]}");
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        return created.text("key");
    }

    private static String idOf(String key) {
        return key.substring(4, 20);
    }

    @Test
    void aClientIsCreatedChangedAndListed() {
        HttpAnswer created = http.post(CLIENTS, """
                {"id": "beta", "name": "Beta", "currency": "EUR", "limits": {"streams": 7},
                 "origins": ["https://beta.example"]}""", with(admin));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.header("Location")).isEqualTo("/api/v1/admin/clients/beta/");
        assertThat(created.json().at("/limits/streams").asInt()).isEqualTo(7);
        assertThat(created.json().at("/limits/burst").asInt()).isEqualTo(1_000);
        assertThat(create("beta").status()).isEqualTo(409);

        HttpAnswer changed = http.patch(
                CLIENTS + "beta/", "{\"limits\": {\"burst\": 9}, \"origins\": [], \"name\": \"B\"}", with(admin));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/limits/streams").asInt()).isEqualTo(7);
        assertThat(changed.json().at("/limits/burst").asInt()).isEqualTo(9);
        assertThat(changed.json().at("/origins")).isEmpty();
        assertThat(otherHttp.get(CLIENTS + "beta/", with(admin)).text()).isEqualTo(changed.text());

        HttpAnswer page = http.get(CLIENTS + "?limit=1&after=acme", with(admin));
        assertThat(page.results("id")).containsExactly("beta");
        assertThat(page.text("next")).isEqualTo("beta");
        assertThat(http.get(CLIENTS + "nobody/", with(admin)).status()).isEqualTo(404);
        assertThat(http.patch(CLIENTS + "nobody/", "{}", with(admin)).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"name": "x"}                                                | /id
            {"id": "A b", "name": ""}                                    | /id /name
            {"id": "new", "name": "x", "currency": "euro"}               | /currency
            {"id": "new", "name": "x", "limits": {"burst": 0}}           | /limits/burst
            {"id": "new", "name": "x", "limits": {"bursts": 1}}          | /limits/bursts
            {"id": "new", "name": "x", "origins": ["app.example"]}       | /origins
            {"id": "new", "name": "x", "suspended": true}                | /suspended
            """)
    void eachWrongFieldOfAClientIsNamed(String body, String pointers) {
        HttpAnswer answer = http.post(CLIENTS, body, with(admin));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder(pointers.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                        | /scopes
            {"scopes": []}                                                            | /scopes
            {"scopes": ["all"]}                                                       | /scopes
            {"scopes": ["write"]}                                                     | /scopes
            {"client": "acme", "scopes": ["read", "admin"]}                           | /scopes
            {"scopes": ["read"], "user_id": "u"}                                      | /user_id
            {"client": "acme", "scopes": ["read"], "expires_at": "2020-01-01T00:00:00Z"} | /expires_at
            {"client": "acme", "scopes": ["read"], "secret": "x"}                     | /secret
            """)
    void eachWrongFieldOfAKeyIsNamed(String body, String pointers) {
        HttpAnswer answer = issue(body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder(pointers.split(" "));
    }

    @Test
    void aKeyOfAnUnknownClientIsNotIssued() {
        assertThat(issue("{\"client\": \"nobody\", \"scopes\": [\"read\"]}").status())
                .isEqualTo(404);
        assertThat(http.get(KEYS + "?client=nobody", with(admin)).status()).isEqualTo(404);
    }

    @Test
    void aKeyWorksAtOnceAndIsShownOnce() {
        String key = key("acme", "\"ops\"");

        assertThat(http.get(LETTERS, with(key)).status()).isEqualTo(200);
        assertThat(otherHttp.get(LETTERS, with(key)).status()).isEqualTo(200);
        HttpAnswer shown = http.get(KEYS + idOf(key) + "/", with(admin));
        assertThat(shown.status()).isEqualTo(200);
        assertThat(shown.json().has("key")).isFalse();
        HttpAnswer list = http.get(KEYS + "?client=acme", with(admin));
        assertThat(list.results("id")).contains(idOf(key));
        assertThat(KEY.matcher(list.text()).find()).isFalse();
        assertThat(http.get(KEYS, with(admin)).results("id")).contains(idOf(admin));
    }

    @Test
    void aRevokedKeyIsRefusedByAllInstancesWithinTwoSeconds() {
        String key = key("acme", "\"ops\"");
        assertThat(otherHttp.get(LETTERS, with(key)).status()).isEqualTo(200);
        assertThat(http.get(LETTERS, with(key)).status()).isEqualTo(200);

        HttpAnswer revoked = http.post(KEYS + idOf(key) + "/revoke/", "{}", with(admin));
        long start = System.nanoTime();

        assertThat(revoked.status()).isEqualTo(200);
        assertThat(revoked.json().get("revoked_at").isNull()).isFalse();
        patiently()
                .until(() -> http.get(LETTERS, with(key)).status() == 401
                        && otherHttp.get(LETTERS, with(key)).status() == 401);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
        assertThat(http.post(KEYS + idOf(key) + "/revoke/", "{}", with(admin)).text())
                .isEqualTo(revoked.text());
    }

    @Test
    void theLastKeyOfAnAdministratorIsNotRevokedByMistake() {
        HttpAnswer refused = http.post(KEYS + idOf(admin) + "/revoke/", "", with(admin));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.detail()).contains("{\"last\": true}");
        assertThat(http.get(KEYS, with(admin)).status()).isEqualTo(200);
    }

    @Test
    void aSuspendedClientIsRefusedAndResumed() {
        create("gamma");
        String key = key("gamma", "\"ops\"");
        assertThat(http.get(LETTERS, with(key)).status()).isEqualTo(200);

        http.patch(CLIENTS + "gamma/", "{\"suspended\": true}", with(admin));
        patiently().until(() -> http.get(LETTERS, with(key)).status() == 403);

        http.patch(CLIENTS + "gamma/", "{\"suspended\": false}", with(admin));
        patiently().until(() -> http.get(LETTERS, with(key)).status() == 200);
    }

    @Test
    void onlyAnAdministratorOfThePlatformAdministers() {
        String ofClient = key("acme", "\"ops\"");
        String operator = issue("{\"scopes\": [\"ops\"]}").text("key");

        for (String path : List.of(CLIENTS, KEYS, AUDIT)) {
            assertThat(http.get(path).status()).isEqualTo(401);
            assertThat(http.get(path, with(ofClient)).status()).isEqualTo(403);
            assertThat(http.get(path, with(operator)).status()).isEqualTo(403);
        }
        HttpAnswer audit = audit("?key=" + idOf(operator), 3);
        assertThat(audit.results("outcome")).containsExactly("403", "403", "403");
        assertThat(audit.results("action")).containsExactly("audit.read", "keys.list", "clients.list");
    }

    @Test
    void theAuditLogHasWhoDidWhatAndTheOutcome() {
        create("delta");
        create("delta");

        HttpAnswer audit = audit("?client=delta&limit=10", 2);

        assertThat(audit.results("action")).containsExactly("clients.create", "clients.create");
        assertThat(audit.results("outcome")).containsExactly("409", "201");
        assertThat(audit.results("key")).containsOnly(idOf(admin));
        assertThat(audit.results("address")).containsOnly("127.0.0.1");
        assertThat(audit.json().at("/results/0/detail").asString()).contains("The name of it");
        HttpAnswer first = http.get(AUDIT + "?client=delta&limit=1", with(admin));
        HttpAnswer second = http.get(AUDIT + "?client=delta&limit=1&before=" + first.text("next"), with(admin));
        assertThat(second.json().at("/results/0/id")).isEqualTo(audit.json().at("/results/1/id"));
        assertThat(http.get(AUDIT + "?before=x&limit=0", with(admin)).parameters())
                .containsExactlyInAnyOrder("before", "limit");
    }

    @Test
    void whatThePlatformDoesForAClientIsAudited() {
        create("epsilon");
        patiently()
                .until(() -> http.get(LETTERS, "Authorization", "Bearer " + admin, "X-Trakkit-Client", "epsilon")
                                .status()
                        == 200);

        HttpAnswer audit = audit("?client=epsilon&key=" + idOf(admin), 2);

        assertThat(audit.results("action").getFirst()).isEqualTo("GET /api/v1/ops/dead-letters");
        assertThat(audit.results("outcome").getFirst()).isEqualTo("200");
    }

    @Test
    void noSpellingOfAPathEscapesTheAuditLog() {
        String operator = issue("{\"scopes\": [\"ops\"]}").text("key");
        List<String> spellings =
                List.of("/api/v1/%61dmin/clients/", "/api/v1/admin;x=1/clients/", "/%61pi/v1/admin/clients");

        String entries = "?key=" + idOf(operator);
        int requests = 0;
        for (String path : spellings) {
            assertThat(http.get(path, with(operator)).status()).as(path).isEqualTo(403);
            audit(entries, ++requests);
        }
        assertThat(http.post("/api/v1/o%70s/dead-letters/redrive", "{}", with(operator))
                        .status())
                .isEqualTo(400);
        audit(entries, 5);
        assertThat(http.send("DELETE", "/api/v1/s%65ssion", HttpRequest.BodyPublishers.noBody(), with(operator))
                        .status())
                .isEqualTo(403);

        assertThat(audit(entries, 7).results("action"))
                .containsExactly(
                        "session.end",
                        "session.end",
                        "dead-letters.redrive",
                        "dead-letters.redrive",
                        "clients.list",
                        "clients.list",
                        "clients.list");
    }

    /** The last entry of a request is written after its answer. */
    private HttpAnswer audit(String query, int entries) {
        patiently()
                .until(() -> http.get(AUDIT + query, with(admin)).results("id").size() >= entries);
        return http.get(AUDIT + query, with(admin));
    }

    @Test
    void withoutItsAuditLogAWriteIsRefusedAndAReadIsNot() {
        database.jdbc().sql("ALTER TABLE audit_log RENAME TO audit_log_away").update();
        try {
            HttpAnswer refused = create("zeta");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.detail()).contains("audit log");
            assertThat(http.get(CLIENTS, with(admin)).results("id")).doesNotContain("zeta");
        } finally {
            database.jdbc()
                    .sql("ALTER TABLE audit_log_away RENAME TO audit_log")
                    .update();
        }
    }

    @Test
    void aSessionHasTheRightsOfItsKeyAndEnds() {
        String key = key("acme", "\"ops\"");

        HttpAnswer started = http.post(SESSION, "{\"lifetime_seconds\": 60}", with(key));

        assertThat(started.status()).as(started.text()).isEqualTo(201);
        assertThat(started.text("client")).isEqualTo("acme");
        assertThat(KEY.matcher(started.text()).find()).isFalse();
        String cookies = started.header("Set-Cookie");
        assertThat(cookies).contains("HttpOnly", "SameSite=Strict", "Max-Age=60", "XSRF-TOKEN=");
        String session = find("trakkit_session=[^;]+", cookies);
        String token = find("XSRF-TOKEN=[^;]+", cookies).replace("XSRF-TOKEN=", "");
        String cookie = session + "; XSRF-TOKEN=" + token;
        assertThat(otherHttp.get(LETTERS, "Cookie", session).status()).isEqualTo(200);
        assertThat(http.post(SESSION, "{}", "Cookie", cookie).status()).isEqualTo(403);
        HttpAnswer again = http.post(SESSION, "{}", "Cookie", cookie, "X-XSRF-TOKEN", token);
        assertThat(again.status()).isEqualTo(403);
        assertThat(again.detail()).contains("A session cannot start another one");

        HttpAnswer ended =
                http.send("DELETE", SESSION, BodyPublishers.noBody(), "Cookie", cookie, "X-XSRF-TOKEN", token);
        assertThat(ended.status()).isEqualTo(204);
        assertThat(ended.header("Set-Cookie")).contains("trakkit_session=;", "Max-Age=0");
        patiently().until(() -> otherHttp.get(LETTERS, "Cookie", session).status() == 401);
        assertThat(http.send("DELETE", SESSION, BodyPublishers.noBody(), with(key))
                        .status())
                .isEqualTo(409);
        assertThat(http.post(SESSION, "{\"lifetime_seconds\": 43201}", with(key))
                        .pointers())
                .containsExactly("/lifetime_seconds");
    }

    @Test
    void aSessionEndsWithItsKey() {
        String key = key("acme", "\"ops\"");
        String session =
                find("trakkit_session=[^;]+", http.post(SESSION, "", with(key)).header("Set-Cookie"));
        assertThat(http.get(LETTERS, "Cookie", session).status()).isEqualTo(200);

        http.post(KEYS + idOf(key) + "/revoke/", "{}", with(admin));

        patiently().until(() -> http.get(LETTERS, "Cookie", session).status() == 401);
    }

    private static String find(String pattern, String text) {
        var found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(text).isTrue();
        return found.group();
    }

    @Test
    void anEmptyDatabaseServesTheSameKeysAndClients() {
        String key = key("acme", "\"ops\"");
        String revoked = key("acme", "\"ops\"");
        http.post(KEYS + idOf(revoked) + "/revoke/", "{}", with(admin));
        String before = http.get(CLIENTS, with(admin)).text();

        try (TestDatabase fresh = TestDatabase.create();
                RunningWorker rebuilt = RunningWorker.start(
                        fresh,
                        "spring.main.web-application-type=servlet",
                        "server.port=0",
                        "trakkit.access.mode=keys",
                        "trakkit.worker.group=rebuilt")) {
            rebuilt.awaitUp();
            Http there = new Http(rebuilt.port());
            patiently().until(() -> there.get(LETTERS, with(key)).status() == 200);
            assertThat(there.get(LETTERS, with(revoked)).status()).isEqualTo(401);
            assertThat(there.get(CLIENTS, with(admin)).text()).isEqualTo(before);
        }
    }

    @Test
    void noSecretIsInATableATopicAMetricOrTheLog(CapturedOutput output) {
        String key = key("acme", "\"ops\"");
        String secret = key.substring(21, 85);
        http.get(LETTERS, with(key));
        http.get(KEYS + key + "/", with(admin));
        http.get(LETTERS + "?reason=" + key, with(key));
        http.post(SESSION, "", with(key));
        issue("{\"client\": \"acme\", \"scopes\": [\"read\"], \"label\": \"" + key + "\"}");

        for (String table : List.of("api_keys", "clients", "audit_log")) {
            List<@Nullable String> rows = database.jdbc()
                    .sql("SELECT t::text FROM " + table + " t")
                    .query(String.class)
                    .list();
            assertThat(rows).isNotEmpty().noneMatch(row -> String.valueOf(row).contains(secret));
        }
        for (ConsumerRecord<byte[], byte[]> record : TestKafka.read(Topics.CLIENTS, 1)) {
            assertThat(new String(Objects.requireNonNull(record.value()), UTF_8))
                    .doesNotContain(secret);
        }
        assertThat(http.get("/actuator/prometheus", with(admin)).text()).doesNotContain(secret);
        assertThat(output.getAll()).doesNotContain(secret);
    }
}
