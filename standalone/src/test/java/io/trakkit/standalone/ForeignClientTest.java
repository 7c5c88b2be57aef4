package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.ApiKey;
import io.trakkit.domain.access.ClientAccount;
import io.trakkit.domain.access.ClientLimits;
import io.trakkit.domain.access.IssuedKey;
import io.trakkit.domain.access.Scope;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.store.access.ApiKeys;
import io.trakkit.store.access.ClientAccounts;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ApiPaths;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What a client can find out about another one: nothing. */
@ExtendWith(SharedServer.class)
class ForeignClientTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final String SHARED_REF_ID = "the-same-ref-id";
    private static final Set<Scope> ALL_OF_A_CLIENT = EnumSet.of(Scope.READ, Scope.WRITE, Scope.PRICES, Scope.OPS);

    private static final List<String> PROBES = List.of(
            "' OR '1'='1",
            "1 OR 1=1",
            "x'; DROP TABLE trades; --",
            "1) UNION SELECT client_id FROM portfolios --",
            "\\' OR client_id = 'isolated-b",
            "$1",
            ":client",
            "isolated-b");

    private final Server server;
    private final Http http;
    private Client attacker;
    private Client victim;
    private String reader = "";
    private String writer = "";

    ForeignClientTest(Server server) {
        this.server = server;
        http = new Http(server.address());
    }

    /** A client with one portfolio, a trade, an activity and a corporate action. */
    private record Client(ClientId id, String key, long portfolio, String refId) {

        String activity() {
            return refId + "-activity";
        }

        String action() {
            return refId + "-action";
        }
    }

    @BeforeEach
    void twoClientsWithTheSameNames() {
        attacker = client("isolated-a");
        victim = client("isolated-b");
        reader = issue(attacker.id(), EnumSet.of(Scope.READ), Optional.empty());
        writer = issue(attacker.id(), EnumSet.of(Scope.WRITE), Optional.empty());
    }

    @Test
    void everyOperationNeedsAValidKeyWithItsScope() {
        String mistyped = attacker.key().substring(0, 92) + (attacker.key().endsWith("0") ? "1" : "0");
        for (Contract.Operation operation : Contract.operations()) {
            String path = at(operation.path(), "1", "r").replace("{ticker}", "ACME");
            Scope needed = Objects.requireNonNull(
                            Objects.requireNonNull(ApiPaths.described().get(operation.path()))
                                    .get(operation.method()))
                    .scope();

            HttpAnswer unauthenticated = send(operation.method(), path, mistyped);
            assertThat(unauthenticated.status()).as(operation.toString()).isEqualTo(401);
            assertThat(unauthenticated.isProblem()).isTrue();
            if (needed != null) {
                HttpAnswer forbidden = send(operation.method(), path, needed == Scope.READ ? writer : reader);
                assertThat(forbidden.status()).as(operation.toString()).isEqualTo(403);
                assertThat(forbidden.header("WWW-Authenticate")).contains("scope=\"" + needed.wireName() + '"');
            }
        }
    }

    @Test
    void anotherClientsIdsAreAnsweredAsAbsentOnes() {
        for (String path : ApiPaths.described().keySet()) {
            for (String method : ApiPaths.described().get(path).keySet()) {
                if (path.contains("{")
                        && !path.startsWith("/api/v1/fx-rate/")
                        && !path.startsWith("/api/v1/ops/")
                        && !path.startsWith("/api/v1/admin/")
                        && !path.startsWith("/api/v1/price/")) {
                    String ofTicker = path.replace("{ticker}", "T-" + victim.portfolio());
                    String known = path.startsWith("/api/v1/activity/")
                            ? victim.activity()
                            : path.startsWith("/api/v1/corporate-action/") ? victim.action() : victim.refId();
                    HttpAnswer foreign = send(method, at(ofTicker, Long.toString(victim.portfolio()), known));
                    HttpAnswer absent = send(method, at(ofTicker, "999999999", "b-only-absent-x"));

                    assertThat(foreign.status())
                            .as(method + ' ' + path)
                            .isEqualTo(404)
                            .isEqualTo(absent.status());
                    assertThat(anonymous(foreign)).isEqualTo(anonymous(absent));
                    assertThat(names(foreign)).isEqualTo(names(absent));
                }
            }
        }
    }

    @Test
    void aPostForAnotherClientsPortfolioIsRefusedAsForAnAbsentOne() {
        HttpAnswer foreign = post("/api/v1/trade/", trade(victim.portfolio(), "a-posts-to-b"), attacker.key());
        HttpAnswer absent = post("/api/v1/trade/", trade(999_999_999, "a-posts-to-b"), attacker.key());

        assertThat(foreign.status()).isEqualTo(400);
        assertThat(foreign.text()).isEqualTo(absent.text());
        HttpAnswer bulk = http.send(
                "POST",
                "/api/v1/trade/bulk",
                BodyPublishers.ofString(
                        trade(victim.portfolio(), "a-posts-to-b-2").replace("\n", "")),
                bearer(attacker.key(), "Content-Type", "application/x-ndjson"));
        assertThat(bulk.text()).contains("does not exist or does not belong to this user");
    }

    @Test
    void listsShowNothingOfAnotherClient() {
        for (String list :
                List.of("portfolio/", "portfolio-summary/", "trade/", "trade/?state=refused", "ops/dead-letters")) {
            HttpAnswer answer = http.get("/api/v1/" + list, bearer(attacker.key()));

            assertThat(answer.status()).as(list).isEqualTo(200);
            assertThat(answer.text()).as(list).doesNotContain("b-only", "isolated-b", tickerOf(victim));
        }
        String filtered = "?portfolio_id=" + victim.portfolio();
        assertThat(http.get("/api/v1/portfolio-summary/" + filtered, bearer(attacker.key()))
                        .json()
                        .get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/trade/" + filtered, bearer(attacker.key()))
                        .json()
                        .get("results"))
                .isEmpty();
    }

    @Test
    void refIdsOfTwoClientsMayBeEqual() {
        postTheSameRefId();
    }

    private void postTheSameRefId() {
        for (Client client : List.of(attacker, victim)) {
            HttpAnswer posted = post("/api/v1/trade/", trade(client.portfolio(), SHARED_REF_ID), client.key());
            assertThat(posted.status()).as(posted.text()).isIn(200, 202);
        }
        for (Client client : List.of(attacker, victim)) {
            patiently()
                    .untilAsserted(
                            () -> assertThat(portfolioOf(SHARED_REF_ID, client)).isEqualTo(client.portfolio()));
        }
    }

    @Test
    void interleavedRequestsOfTwoClientsSeeTheirOwn() throws Exception {
        postTheSameRefId();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> answers = new ArrayList<>();
            IntStream.range(0, 1_000).forEach(i -> {
                Client client = i % 2 == 0 ? attacker : victim;
                answers.add(threads.submit(() -> portfolioOf(SHARED_REF_ID, client) == client.portfolio()));
            });
            for (Future<Boolean> own : answers) {
                assertThat(own.get()).isTrue();
            }
        }
    }

    @Test
    void injectedSqlFindsNothing() {
        for (Contract.Operation operation : Contract.operations()) {
            if (operation.method().equals("GET")
                    && !operation.path().contains("/stream")
                    && !operation.path().startsWith("/api/v1/admin/")
                    && !operation.path().startsWith("/api/v1/ops/replay")) {
                String path = at(operation.path(), Long.toString(attacker.portfolio()), attacker.refId())
                        .replace("{ticker}", "T-" + attacker.portfolio());
                for (String parameter : operation.queryParameters()) {
                    for (String probe : PROBES) {
                        HttpAnswer answer = http.get(
                                path + '?' + parameter + '=' + URLEncoder.encode(probe, StandardCharsets.UTF_8),
                                bearer(attacker.key()));
                        assertThat(answer.status())
                                .as("%s?%s=%s: %s", path, parameter, probe, answer.text())
                                .isIn(200, 400, 403, 404);
                        assertThat(answer.text()).as(path).doesNotContain("b-only", tickerOf(victim));
                    }
                }
            }
        }
    }

    @Test
    void aKeyThatIsBoundToAUserSeesAndWritesForThatUserOnly() {
        String bound =
                issue(attacker.id(), EnumSet.of(Scope.READ, Scope.WRITE), Optional.of(new UserId("somebody else")));
        String own = Long.toString(attacker.portfolio());

        assertThat(http.get("/api/v1/portfolio/", bearer(bound)).json().get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/trade/", bearer(bound)).json().get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/portfolio-summary/", bearer(bound)).json().get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/trade/?user_id=u", bearer(bound)).status()).isEqualTo(403);
        for (String path :
                List.of("", "/cumulative-returns", "/performance", "/stream", "/explain", "/explain/T-" + own)) {
            assertThat(http.get("/api/v1/portfolio/" + own + path, bearer(bound))
                            .status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(http.get("/api/v1/trade/" + attacker.refId(), bearer(bound)).status())
                .isEqualTo(404);
        assertThat(http.get("/api/v1/trade/" + attacker.refId() + "/history", bearer(bound))
                        .status())
                .isEqualTo(404);
        assertThat(http.patch("/api/v1/trade/" + attacker.refId(), "{\"volume\": 7}", bearer(bound))
                        .status())
                .isEqualTo(404);
        assertThat(http.patch("/api/v1/portfolio/" + own, "{\"name\": \"mine\"}", bearer(bound))
                        .status())
                .isEqualTo(404);
        assertThat(post("/api/v1/trade/", trade(attacker.portfolio(), "not-mine"), bound)
                        .status())
                .isEqualTo(400);
        assertThat(post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"other\"}", bound)
                        .status())
                .isEqualTo(403);
        assertThat(post("/api/v1/portfolio/", "{\"user_id\": \"somebody else\", \"name\": \"mine\"}", bound)
                        .status())
                .isIn(201, 409);
        String action = "{\"ticker\": \"X\", \"type\": \"split\", \"numerator\": 2, \"denominator\": 1,"
                + " \"ex_date\": \"2026-01-02\", \"status\": \"active\"}";
        for (HttpAnswer refused : List.of(
                post("/api/v1/corporate-action/", action, bound),
                http.put("/api/v1/corporate-action/a-1/", action, bearer(bound)),
                http.patch("/api/v1/corporate-action/a-1/", "{\"status\": \"withdrawn\"}", bearer(bound)))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("type")).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(refused.detail())
                    .isEqualTo("A corporate action concerns the portfolios of all users; this key is bound to the user"
                            + " somebody else");
        }
        assertThat(http.get("/api/v1/corporate-action/", bearer(bound)).status())
                .isEqualTo(200);
    }

    private HttpAnswer send(String method, String path) {
        return send(method, path, attacker.key());
    }

    private HttpAnswer send(String method, String path, String key) {
        String body = switch (method) {
            case "PUT" -> "{\"volume\": 2, \"amount\": 3, \"status\": \"success\"}";
            case "PATCH" -> path.contains("/portfolio/") ? "{\"name\": \"taken over\"}" : "{\"volume\": 2}";
            default -> "";
        };
        return http.send(
                method,
                path,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                bearer(key, "Content-Type", "application/json"));
    }

    private static String at(String path, String id, String refId) {
        return path.replace("{id}", id)
                .replace("{ref_id}", refId)
                .replace("{action_id}", refId)
                .replace("{base}", "EUR")
                .replace("{quote}", "USD");
    }

    /** The body without the id that was asked for. */
    private String anonymous(HttpAnswer answer) {
        return answer.text()
                .replace("999999999", "ID")
                .replace(Long.toString(victim.portfolio()), "ID")
                .replace("b-only-absent-x", "REF")
                .replace(victim.activity(), "REF")
                .replace(victim.action(), "REF")
                .replace(victim.refId(), "REF");
    }

    /** The names of its headers but Connection: Tomcat ends each connection after 100 requests. */
    private static Set<String> names(HttpAnswer answer) {
        Set<String> names = new TreeSet<>(answer.response().headers().map().keySet());
        names.remove("connection");
        return names;
    }

    private long portfolioOf(String refId, Client client) {
        HttpAnswer answer = http.get("/api/v1/trade/" + refId, bearer(client.key()));
        return answer.status() == 200 ? answer.json().get("portfolio").asLong() : -1;
    }

    private Client client(String name) {
        ClientId id = new ClientId(name);
        new ClientAccounts(database())
                .save(new ClientAccount(
                        id, name, new CurrencyCode("EUR"), false, ClientLimits.DEFAULT, List.of(), NOW, NOW));
        String key = issue(id, ALL_OF_A_CLIENT, Optional.empty());
        String portfolioName = name.endsWith("b") ? "b-only" : "a-only";
        post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"%s\"}".formatted(portfolioName), key);
        long portfolio = http.get("/api/v1/portfolio/?name=" + portfolioName, bearer(key))
                .json()
                .at("/results/0/id")
                .asLong();
        String refId = portfolioName + "-trade";
        post("/api/v1/trade/", trade(portfolio, refId), key);
        Client client = new Client(id, key, portfolio, refId);
        post("/api/v1/activity/", """
                {"ref_id": "%s", "user_id": "u", "portfolio": %d, "type": "deposit", "total": "10",
                 "executed_at": "2026-01-05T10:00:00Z", "status": "success"}""".formatted(client.activity(), portfolio), key);
        post("/api/v1/corporate-action/", """
                {"action_id": "%s", "ticker": "T-%d", "type": "split", "numerator": 2, "denominator": 1,
                 "ex_date": "2026-01-05"}""".formatted(client.action(), portfolio), key);
        for (String own :
                List.of("trade/" + refId, "activity/" + client.activity(), "corporate-action/" + client.action())) {
            patiently()
                    .untilAsserted(() -> assertThat(
                                    http.get("/api/v1/" + own, bearer(key)).status())
                            .as(own)
                            .isEqualTo(200));
        }
        return client;
    }

    private static String tickerOf(Client client) {
        return "\"T-" + client.portfolio() + '"';
    }

    private static String trade(long portfolio, String refId) {
        return """
                {"ref_id": "%1$s", "user_id": "u", "portfolio": %2$d, "trade_type": 1, "security_type": "stock",
                 "ticker": "T-%2$d", "volume": 1, "amount": "2.50", "status": "success"}""".formatted(refId, portfolio);
    }

    private HttpAnswer post(String path, String json, String key) {
        return http.post(path, json, bearer(key));
    }

    private static String[] bearer(String key, String... more) {
        return Stream.concat(Stream.of("Authorization", "Bearer " + key), Stream.of(more))
                .toArray(String[]::new);
    }

    private String issue(ClientId client, Set<Scope> scopes, Optional<UserId> user) {
        ApiKey key = ApiKey.generate(new SecureRandom());
        new ApiKeys(database())
                .save(new IssuedKey(
                        key.id(),
                        key.hash(),
                        Optional.of(client),
                        scopes,
                        user,
                        "test",
                        NOW,
                        Optional.empty(),
                        Optional.empty(),
                        false));
        patiently()
                .untilAsserted(() -> assertThat(http.get("/api/v1/portfolio/", bearer(key.reveal()))
                                .status())
                        .isNotEqualTo(401));
        return key.reveal();
    }

    private JdbcClient database() {
        var database = server.servers().database();
        DataSource asOwner = new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        return JdbcClient.create(asOwner);
    }
}
