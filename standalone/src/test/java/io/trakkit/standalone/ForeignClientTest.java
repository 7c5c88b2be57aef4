package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.Scope;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.AnonymousAnswer;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ApiPaths;
import io.trakkit.wire.http.ApiPaths.Acting;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client can find out about another one: nothing. */
@ExtendWith(SharedServer.class)
class ForeignClientTest {

    private static final String SHARED_REF_ID = "the-same-ref-id";
    private static final String ABSENT = "999999999";

    /** Query parameters that name nothing of a client. */
    private static final Set<String> WITHOUT_IDS = Set.of(
            "after",
            "as_of",
            "at",
            "cost_method",
            "cursor",
            "executed_from",
            "executed_to",
            "fields",
            "from",
            "include_closed",
            "interval",
            "lastEventId",
            "limit",
            "number",
            "ordering",
            "outcome",
            "page",
            "page_size",
            "reason",
            "state",
            "status",
            "strict",
            "to",
            "trade_type",
            "type",
            "tz",
            "updated_since");

    private final TestClients clients;
    private final Http http;
    private Client attacker;
    private Client victim;
    private String reader = "";
    private String writer = "";

    ForeignClientTest(Server server) {
        clients = new TestClients(server);
        http = new Http(server.address());
    }

    @BeforeEach
    void twoClientsWithTheSameNames() {
        attacker = clients.create("isolated-a", "a-only");
        victim = clients.create("isolated-b", "b-only");
        post("/api/v1/portfolio/", "{\"user_id\": \"b-only-user\", \"name\": \"b-only-2\"}", victim.key());
        post(
                "/api/v1/trade/",
                Client.trade(victim.portfolio(), "b-only-isin")
                        .replace("\"volume\"", "\"isin\": \"US0378331005\", \"volume\""),
                victim.key());
        reader = clients.key(attacker.id(), EnumSet.of(Scope.READ));
        writer = clients.key(attacker.id(), EnumSet.of(Scope.WRITE));
    }

    @Test
    void everyOperationNeedsAValidKeyWithItsScope() {
        String mistyped = attacker.key().substring(0, 92) + (attacker.key().endsWith("0") ? "1" : "0");
        for (Contract.Operation operation : Contract.operations()) {
            String path = at(operation.path(), "1", "r").replace("{ticker}", "ACME");
            Scope needed = operation.requirement().scope();

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

    /** The calls of operators are in the worker's {@code OperatorOfClientTest}, with dead letters. */
    @Test
    void anotherClientsIdsAreAnsweredAsAbsentOnes() {
        for (String path : ApiPaths.described().keySet()) {
            for (String method : ApiPaths.described().get(path).keySet()) {
                if (path.contains("{")
                        && !path.startsWith("/api/v1/fx-rate/")
                        && !path.startsWith("/api/v1/ops/")
                        && !path.startsWith("/api/v1/admin/")
                        && !path.startsWith("/api/v1/price/")) {
                    String ofTicker = path.replace("{ticker}", victim.ticker());
                    String known = path.startsWith("/api/v1/activity/")
                            ? victim.activity()
                            : path.startsWith("/api/v1/corporate-action/") ? victim.action() : victim.refId();
                    HttpAnswer foreign = send(method, at(ofTicker, Long.toString(victim.portfolio()), known));
                    HttpAnswer absent = send(method, at(ofTicker, ABSENT, "b-only-absent-x"));

                    assertThat(foreign.status()).as(method + ' ' + path).isEqualTo(404);
                    assertAlike(
                            method + ' ' + path,
                            foreign,
                            List.of(victim.activity(), victim.action(), victim.refId(), "" + victim.portfolio()),
                            absent,
                            List.of("b-only-absent-x", ABSENT));
                }
            }
        }
    }

    @Test
    void anotherClientsIdsInAQueryAreAnsweredAsAbsentOnes() {
        for (Contract.Operation operation : Contract.operations()) {
            if (operation.method().equals("GET") && operation.requirement().acting() != Acting.FOR_THE_PLATFORM) {
                String path = at(operation.path(), "" + attacker.portfolio(), attacker.refId())
                        .replace("{ticker}", attacker.ticker());
                for (String parameter : operation.queryParameters()) {
                    ForeignId id = foreignIds().get(parameter);
                    if (id == null) {
                        assertThat(WITHOUT_IDS)
                                .as("%s of %s", parameter, operation)
                                .contains(parameter);
                        continue;
                    }
                    String query = path + '?' + parameter + '=';
                    HttpAnswer foreign = http.get(query + id.known(), bearer(attacker.key()));
                    HttpAnswer absent = http.get(query + id.absent(), bearer(attacker.key()));

                    assertThat(foreign.status())
                            .as(query + ": " + foreign.text())
                            .isIn(200, 400, 404);
                    assertAlike(query, foreign, List.of(id.known()), absent, List.of(id.absent()));
                }
            }
        }
    }

    /** What the victim alone has, and what nobody has; equally long. */
    private record ForeignId(String known, String absent) {}

    private Map<String, ForeignId> foreignIds() {
        String known = Long.toString(victim.portfolio());
        String absent = "9".repeat(known.length());
        return Map.of(
                "portfolio_id", new ForeignId(known, absent),
                "ticker", new ForeignId(victim.ticker(), "T-" + absent),
                "user_id", new ForeignId("b-only-user", "b-only-nobod"),
                "name", new ForeignId("b-only", "absent"),
                "isin", new ForeignId("US0378331005", "US5949181045"),
                "client_id", new ForeignId("isolated-b", "isolated-x"));
    }

    /** The bulk request reads its portfolio and user from the query. */
    @Test
    void aBulkRequestIntoAnotherClientsPortfolioIsRefusedAsIntoAnAbsentOne() {
        String csv = "ref_id,trade_type,security_type,ticker,volume,amount,status\nbulk-1,1,stock,X,1,2,success\n";
        String path = "/api/v1/trade/bulk?user_id=u&portfolio=";
        String known = Long.toString(victim.portfolio());
        String absent = "9".repeat(known.length());
        String[] headers = bearer(attacker.key(), "Content-Type", "text/csv");

        assertAlike(
                path,
                http.send("POST", path + known, BodyPublishers.ofString(csv), headers),
                List.of(known),
                http.send("POST", path + absent, BodyPublishers.ofString(csv), headers),
                List.of(absent));
    }

    @Test
    void aCursorOfAnotherClientShowsNothingOfIt() {
        String next = http.get("/api/v1/portfolio/?page_size=1&ordering=name", bearer(victim.key()))
                .link("next")
                .orElseThrow();

        HttpAnswer answer = http.get(next, bearer(attacker.key()));

        assertThat(answer.status()).isIn(200, 400);
        assertThat(answer.text()).doesNotContain("b-only");
    }

    @Test
    void aPostForAnotherClientsPortfolioIsRefusedAsForAnAbsentOne() {
        String known = Long.toString(victim.portfolio());
        String absent = "9".repeat(known.length());
        LongFunction<String> trade =
                portfolio -> Client.trade(portfolio, "a-posts-to-b").replace("\n", "");
        LongFunction<String> activity = portfolio -> """
                {"ref_id": "a-pays-to-b", "user_id": "u", "portfolio": %d, "type": "deposit", "total": "10", \
                "executed_at": "2026-01-05T10:00:00Z", "status": "success"}""".formatted(portfolio);
        for (Attempt attempt : List.of(
                new Attempt("/api/v1/trade/", "application/json", trade, 400),
                new Attempt("/api/v1/activity/", "application/json", activity, 400),
                new Attempt("/api/v1/trade/bulk", "application/x-ndjson", trade, 200),
                new Attempt("/api/v1/trade/bulk", "application/x-ndjson", activity, 200))) {
            HttpAnswer foreign = send(attempt, victim.portfolio());

            assertThat(foreign.status()).as(foreign.text()).isEqualTo(attempt.status());
            assertThat(foreign.text()).contains("does not exist or does not belong to this user");
            assertAlike(
                    attempt.path() + ' ' + attempt.type(),
                    foreign,
                    List.of(known),
                    send(attempt, Long.parseLong(absent)),
                    List.of(absent));
        }
    }

    /** A post into a portfolio, and how it is refused. */
    private record Attempt(String path, String type, LongFunction<String> body, int status) {}

    private HttpAnswer send(Attempt attempt, long portfolio) {
        return http.send(
                "POST",
                attempt.path(),
                BodyPublishers.ofString(attempt.body().apply(portfolio)),
                bearer(attacker.key(), "Content-Type", attempt.type()));
    }

    @Test
    void listsShowNothingOfAnotherClient() {
        for (String list : List.of(
                "portfolio/",
                "portfolio-summary/",
                "trade/",
                "trade/?state=refused",
                "activity/",
                "activity/?state=refused",
                "corporate-action/",
                "ops/dead-letters")) {
            HttpAnswer answer = http.get("/api/v1/" + list, bearer(attacker.key()));

            assertThat(answer.status()).as(list).isEqualTo(200);
            assertThat(answer.text()).as(list).doesNotContain("b-only", "isolated-b", '"' + victim.ticker() + '"');
        }
    }

    @Test
    void refIdsOfTwoClientsMayBeEqual() {
        postTheSameRefId();
    }

    private void postTheSameRefId() {
        for (Client client : List.of(attacker, victim)) {
            HttpAnswer posted = post("/api/v1/trade/", Client.trade(client.portfolio(), SHARED_REF_ID), client.key());
            assertThat(posted.status()).as(posted.text()).isIn(200, 202);
        }
        for (Client client : List.of(attacker, victim)) {
            patiently()
                    .untilAsserted(
                            () -> assertThat(portfolioOf(SHARED_REF_ID, client)).isEqualTo(client.portfolio()));
        }
    }

    /** As a browser's cache asks, whose user has changed the key: by what it keeps of the first client under the same URL. */
    @Test
    void aCacheThatKeepsTheRecordOfOneClientIsToldNotToUseItForAnother() {
        postTheSameRefId();
        String path = "/api/v1/trade/" + SHARED_REF_ID;
        HttpAnswer kept = http.get(path, bearer(victim.key()));

        HttpAnswer asked = http.get(path, bearer(attacker.key(), "If-None-Match", kept.header("ETag")));

        assertThat(asked.status()).isEqualTo(304);
        for (HttpAnswer answer : List.of(kept, asked)) {
            assertThat(answer.header("Cache-Control")).isEqualTo("private, no-cache");
            assertThat(answer.response().headers().allValues("Vary"))
                    .contains("Authorization, Cookie, X-Trakkit-Client");
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

    private HttpAnswer send(String method, String path) {
        return send(method, path, attacker.key());
    }

    private HttpAnswer send(String method, String path, String key) {
        return send(http, method, path, key);
    }

    /** A request with a body that fits its method and path, and more headers, names and values in turn. */
    static HttpAnswer send(Http http, String method, String path, String key, String... headers) {
        String body = switch (method) {
            case "PUT" -> "{\"volume\": 2, \"amount\": 3, \"status\": \"success\"}";
            case "PATCH" -> path.contains("/portfolio/") ? "{\"name\": \"taken over\"}" : "{\"volume\": 2}";
            default -> "";
        };
        return http.send(
                method,
                path,
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
                Stream.concat(Stream.of(bearer(key, "Content-Type", "application/json")), Stream.of(headers))
                        .toArray(String[]::new));
    }

    static String at(String path, String id, String refId) {
        return path.replace("{id}", id)
                .replace("{ref_id}", refId)
                .replace("{action_id}", refId)
                .replace("{base}", "EUR")
                .replace("{quote}", "USD");
    }

    /** Nothing differs but the ids that were asked for. */
    static void assertAlike(
            String what, HttpAnswer foreign, List<String> known, HttpAnswer absent, List<String> nothing) {
        assertThat(AnonymousAnswer.of(foreign, known)).as(what).isEqualTo(AnonymousAnswer.of(absent, nothing));
    }

    private long portfolioOf(String refId, Client client) {
        HttpAnswer answer = http.get("/api/v1/trade/" + refId, bearer(client.key()));
        return answer.status() == 200 ? answer.json().get("portfolio").asLong() : -1;
    }

    private HttpAnswer post(String path, String json, String key) {
        return http.post(path, json, bearer(key));
    }
}
