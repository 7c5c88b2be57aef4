package io.trakkit.standalone;

import static io.trakkit.standalone.ForeignClientTest.assertAlike;
import static io.trakkit.standalone.ForeignClientTest.at;
import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.access.Scope;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.http.ApiPaths;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a key that is bound to a user can find out about other users of its client: that a ref_id is taken. */
@ExtendWith(SharedServer.class)
class BoundKeyTest {

    private static final String ABSENT = "999999999";
    private static final String ABSENT_REF_ID = "bound-absent-x";
    private static final String SECRET = "what the other user said";

    private final TestClients clients;
    private final Http http;

    /** Its records are those of the user u. */
    private Client client;

    /** The key of ann. */
    private String bound = "";

    private long portfolio;

    BoundKeyTest(Server server) {
        clients = new TestClients(server);
        http = new Http(server.address());
    }

    @BeforeEach
    void aClientWithTwoUsers() {
        client = clients.create("bound-users", "bound");
        bound = clients.key(client.id(), EnumSet.of(Scope.READ, Scope.WRITE), "ann");
        http.post("/api/v1/portfolio/", "{\"user_id\": \"ann\", \"name\": \"anns\"}", bearer(bound));
        portfolio = http.get("/api/v1/portfolio/", bearer(bound))
                .json()
                .at("/results/0/id")
                .asLong();
        http.post("/api/v1/trade/", trade("anns-trade"), bearer(bound));
        http.post("/api/v1/activity/", deposit("anns-activity"), bearer(bound));
        for (String own : List.of("trade/anns-trade", "activity/anns-activity")) {
            patiently()
                    .untilAsserted(() -> assertThat(
                                    http.get("/api/v1/" + own, bearer(bound)).status())
                            .as(own)
                            .isEqualTo(200));
        }
    }

    private String trade(String refId) {
        return Client.trade(portfolio, refId).replace("\"u\"", "\"ann\"").replace("\n", "");
    }

    private String deposit(String refId) {
        return """
                {"ref_id": "%s", "user_id": "ann", "portfolio": %d, "type": "deposit", "total": "70",\
                 "executed_at": "2026-01-05T10:00:00Z", "status": "success"}""".formatted(refId, portfolio);
    }

    private static String withoutRefId(String trade) {
        return trade.replaceFirst("\"ref_id\": \"[^\"]*\", ", "");
    }

    private HttpAnswer bulk(String lines, String... headers) {
        String[] all = Stream.concat(Stream.of("Content-Type", "application/x-ndjson"), Stream.of(headers))
                .toArray(String[]::new);
        return http.send("POST", "/api/v1/trade/bulk", BodyPublishers.ofString(lines), bearer(bound, all));
    }

    @Test
    void whatAnotherUserHasIsAnsweredAsWhatIsAbsent() {
        for (String path : ApiPaths.described().keySet()) {
            if (path.startsWith("/api/v1/portfolio/{id}")
                    || path.startsWith("/api/v1/trade/{ref_id}")
                    || path.startsWith("/api/v1/activity/{ref_id}")) {
                for (String method : ApiPaths.described().get(path).keySet()) {
                    assertAsAbsent(method, path, client.refId(), client.activity());
                    if (Set.of("PATCH", "PUT").contains(method)) {
                        assertAsAbsent(method, path, client.refId(), client.activity(), "If-Match", "\"1\"");
                        assertAsAbsent(method, path, client.refId(), client.activity(), "If-Match", "W/\"1\"");
                        String key = UUID.randomUUID().toString();
                        assertAsAbsent(method, path, client.refId(), client.activity(), "Idempotency-Key", key);
                    }
                }
            }
        }
    }

    private void assertAsAbsent(String method, String path, String trade, String activity, String... headers) {
        String ofTicker = path.replace("{ticker}", client.ticker());
        String known = path.startsWith("/api/v1/activity/") ? activity : trade;
        String id = Long.toString(client.portfolio());
        String what = method + ' ' + path + ' ' + List.of(headers);
        HttpAnswer foreign = ForeignClientTest.send(http, method, at(ofTicker, id, known), bound, headers);
        HttpAnswer absent = ForeignClientTest.send(http, method, at(ofTicker, ABSENT, ABSENT_REF_ID), bound, headers);

        assertThat(foreign.status()).as(what).isEqualTo(404);
        assertAlike(what, foreign, List.of(known, id), absent, List.of(ABSENT_REF_ID, ABSENT));
    }

    @Test
    void whatTheUserHasIsServed() {
        String own = "/api/v1/portfolio/" + portfolio;
        for (String path : List.of(
                own,
                own + "/cash",
                own + "/cumulative-returns",
                own + "/explain",
                own + "/explain/cash",
                own + "/explain/money-weighted",
                own + "/explain/T-" + portfolio,
                own + "/income",
                own + "/lots",
                own + "/performance",
                own + "/realised-gains",
                "/api/v1/trade/anns-trade/history",
                "/api/v1/activity/anns-activity/history")) {
            HttpAnswer answer = http.get(path, bearer(bound));
            assertThat(answer.status()).as(path).isEqualTo(200);
            assertThat(answer.text()).as(path).doesNotContain(client.ticker(), client.refId());
        }
        assertThat(http.get("/api/v1/activity/", bearer(bound)).results("ref_id"))
                .containsExactly("anns-activity");
        assertThat(http.get("/api/v1/activity/?user_id=u", bearer(bound)).status())
                .isEqualTo(403);
        assertThat(http.post(own + "/recalculate-summary", "", bearer(bound)).status())
                .isEqualTo(202);
    }

    @Test
    void aRefIdOfAnotherUserIsRefusedWithoutItsContent() {
        for (String refId : List.of(client.refId(), client.activity())) {
            String taken = "ref_id " + refId + " already belongs to a record of another user; send another ref_id";
            for (String[] headers : List.of(
                    bearer(bound),
                    bearer(bound, "Prefer", "wait=10"),
                    bearer(bound, "Idempotency-Key", UUID.randomUUID().toString()))) {
                for (HttpAnswer answer : List.of(
                        http.post("/api/v1/trade/", trade(refId), headers),
                        http.post("/api/v1/activity/", deposit(refId), headers))) {
                    assertThat(answer.status()).as(answer.text()).isEqualTo(409);
                    assertThat(answer.text("reason")).isEqualTo("ref_id_conflict");
                    assertThat(answer.detail()).isEqualTo(taken);
                }
            }
            for (String[] headers : List.of(new String[0], new String[] {"Prefer", "wait=10"})) {
                String[] lines = bulk(trade(refId) + '\n' + deposit(refId) + '\n', headers)
                        .text()
                        .split("\n");
                assertThat(lines).hasSize(3);
                assertThat(lines[0]).contains("\"status\":409", '"' + taken + '"');
                assertThat(lines[1]).contains("\"status\":409", '"' + taken + '"');
            }
        }
    }

    @Test
    void anIdempotencyKeyOfAnotherUserShowsNothingOfItsRecord() {
        String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
        HttpAnswer first = http.post(
                "/api/v1/trade/", withoutRefId(Client.trade(client.portfolio(), "")), bearer(client.key(), key));
        assertThat(first.status()).as(first.text()).isEqualTo(202);

        for (HttpAnswer answer : List.of(
                http.post("/api/v1/trade/", withoutRefId(trade("")), bearer(bound, key)),
                http.post("/api/v1/trade/", trade("anns-trade"), bearer(bound, key)),
                http.post("/api/v1/activity/", withoutRefId(deposit("")), bearer(bound, key)),
                http.patch("/api/v1/trade/anns-trade", "{\"volume\": 2}", bearer(bound, key)),
                bulk(withoutRefId(trade("")) + '\n', key))) {
            assertThat(answer.text())
                    .contains("422", "This Idempotency-Key was already used")
                    .doesNotContain(first.text("ref_id"), client.ticker(), "\"u\"");
        }
    }

    @Test
    void aRefusedRecordOfAnotherUserIsNotShown() {
        refused("bound-refused-trade", client.portfolio(), "trade_created");
        refused("bound-refused-activity", client.portfolio(), "activity_created");
        refused("anns-trade", portfolio, "trade_created");
        refused("anns-activity", portfolio, "activity_created");
        try {
            for (String method : List.of("GET", "PATCH", "PUT")) {
                assertAsAbsent(method, "/api/v1/trade/{ref_id}", "bound-refused-trade", "");
                assertAsAbsent(method, "/api/v1/activity/{ref_id}", "", "bound-refused-activity");
            }
            assertAsAbsent("GET", "/api/v1/trade/{ref_id}/history", "bound-refused-trade", "");
            assertAsAbsent("GET", "/api/v1/activity/{ref_id}/history", "", "bound-refused-activity");
            for (String path : List.of(
                    "/api/v1/trade/anns-trade/history",
                    "/api/v1/activity/anns-activity/history",
                    "/api/v1/portfolio/" + portfolio + "/explain/T-" + portfolio)) {
                HttpAnswer all = http.get(path, bearer(client.key()));
                HttpAnswer own = http.get(path, bearer(bound));
                assertThat(all.text()).as(path).contains(SECRET);
                assertThat(own.text()).as(path).doesNotContain(SECRET, "refused");
                assertThat(own.json().get("count").asInt())
                        .as(path)
                        .isLessThan(all.json().get("count").asInt());
            }
        } finally {
            clients.database()
                    .sql("DELETE FROM dead_letters WHERE client_id = :client AND detail = :detail")
                    .param("client", client.id().value())
                    .param("detail", SECRET)
                    .update();
        }
    }

    /** A refused record of the user u, as workers record it. */
    private void refused(String refId, long ofPortfolio, String type) {
        clients.database()
                .sql("""
                        INSERT INTO dead_letters (client_id, topic_id, partition, log_offset, topic, reason, detail,
                            record_headers, logged_at, type, ref_id, user_id, portfolio_id, ticker, relayed)
                        VALUES (:client, :topic, 0, 0, 'trakkit.trades', 'ref_id_conflict', :detail, '',
                            '2026-01-06Z', :type, :refId, 'u', :portfolio, :ticker, true)
                        """)
                .param("client", client.id().value())
                .param("topic", UUID.randomUUID())
                .param("detail", SECRET)
                .param("type", type)
                .param("refId", refId)
                .param("portfolio", ofPortfolio)
                .param("ticker", "T-" + ofPortfolio)
                .update();
    }

    @Test
    void aKeyThatIsBoundToAUserSeesAndWritesForThatUserOnly() {
        String stranger = clients.key(client.id(), EnumSet.of(Scope.READ, Scope.WRITE), "somebody else");
        String foreign = Long.toString(client.portfolio());

        assertThat(http.get("/api/v1/portfolio/", bearer(stranger)).json().get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/trade/", bearer(stranger)).json().get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/portfolio-summary/", bearer(stranger))
                        .json()
                        .get("results"))
                .isEmpty();
        assertThat(http.get("/api/v1/trade/?user_id=u", bearer(stranger)).status())
                .isEqualTo(403);
        for (String path : List.of(
                "",
                "/cumulative-returns",
                "/performance",
                "/stream",
                "/explain",
                "/explain/cash",
                "/explain/money-weighted",
                "/explain/T-" + foreign)) {
            assertThat(http.get("/api/v1/portfolio/" + foreign + path, bearer(stranger))
                            .status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(http.get("/api/v1/trade/" + client.refId(), bearer(stranger)).status())
                .isEqualTo(404);
        assertThat(http.get("/api/v1/trade/" + client.refId() + "/history", bearer(stranger))
                        .status())
                .isEqualTo(404);
        assertThat(http.patch("/api/v1/trade/" + client.refId(), "{\"volume\": 7}", bearer(stranger))
                        .status())
                .isEqualTo(404);
        assertThat(http.patch("/api/v1/portfolio/" + foreign, "{\"name\": \"mine\"}", bearer(stranger))
                        .status())
                .isEqualTo(404);
        assertThat(http.post("/api/v1/trade/", Client.trade(client.portfolio(), "not-mine"), bearer(stranger))
                        .status())
                .isEqualTo(400);
        assertThat(http.post("/api/v1/portfolio/", "{\"user_id\": \"u\", \"name\": \"other\"}", bearer(stranger))
                        .status())
                .isEqualTo(403);
        assertThat(http.post(
                                "/api/v1/portfolio/",
                                "{\"user_id\": \"somebody else\", \"name\": \"mine\"}",
                                bearer(stranger))
                        .status())
                .isIn(201, 409);
        String action = "{\"ticker\": \"X\", \"type\": \"split\", \"numerator\": 2, \"denominator\": 1,"
                + " \"ex_date\": \"2026-01-02\", \"status\": \"active\"}";
        for (HttpAnswer refused : List.of(
                http.post("/api/v1/corporate-action/", action, bearer(stranger)),
                http.put("/api/v1/corporate-action/a-1/", action, bearer(stranger)),
                http.patch("/api/v1/corporate-action/a-1/", "{\"status\": \"withdrawn\"}", bearer(stranger)))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text("type")).isEqualTo("urn:trakkit:problem:forbidden");
            assertThat(refused.detail())
                    .isEqualTo("A corporate action concerns the portfolios of all users; this key is bound to the user"
                            + " somebody else");
        }
        assertThat(http.get("/api/v1/corporate-action/", bearer(stranger)).status())
                .isEqualTo(200);
    }
}
