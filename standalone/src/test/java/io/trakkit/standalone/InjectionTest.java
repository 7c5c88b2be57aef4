package io.trakkit.standalone;

import static io.trakkit.testing.Http.bearer;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.standalone.TestClients.Client;
import io.trakkit.testing.Http;
import io.trakkit.wire.http.ApiPaths.Acting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Texts that would be SQL, in every place of every request that docs/openapi.yaml names: one place at a time, what else is in
 * the request is valid. Each text would draw from a sequence, which keeps what was drawn even if the transaction fails. Nothing
 * else is compared: a statement that a text breaks without drawing is seen only if the answer is a 500.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(SharedServer.class)
class InjectionTest {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** Each draws if it becomes part of one of the {@link #MISTAKES}. */
    private static final List<String> DRAWING = List.of(
            "nextval('injected')",
            "'||nextval('injected')||'",
            "x' OR nextval('injected')>0 --",
            "1) OR nextval('injected')>0 --",
            "x'; SELECT nextval('injected'); --",
            "\\' OR nextval('injected')>0 --",
            "x\" OR nextval('injected')>0 --",
            "$$||nextval('injected')||$$");

    /** With names of parameters, which can only break a statement. */
    private static final List<String> PROBES =
            Stream.concat(DRAWING.stream(), Stream.of("$1", ":client")).toList();

    /** Statements in which a text stands where a value, a number or a name is meant. */
    private static final List<String> MISTAKES = List.of(
            "SELECT 1 WHERE 'y' = '%s'",
            "SELECT 1 WHERE (2 = %s)",
            "SELECT 1 FROM (SELECT false AS x) AS t WHERE \"%s\"",
            "SELECT 1 WHERE 'y' = $$%s$$");

    /** Read by more than one operation, whether or not the contract names them for it. */
    private static final List<String> HEADERS = List.of(
            "Cookie",
            "Forwarded",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Last-Event-ID",
            "Origin",
            "Prefer",
            "User-Agent",
            "X-Forwarded-For",
            "X-Trakkit-Client",
            "traceparent");

    private static final Set<String> APP_ROLES =
            Set.of("trakkit_ingest", "trakkit_worker", "trakkit_reader", "trakkit_feed");

    private final Server server;
    private final TestClients clients;
    private final Http http;
    private Client own;
    private Client victim;
    private String platform = "";
    private String spareKey = "";
    private int requests;

    InjectionTest(Server server) {
        this.server = server;
        clients = new TestClients(server);
        http = new Http(server.address());
    }

    @BeforeAll
    void start() {
        own = clients.create("injecting", "a-only");
        victim = clients.create("injected", "b-only");
        clients.save(new ClientId("spare"), false);
        platform = clients.platformKey();
        spareKey = TestClients.idOf(clients.platformKey());
        clients.database().sql("CREATE SEQUENCE injected").update();
        clients.database()
                .sql("GRANT USAGE ON SEQUENCE injected TO " + String.join(", ", new TreeSet<>(APP_ROLES)))
                .update();
    }

    /** What was accepted is applied before the last look. */
    @AfterAll
    void theWorkerDrawsNothingEither() {
        patiently()
                .until(() -> http.get("/api/v1/ops/status/", bearer(platform))
                        .json()
                        .required("lag_records")
                        .toString()
                        .equals("0"));
        assertNothingDrawn();
        clients.database().sql("DROP SEQUENCE injected").update();
    }

    static List<Contract.Operation> operations() {
        return Contract.operations();
    }

    /** Or the other tests could not fail. */
    @Test
    void everyAppCouldDraw() {
        for (String role : APP_ROLES) {
            assertThat(clients.database()
                            .sql("SELECT has_sequence_privilege(?, 'injected', 'USAGE')")
                            .param(role)
                            .query(Boolean.class)
                            .single())
                    .as(role)
                    .isTrue();
        }
    }

    /** Or a probe could be none: here a server makes a statement of the last part of its path. */
    @Test
    void eachProbeInAPathDrawsWhereItBecomesPartOfAStatement() throws IOException {
        HttpServer careless = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        careless.createContext("/", this::concatenate);
        careless.start();
        try {
            Http toIt = new Http(
                    URI.create("http://127.0.0.1:" + careless.getAddress().getPort()));
            for (String probe : DRAWING) {
                toIt.get("/api/v1/trade/" + encoded(probe));
                assertThat(isDrawn()).as(probe).isTrue();
                clients.database()
                        .sql("SELECT setval('injected', 1, false)")
                        .query(Long.class)
                        .single();
            }
        } finally {
            careless.stop(0);
        }
    }

    private void concatenate(HttpExchange exchange) throws IOException {
        String text = exchange.getRequestURI().getPath().replaceFirst(".*/", "");
        var database = server.servers().database();
        for (String mistake : MISTAKES) {
            try (Connection connection =
                            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("SET ROLE trakkit_reader");
                statement.execute(mistake.replace("%s", text));
            } catch (SQLException _) {
                // As a statement it is nonsense in most of these places.
            }
        }
        exchange.sendResponseHeaders(204, -1);
        exchange.close();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void sqlInAQueryDoesNothing(Contract.Operation operation) {
        for (String probe : PROBES) {
            send(operation, path(operation) + '?' + encoded(probe) + "=1", null);
            for (String parameter : operation.parameters("query")) {
                send(operation, path(operation) + '?' + parameter + '=' + encoded(probe), null);
            }
        }
        assertNothingDrawn();
    }

    /** Ids, tickers and currencies have alphabets without quotes, so today no probe gets beyond its reader. */
    @ParameterizedTest
    @MethodSource("operations")
    void sqlInAPathDoesNothing(Contract.Operation operation) {
        for (String variable : operation.parameters("path")) {
            for (String probe : PROBES) {
                send(operation, at(operation.path().replace('{' + variable + '}', encoded(probe))), null);
            }
        }
        assertNothingDrawn();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void sqlInAHeaderDoesNothing(Contract.Operation operation) {
        Set<String> headers = new TreeSet<>(HEADERS);
        headers.addAll(operation.parameters("header"));
        for (String header : headers) {
            for (String probe : PROBES) {
                send(
                        operation,
                        path(operation),
                        null,
                        header,
                        header.equals("Cookie") ? "trakkit_session=" + encoded(probe) : probe);
            }
        }
        assertNothingDrawn();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void sqlInABodyDoesNothing(Contract.Operation operation) {
        operation.bodies().forEachEntry((type, content) -> {
            for (String probe : PROBES) {
                for (String body : bodies(operation, type, content, probe)) {
                    send(operation, path(operation), body, "Content-Type", type);
                }
            }
        });
        awaitNoReplay();
        assertNothingDrawn();
    }

    /** Text of a bulk request has the fields of the JSON array. */
    private List<String> bodies(Contract.Operation operation, String type, JsonNode content, String probe) {
        JsonNode json = operation.bodies().required("application/json");
        List<JsonNode> probed = probed(json.required("schema"), valid(json.required("example")), probe)
                .toList();
        return switch (type) {
            case "application/json" ->
                Stream.concat(probed.stream().map(JsonNode::toString), Stream.of(probe))
                        .toList();
            case "application/x-ndjson" ->
                probed.stream().map(array -> array.path(0).toString() + '\n').toList();
            case "text/csv" ->
                probed.stream()
                        .map(array -> array.path(0))
                        .filter(JsonNode::isObject)
                        .map(InjectionTest::csv)
                        .toList();
            default -> throw new AssertionError("No bodies of the type " + type + " for " + content);
        };
    }

    private static String csv(JsonNode record) {
        List<String> names = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        record.forEachEntry((name, value) -> {
            names.add(quoted(name));
            cells.add(quoted(value.asString("")));
        });
        return String.join(",", names) + '\n' + String.join(",", cells) + '\n';
    }

    private static String quoted(String cell) {
        return '"' + cell.replace("\"", "\"\"") + '"';
    }

    /** The example with the probe in the place of each value that the schema names, and as the name of a field. */
    private static Stream<JsonNode> probed(JsonNode schema, JsonNode example, String probe) {
        JsonNode type = Contract.resolved(schema);
        Stream<JsonNode> whole = Stream.of(NODES.stringNode(probe));
        if (type.has("anyOf")) {
            return probed(type.required("anyOf").required(0), example, probe);
        }
        if (type.has("items")) {
            return Stream.concat(
                    whole,
                    probed(type.required("items"), example.path(0), probe)
                            .map(item -> new ArrayNode(NODES, List.of(item))));
        }
        if (!type.has("properties")) {
            return whole;
        }
        ObjectNode base = example instanceof ObjectNode object ? object : NODES.objectNode();
        Stream<JsonNode> fields = type.required("properties")
                .propertyStream()
                .flatMap(property -> probed(property.getValue(), base.path(property.getKey()), probe)
                        .map(value -> base.deepCopy().set(property.getKey(), value)));
        return Stream.concat(
                whole, Stream.concat(fields, Stream.of(base.deepCopy().put(probe, 1))));
    }

    /** The example with ids that the client has, and a ref_id that is new. */
    private JsonNode valid(JsonNode example) {
        JsonNode valid = example.deepCopy();
        Stream.concat(Stream.of(valid), valid.valueStream())
                .filter(ObjectNode.class::isInstance)
                .map(ObjectNode.class::cast)
                .forEach(object -> Map.of(
                                "portfolio",
                                "" + own.portfolio(),
                                "user_id",
                                "u",
                                "ticker",
                                own.ticker(),
                                "id",
                                "spare-2",
                                "client",
                                "spare",
                                "ref_id",
                                "injected-" + requests)
                        .forEach((name, value) -> {
                            if (object.has(name)) {
                                object.put(name, value);
                            }
                        }));
        return valid;
    }

    private String path(Contract.Operation operation) {
        return at(operation.path());
    }

    private String at(String path) {
        String id = path.startsWith("/api/v1/admin/clients/")
                ? "spare"
                : path.startsWith("/api/v1/admin/keys/") ? spareKey : Long.toString(own.portfolio());
        return path.replace("{id}", id)
                .replace("{ref_id}", path.startsWith("/api/v1/activity") ? own.activity() : own.refId())
                .replace("{action_id}", own.action())
                .replace("{ticker}", own.ticker())
                .replace("{base}", "CLP")
                .replace("{quote}", "PYG");
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Sends the valid body of the operation if none is given, and looks at the answer. */
    private void send(Contract.Operation operation, String path, @Nullable String body, String... headers) {
        requests++;
        boolean isOfPlatform = operation.requirement().acting() == Acting.FOR_THE_PLATFORM;
        HttpRequest.Builder request = HttpRequest.newBuilder(http.address().resolve(path))
                .method(operation.method(), BodyPublishers.ofString(body == null ? validBody(operation) : body));
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Cookie")) {
            all.addAll(List.of(bearer(isOfPlatform ? platform : own.key())));
        }
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        if (isOfPlatform && !all.contains("X-Trakkit-Client")) {
            all.addAll(List.of("X-Trakkit-Client", own.id().value()));
        }
        HttpResponse<InputStream> response =
                Http.exchange(request.headers(all.toArray(String[]::new)).build(), BodyHandlers.ofInputStream());
        String text = text(response);
        String what =
                operation.method() + ' ' + path + ' ' + all + ' ' + body + ": " + response.statusCode() + ' ' + text;
        assertThat(response.statusCode()).as(what).isIn(operation.statuses()).isNotIn(429, 503);
        assertThat(text).as(what).doesNotContain("\"status\":5");
        if (!isOfPlatform) {
            assertThat(text).as(what).doesNotContain("b-only", '"' + victim.ticker() + '"');
        }
    }

    private String validBody(Contract.Operation operation) {
        JsonNode json = operation.bodies().path("application/json");
        return json.has("example") ? valid(json.required("example")).toString() : "";
    }

    /** A stream has no end: its first line will do. */
    private static String text(HttpResponse<InputStream> response) {
        boolean isStream =
                response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
        try (InputStream body = response.body()) {
            return isStream ? "" + (char) body.read() : new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A request whose probe is only the name of who asks starts one. */
    private void awaitNoReplay() {
        patiently()
                .until(() -> http.get("/api/v1/ops/status/", bearer(platform))
                        .json()
                        .required("replay")
                        .isNull());
    }

    private void assertNothingDrawn() {
        assertThat(isDrawn()).as("SQL of a request was run").isFalse();
    }

    private boolean isDrawn() {
        return clients.database()
                .sql("SELECT is_called FROM injected")
                .query(Boolean.class)
                .single();
    }
}
