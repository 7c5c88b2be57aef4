package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.standalone.Conversation.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The calls of operators and administrators: dead letters, replays, clients, keys, sessions. */
final class OperatorTalk {

    private static final String TRADES = "/api/v1/trade/";
    private static final String ACTIVITIES = "/api/v1/activity/";
    private static final String DEAD_LETTERS = "/api/v1/ops/dead-letters/";
    private static final String REPLAYS = "/api/v1/ops/replay/";
    private static final String STATUS = "/api/v1/ops/status/";
    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String AUDIT = "/api/v1/admin/audit/";
    private static final String SESSION = "/api/v1/session/";

    private final ContractTalk talk;
    private final String bootstrapServers;
    private final long portfolio;

    OperatorTalk(ContractTalk talk, String bootstrapServers, long portfolio) {
        this.talk = talk;
        this.bootstrapServers = bootstrapServers;
        this.portfolio = portfolio;
    }

    void aboutDeadLetters() throws ExecutionException, InterruptedException {
        publish("999999999:" + talk.ticker, unknownPortfolio("refused"));
        publish("999999999:" + talk.ticker, unknownPortfolio("again"));
        // Amendments above can have become dead letters of the same ticker.
        String list = DEAD_LETTERS + "?reason=unknown_portfolio&ticker=" + talk.ticker;
        patiently()
                .until(() ->
                        talk.conversation.get(list).json().required("results").size() == 2);

        String refused = TRADES + talk.run + ":refused/";
        talk.expect(200, talk.conversation.get(refused));
        talk.expect(200, talk.conversation.get(TRADES + "?state=refused&user_id=" + talk.run));
        for (String method : List.of("PATCH", "PUT")) {
            talk.expect(
                    409,
                    talk.conversation.send(method, refused, "{\"volume\": 1, \"amount\": 1, \"status\": \"success\"}"));
        }

        publish("999999999:" + talk.ticker + "A", """
                {"event_id": "%s", "type": "activity_created", "client_id": "default",
                 "occurred_at": "2026-01-02T03:04:05Z", "activity": %s}""".formatted(
                        UUID.randomUUID(),
                        talk.activity(
                                999_999_999,
                                "refused",
                                "\"type\": \"transfer_out\", \"ticker\": \"" + talk.ticker + "A\", \"volume\": 1")));
        String refusedActivity = ACTIVITIES + talk.run + ":act-refused/";
        for (String method : List.of("PATCH", "PUT")) {
            patiently()
                    .until(() -> talk.conversation
                                    .send(method, refusedActivity, "{\"volume\": 1, \"status\": \"success\"}")
                                    .status()
                            == 409);
        }

        Exchange page = talk.expect(200, talk.conversation.get(list + "&limit=1"));
        String next = page.json().required("next").asString();
        talk.expect(200, talk.conversation.get(list + "&after=" + next));
        talk.expect(
                200,
                talk.conversation.get(DEAD_LETTERS + "?reason=unknown_portfolio&portfolio_id=999999999&outcome=open"
                        + "&client_id=default&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"));
        talk.expect(400, talk.conversation.get(DEAD_LETTERS + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(400, talk.conversation.get(DEAD_LETTERS + "?client_id=nobody"));

        String id = page.json().at("/results/0/id").asString();
        talk.checkTag(DEAD_LETTERS + id + "/");
        talk.expect(404, talk.conversation.get(DEAD_LETTERS + "0:" + ContractTalk.ABSENT + "/"));
        talk.expect(400, talk.conversation.get(DEAD_LETTERS + "none/"));

        decide("redrive", id);
        Exchange left = talk.expect(200, talk.conversation.get(list + "&outcome=open"));
        String open = left.json().at("/results/0/id").asString();
        decide("discard", open);
        talk.expect(200, talk.conversation.get(DEAD_LETTERS + open + "/"));
        talk.expect(200, talk.conversation.get(refused + "history/"));
        talk.expect(200, talk.conversation.get(TRADES + talk.run + ":again/history/"));
        String filter = "{\"client_id\": \"default\", \"portfolio_id\": 999999999, \"ticker\": \"NONE\","
                + " \"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2020-01-02T00:00:00Z\", \"by\": \"ada\"}";
        talk.expect(200, talk.conversation.send("POST", DEAD_LETTERS + "redrive/", filter));
        String all = "{\"all\": true, \"client_id\": \"nobody\", \"by\": \"ada\", \"note\": \"none\"}";
        talk.expect(400, talk.conversation.send("POST", DEAD_LETTERS + "discard/", all));
    }

    private void decide(String decision, String id) {
        String path = DEAD_LETTERS + decision + "/";
        String body = "{\"ids\": [\"%s\"], \"all\": false, \"by\": \"ada\", \"note\": \"a test\"}";
        talk.expect(200, talk.conversation.send("POST", path, body.formatted(id)));
        talk.expect(404, talk.conversation.send("POST", path, body.formatted("0:" + ContractTalk.ABSENT)));
        talk.expect(409, talk.conversation.send("POST", path, body.formatted(id)));
        talk.expect(400, talk.conversation.send("POST", path, "{}"));
        talk.refuseBodies("POST", path);
    }

    void aboutTheStatus() {
        patiently()
                .until(() -> talk.expect(200, talk.conversation.get(STATUS))
                        .json()
                        .required("throughput")
                        .isObject());
        talk.expect(400, talk.conversation.get(STATUS + ContractTalk.UNKNOWN_PARAMETER));
    }

    void aboutReplays() {
        talk.expect(400, talk.conversation.send("POST", REPLAYS, "{\"command\": \"none\"}"));
        talk.refuseBodies("POST", REPLAYS);
        replay("{\"command\": \"plan\", \"portfolio_id\": %d, \"ticker\": \"%s\"}".formatted(portfolio, talk.ticker));
        replay("{\"command\": \"plan\", \"client_id\": \"default\"}");
        talk.expect(
                400, talk.conversation.send("POST", REPLAYS, "{\"command\": \"verify\", \"client_id\": \"nobody\"}"));
        replay("{\"command\": \"plan\", \"from_time\": \"2026-01-01T00:00:00Z\", \"requested_by\": \"ada\"}");
        replay("{\"command\": \"rewind\", \"to_beginning\": true, \"dry_run\": true}");
        replay("{\"command\": \"rewind\", \"to_offset\": 0, \"partition\": 0, \"dry_run\": true}");
        String path = replay("{\"command\": \"rewind\", \"to_time\": \"2020-01-01T00:00:00Z\", \"dry_run\": true}");
        talk.expect(200, talk.conversation.get(REPLAYS));
        talk.expect(400, talk.conversation.get(REPLAYS + ContractTalk.UNKNOWN_PARAMETER));
        talk.checkTag(path);
        talk.expect(404, talk.conversation.get(REPLAYS + ContractTalk.ABSENT + "/"));
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(409, talk.conversation.exchange("POST", path + "cancel/", null, ""));
        talk.expect(404, talk.conversation.exchange("POST", REPLAYS + ContractTalk.ABSENT + "/cancel/", null, ""));
        talk.expect(
                400, talk.conversation.exchange("POST", path + "cancel/" + ContractTalk.UNKNOWN_PARAMETER, null, ""));
    }

    /** Runs a replay to its end and returns its path. */
    private String replay(String body) {
        Exchange started = talk.expect(202, talk.conversation.send("POST", REPLAYS, body));
        String path = REPLAYS + started.json().required("id") + "/";
        patiently()
                .until(() -> !talk.conversation
                        .get(path)
                        .json()
                        .required("state")
                        .asString()
                        .equals("running"));
        return path;
    }

    void aboutClients() {
        String client = talk.run.substring(0, 30);
        String body = """
                {"id": "%s", "name": "A client", "currency": "EUR", "origins": ["https://app.example.com"],
                 "limits": {"requests_per_second": 1, "burst": 2, "bulk_records_per_second": 3, "bulk_requests": 4,
                            "streams": 5, "portfolios": 6}}""".formatted(client);
        talk.expect(201, talk.conversation.send("POST", CLIENTS, body));
        talk.expect(409, talk.conversation.send("POST", CLIENTS, body));
        talk.expect(400, talk.conversation.send("POST", CLIENTS, "{}"));
        talk.refuseBodies("POST", CLIENTS);
        Exchange page = talk.expect(200, talk.conversation.get(CLIENTS + "?limit=1"));
        talk.expect(
                200,
                talk.conversation.get(
                        CLIENTS + "?after=" + page.json().required("next").asString()));
        talk.expect(400, talk.conversation.get(CLIENTS + ContractTalk.UNKNOWN_PARAMETER));

        String path = CLIENTS + client + "/";
        talk.expect(200, talk.conversation.get(path));
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(CLIENTS + "none/"));
        talk.expect(
                200,
                talk.conversation.send(
                        "PATCH",
                        path,
                        "{\"name\": \"Another name\", \"suspended\": false, \"limits\": {\"streams\": 7}, \"origins\": []}"));
        talk.expect(400, talk.conversation.send("PATCH", path, "{\"limits\": 1}"));
        talk.expect(404, talk.conversation.send("PATCH", CLIENTS + "none/", "{}"));
        talk.refuseBodies("PATCH", path);

        aboutKeys(client);
    }

    private void aboutKeys(String client) {
        Exchange created = talk.expect(201, talk.conversation.send("POST", KEYS, """
                {"client": "%s", "scopes": ["read"], "user_id": "ada", "label": "a test",
                 "expires_at": "2100-01-01T00:00:00Z"}""".formatted(client)));
        talk.expect(400, talk.conversation.send("POST", KEYS, "{}"));
        talk.expect(404, talk.conversation.send("POST", KEYS, "{\"client\": \"none\", \"scopes\": [\"read\"]}"));
        talk.refuseBodies("POST", KEYS);
        talk.expect(200, talk.conversation.get(KEYS + "?client=" + client));
        talk.expect(400, talk.conversation.get(KEYS + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(KEYS + "?client=none"));

        String path = KEYS + created.json().required("id").asString() + "/";
        String absent = KEYS + "0000000000000000/";
        talk.expect(200, talk.conversation.get(path));
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(absent));
        aboutSessions("Bearer " + created.json().required("key").asString());

        talk.expect(200, talk.conversation.send("POST", path + "revoke/", "{\"last\": false}"));
        talk.expect(400, talk.conversation.send("POST", path + "revoke/", "{\"all\": true}"));
        talk.expect(404, talk.conversation.exchange("POST", absent + "revoke/", null, ""));
        talk.refuseBodies("POST", path + "revoke/");
        String admin = talk.expect(201, talk.conversation.send("POST", KEYS, "{\"scopes\": [\"admin\"]}"))
                .json()
                .required("id")
                .asString();
        talk.expect(409, talk.conversation.send("POST", KEYS + admin + "/revoke/", "{}"));
        talk.expect(200, talk.conversation.send("POST", KEYS + admin + "/revoke/", "{\"last\": true}"));

        Exchange log = talk.expect(200, talk.conversation.get(AUDIT + "?client=" + client + "&limit=1"));
        talk.expect(
                200,
                talk.conversation.get(
                        AUDIT + "?key=" + admin + "&before=" + log.json().required("next")));
        talk.expect(400, talk.conversation.get(AUDIT + ContractTalk.UNKNOWN_PARAMETER));
    }

    private void aboutSessions(String authorization) {
        String body = "{\"lifetime_seconds\": 60}";
        Exchange started =
                talk.expect(201, talk.conversation.send("POST", SESSION, body, "Authorization", authorization));
        talk.expect(400, talk.conversation.send("POST", SESSION, "{\"lifetime_seconds\": 0}"));
        talk.expect(403, talk.conversation.send("POST", SESSION, body));
        talk.refuseBodies("POST", SESSION);
        Map<String, String> cookies = started.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", "").split("=", 2))
                .collect(Collectors.toMap(cookie -> cookie[0], cookie -> cookie[1]));
        String token = cookies.getOrDefault("XSRF-TOKEN", "");
        String cookie = "trakkit_session=" + cookies.get("trakkit_session") + "; XSRF-TOKEN=" + token;
        talk.expect(200, talk.conversation.get(SESSION));
        talk.expect(200, talk.conversation.get(SESSION, "Cookie", cookie));
        talk.expect(400, talk.conversation.get(SESSION + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(
                204, talk.conversation.exchange("DELETE", SESSION, null, "", "Cookie", cookie, "X-XSRF-TOKEN", token));
        talk.expect(409, talk.conversation.exchange("DELETE", SESSION, null, ""));
        talk.expect(400, talk.conversation.exchange("DELETE", SESSION + ContractTalk.UNKNOWN_PARAMETER, null, ""));
    }

    private String unknownPortfolio(String id) {
        return """
                {"event_id": "%s", "type": "trade_created", "client_id": "default",
                 "occurred_at": "2026-01-02T03:04:05Z", "trade": %s}""".formatted(
                        UUID.randomUUID(),
                        talk.trade(id, 999_999_999, 1, "1", "5", "2026-01-02T03:04:05Z")
                                .replace("\"volume\": \"1\"", "\"volume\": 1"));
    }

    private void publish(String key, String event) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> published = new ProducerRecord<>(
                    "trakkit.trades", key.getBytes(StandardCharsets.UTF_8), event.getBytes(StandardCharsets.UTF_8));
            published.headers().add("traceparent", "none".getBytes(StandardCharsets.UTF_8));
            producer.send(published).get();
        }
    }
}
