package io.trakkit.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.Conversation.Exchange;
import io.trakkit.wire.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Holds real requests and answers against docs/openapi.yaml: every operation with every status that can be provoked here, and
 * every field. A field or a status that the contract does not name fails, and so does one that no exchange shows.
 */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {

    /** Needs a server that is away or overloaded, or two records or replays at the same time; other tests provoke these. */
    private static final Set<String> NOT_PROVOKED =
            Set.of("getDeadLetter 409", "startReplay 409", "cancelReplay 202", "startSession 409");

    /**
     * Need a key (ForeignClientTest provokes them for every operation), a client with limits, or a server that is away (other
     * tests provoke these).
     */
    private static final Set<Integer> NOT_PROVOKED_ANYWHERE = Set.of(401, 403, 429, 503);

    /** Needs more results than the space for them holds. */
    private static final Set<String> NOT_SHOWN = Set.of("BulkCounts.omitted");

    /** The statuses of a request that is not one of the contract. */
    private static final Set<Integer> BAD_REQUEST = Set.of(400, 413, 415);

    private static final String PORTFOLIOS = "/api/v1/portfolio/";
    private static final String TRADES = "/api/v1/trade/";
    private static final String PRICES = "/api/v1/price/";
    private static final String RATES = "/api/v1/fx-rate/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/";

    private final ContractTalk talk;
    private final String bootstrapServers;
    private long portfolio;

    ContractTest(Server server) {
        talk = new ContractTalk(server.address());
        bootstrapServers = server.servers().kafka().bootstrapServers();
    }

    @BeforeAll
    void converse() throws ExecutionException, InterruptedException {
        aboutPortfolios();
        aboutPrices();
        aboutRates();
        TradeTalk trades = new TradeTalk(talk, portfolio);
        trades.aboutTrades();
        BookTalk books = new BookTalk(talk, portfolio);
        books.aboutMoney();
        books.aboutActivities();
        books.aboutCorporateActions();
        trades.aboutManyTrades();
        aboutWhatIsHeld();
        aboutReturns();
        books.aboutBooks();
        OperatorTalk operators = new OperatorTalk(talk, bootstrapServers, portfolio);
        operators.aboutDeadLetters();
        operators.aboutReplays();
        operators.aboutTheStatus();
        operators.aboutClients();
        sendExamples();
    }

    private void aboutPortfolios() {
        portfolio = ContractTalk.idOf(talk.expect(201, newPortfolio("first")));
        talk.expect(201, newPortfolio("second"));
        talk.expect(409, newPortfolio("first"));
        talk.expect(
                201,
                talk.conversation.send(
                        "POST",
                        PORTFOLIOS,
                        "{\"user_id\": \"%s\", \"name\": \"short\", \"currency\": \"CHF\", \"allow_short\": true}"
                                .formatted(talk.run)));
        talk.expect(400, talk.conversation.send("POST", PORTFOLIOS, "{}"));
        talk.refuseBodies("POST", PORTFOLIOS);

        String list = PORTFOLIOS + "?user_id=" + talk.run;
        Exchange first = talk.expect(200, talk.conversation.get(list + "&ordering=name&page=1&page_size=1"));
        talk.expect(
                200,
                talk.conversation.get(
                        ContractTalk.pathOf(first.json().required("next").asString())));
        talk.expect(200, talk.conversation.get(list + "&name=first&fields=id,name"));
        talk.checkTag(list);
        talk.expect(400, talk.conversation.get(PORTFOLIOS + ContractTalk.UNKNOWN_PARAMETER));

        talk.checkTag(PORTFOLIOS + portfolio + "/");
        talk.expect(200, talk.conversation.get(PORTFOLIOS + portfolio + "/?fields=name"));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/"));
        talk.expect(400, talk.conversation.get(PORTFOLIOS + portfolio + "/" + ContractTalk.UNKNOWN_PARAMETER));

        talk.expect(200, talk.conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": \"renamed\"}"));
        talk.expect(409, talk.conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": \"second\"}"));
        talk.expect(
                404, talk.conversation.send("PATCH", PORTFOLIOS + ContractTalk.ABSENT + "/", "{\"name\": \"none\"}"));
        talk.expect(400, talk.conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": 1}"));
        talk.refuseBodies("PATCH", PORTFOLIOS + portfolio + "/");
    }

    private Exchange newPortfolio(String name) {
        return talk.conversation.send(
                "POST", PORTFOLIOS, "{\"user_id\": \"%s\", \"name\": \"%s\"}".formatted(talk.run, name));
    }

    private void aboutPrices() {
        String path = PRICES + talk.ticker + "/";
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        talk.expect(200, talk.conversation.send("PUT", path, "{\"price\": \"120\", \"as_of\": \"" + now + "\"}"));
        talk.expect(200, talk.conversation.send("PUT", path, "{\"price\": 120, \"as_of\": \"" + now + "\"}"));
        String earlier = now.minusSeconds(86_400).toString();
        talk.expect(200, talk.conversation.send("PUT", path, "{\"price\": \"110\", \"as_of\": \"" + earlier + "\"}"));
        talk.expect(409, talk.conversation.send("PUT", path, "{\"price\": \"121\", \"as_of\": \"" + now + "\"}"));
        talk.expect(409, talk.conversation.send("PUT", path, "{\"price\": \"120000000\"}"));
        talk.expect(
                200,
                talk.conversation.send(
                        "PUT", PRICES + talk.ticker + "X/", "{\"price\": \"1\", \"accept_jump\": true}"));
        talk.expect(
                200,
                talk.conversation.send(
                        "PUT",
                        PRICES + talk.ticker + "Y/",
                        "{\"price\": \"1\", \"currency\": \"CHF\", \"adjusted\": true}"));
        talk.expect(
                200,
                talk.conversation.send(
                        "PUT",
                        PRICES + talk.ticker + "Y/",
                        "{\"price\": \"1\", \"as_of\": \"2025-01-02T00:00:00Z\", \"adjusted_at\": \"" + earlier
                                + "\"}"));
        talk.expect(400, talk.conversation.send("PUT", path, "{\"price\": -1}"));
        talk.refuseBodies("PUT", path);

        talk.expect(200, talk.conversation.get(PRICES + "?ticker=" + talk.ticker + "&ticker=" + talk.ticker + "NONE"));
        talk.expect(400, talk.conversation.get(PRICES));
        talk.expect(200, talk.conversation.send("POST", PRICES + "query/", "{\"tickers\": [\"" + talk.ticker + "\"]}"));
        talk.expect(400, talk.conversation.send("POST", PRICES + "query/", "{\"tickers\": []}"));
        talk.refuseBodies("POST", PRICES + "query/");

        String history = "/api/v1/price-history/?ticker=" + talk.ticker;
        talk.expect(200, talk.conversation.get(history));
        talk.checkTag(history + "Y&from=2025-01-01T00:00:00Z&to=2025-03-01T00:00:00Z&interval=week&tz=Europe/Berlin");
        talk.expect(400, talk.conversation.get(history + "&interval=hour"));
        talk.expect(400, talk.conversation.get("/api/v1/price-history/"));
    }

    private void aboutRates() {
        String path = RATES + "EUR/USD/";
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        talk.expect(404, talk.conversation.get(RATES + "XPF/KWD/"));
        String rate = "{\"rate\": \"1.08\", \"as_of\": \"" + now + "\", \"accept_jump\": true}";
        talk.expect(200, talk.conversation.send("PUT", path, rate));
        talk.expect(200, talk.conversation.send("PUT", path, rate));
        talk.expect(409, talk.conversation.send("PUT", path, "{\"rate\": 1.09, \"as_of\": \"" + now + "\"}"));
        talk.expect(409, talk.conversation.send("PUT", path, "{\"rate\": 108000}"));
        talk.expect(400, talk.conversation.send("PUT", path, "{\"rate\": 0}"));
        talk.refuseBodies("PUT", path);
        talk.expect(200, talk.conversation.get(path));
        talk.expect(200, talk.conversation.get(path + "?at=" + now));
        talk.expect(400, talk.conversation.get(path + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(400, talk.conversation.get(RATES + "EUR/ABC/"));
    }

    private void aboutWhatIsHeld() {
        String other = talk.trade("5", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")
                .replace(talk.ticker, talk.ticker + "U");
        talk.expect(201, talk.conversation.send("POST", TRADES, other, "Prefer", "wait=30"));
        String list = SUMMARIES + "?user_id=" + talk.run;
        Exchange page =
                talk.expect(200, talk.conversation.get(list + "&ordering=-ticker&page=1&page_size=1&fields=ticker"));
        talk.expect(
                200,
                talk.conversation.get(
                        ContractTalk.pathOf(page.json().required("next").asString())));
        talk.expect(
                200,
                talk.conversation.get(
                        list + "&portfolio_id=" + portfolio + "&ticker=" + talk.ticker + "&include_closed=true"));
        talk.checkTag(list);
        talk.expect(400, talk.conversation.get(SUMMARIES + ContractTalk.UNKNOWN_PARAMETER));
    }

    private void aboutReturns() {
        String path = PORTFOLIOS + portfolio;
        talk.checkTag(path + "/cumulative-returns/?as_of=2026-02-01T00:00:00Z");
        talk.expect(200, talk.conversation.get(path + "/cumulative-returns/?strict=false"));
        talk.expect(409, talk.conversation.get(path + "/cumulative-returns/?strict=true"));
        talk.expect(400, talk.conversation.get(path + "/cumulative-returns/" + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/cumulative-returns/"));

        talk.checkTag(path + "/performance/?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&interval=week");
        talk.expect(200, talk.conversation.get(path + "/performance/?interval=month&tz=Europe/Berlin"));
        talk.expect(400, talk.conversation.get(path + "/performance/" + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/performance/"));

        talk.expect(200, talk.conversation.stream(path + "/stream/?lastEventId=none", "returns"));
        talk.expect(400, talk.conversation.get(path + "/stream/" + ContractTalk.UNKNOWN_PARAMETER));
        talk.expect(404, talk.conversation.get(PORTFOLIOS + ContractTalk.ABSENT + "/stream/"));

        String recalculation = path + "/recalculate-summary/";
        talk.expect(
                202,
                talk.conversation.send("POST", recalculation, "{}", "Idempotency-Key", talk.run + ":recalculation"));
        talk.expect(
                404,
                talk.conversation.exchange(
                        "POST", PORTFOLIOS + ContractTalk.ABSENT + "/recalculate-summary/", null, ""));
        talk.expect(400, talk.conversation.send("POST", recalculation, "{\"all\": true}"));
        talk.refuseBodies("POST", recalculation);
        long other = ContractTalk.idOf(talk.expect(201, newPortfolio("third")));
        talk.expect(
                422,
                talk.conversation.send(
                        "POST",
                        PORTFOLIOS + other + "/recalculate-summary/",
                        "{}",
                        "Idempotency-Key",
                        talk.run + ":recalculation"));
    }

    /** Sends each example of the contract, with the ids of this test. */
    private void sendExamples() {
        String body = "{\"user_id\": \"some-user-uuid\", \"name\": \"" + talk.run + "\"}";
        long own = ContractTalk.idOf(talk.expect(201, talk.conversation.send("POST", PORTFOLIOS, body)));
        for (Contract.Operation operation : Contract.operations()) {
            operation.bodies().forEachEntry((type, content) -> sendExample(operation, type, content, own));
        }
    }

    private void sendExample(Contract.Operation operation, String type, JsonNode content, long own) {
        String path = operation
                .path()
                .replace("{ref_id}", talk.run + ":1")
                .replace("{action_id}", talk.run + ":1")
                .replace("/keys/{id}", "/keys/0000000000000000")
                .replace("{id}", Long.toString(own))
                .replace("{ticker}", talk.ticker + "E")
                .replace("{base}", "ISK")
                .replace("{quote}", "BHD");
        JsonNode example = content.required("example");
        String body = example.isString()
                ? withOwnIds(example.asString(), own)
                : withOwnIds(example, own).toString();
        Exchange exchange = talk.conversation.exchange(operation.method(), path + "/", type, body);
        if (BAD_REQUEST.contains(exchange.status())) {
            talk.surprises.add("A wrong example: " + exchange);
        }
    }

    private String withOwnIds(String lines, long own) {
        return lines.replace("\"portfolio\": 1,", "\"portfolio\": " + own + ",")
                .replace("some-user-uuid,1,", "some-user-uuid," + own + ",")
                .replace("a-", talk.run + "-");
    }

    private JsonNode withOwnIds(JsonNode example, long own) {
        JsonNode changed = example.deepCopy();
        List<JsonNode> parts = changed.isArray() ? changed.valueStream().toList() : List.of(changed);
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode object) {
                if (object.has("ref_id")) {
                    object.put(
                            "ref_id", talk.run + ":" + object.required("ref_id").asString());
                }
                if (object.has("portfolio")) {
                    object.put("portfolio", own);
                }
            }
        }
        return changed;
    }

    List<Exchange> exchanges() {
        return talk.conversation.exchanges();
    }

    @Test
    void everyRequestIsAnsweredAsExpected() {
        assertThat(talk.surprises).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void anAnswerHasAStatusATypeAndABodyOfTheContract(Exchange exchange) {
        Contract.Operation operation = exchange.operation();
        assertThat(operation.statuses()).contains(exchange.status());
        JsonNode answers = operation.answers(exchange.status());
        if (answers.isEmpty()) {
            assertThat(exchange.answer()).isEmpty();
            return;
        }
        assertThat(answers.propertyNames()).contains(exchange.answerType());
        values(answers.required(exchange.answerType()), exchange.answerType(), exchange.answer())
                .forEach(ContractTest::assertFits);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("exchanges")
    void aRequestThatIsTakenIsOneOfTheContract(Exchange exchange) {
        if (BAD_REQUEST.contains(exchange.status())) {
            return;
        }
        assertThat(exchange.operation().queryParameters()).containsAll(exchange.queryParameters());
        if (exchange.sentType() != null) {
            assertThat(exchange.operation().bodies().propertyNames()).contains(exchange.sentType());
            sentValues(exchange).forEach(ContractTest::assertFits);
        }
    }

    @Test
    void everyOperationIsAnsweredWithEachOfItsStatuses() {
        Set<String> documented = Contract.operations().stream()
                .flatMap(operation -> operation.statuses().stream()
                        .filter(status -> !NOT_PROVOKED_ANYWHERE.contains(status))
                        .map(status -> operation.id() + " " + status))
                .collect(Collectors.toCollection(TreeSet::new));
        documented.removeAll(NOT_PROVOKED);

        Set<String> seen = exchanges().stream()
                .map(exchange -> exchange.operation().id() + " " + exchange.status())
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).containsAll(documented);
    }

    @Test
    void everyQueryParameterIsUsed() {
        for (Contract.Operation operation : Contract.operations()) {
            Set<String> used = exchanges().stream()
                    .filter(exchange -> exchange.operation().id().equals(operation.id()) && exchange.status() < 400)
                    .flatMap(exchange -> exchange.queryParameters().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(used).as(operation.toString()).isEqualTo(operation.queryParameters());
        }
    }

    @Test
    void everyFieldIsSentOrAnswered() {
        Set<String> seen = exchanges().stream()
                .flatMap(exchange -> Stream.concat(answeredValues(exchange), sentValues(exchange)))
                .flatMap(value -> Contract.propertiesOf(value.schema, value.json))
                .collect(Collectors.toCollection(TreeSet::new));

        Set<String> documented = Contract.properties();
        documented.removeAll(NOT_SHOWN);
        assertThat(seen).isEqualTo(documented);
    }

    @Test
    void everyExampleOfAFieldFitsItsSchema() {
        Contract.forEachExample((schema, example) -> assertThat(Contract.breaches(schema, example))
                .as(schema.toString())
                .isEmpty());
    }

    /** A part of a body and the schema that it has to fit. */
    private record Value(JsonNode schema, JsonNode json) {}

    private static void assertFits(Value value) {
        assertThat(Contract.breaches(value.schema, value.json))
                .as(value.json.toString())
                .isEmpty();
    }

    private static Stream<Value> answeredValues(Exchange exchange) {
        JsonNode answers = exchange.operation().answers(exchange.status());
        return answers.has(exchange.answerType())
                ? values(answers.required(exchange.answerType()), exchange.answerType(), exchange.answer())
                : Stream.empty();
    }

    private static Stream<Value> sentValues(Exchange exchange) {
        if (exchange.sentType() == null || BAD_REQUEST.contains(exchange.status())) {
            return Stream.empty();
        }
        return values(exchange.operation().bodies().path(exchange.sentType()), exchange.sentType(), exchange.sent());
    }

    /** One value for JSON, one per line for JSON lines and one per event for a stream. */
    private static Stream<Value> values(JsonNode content, String type, String body) {
        return switch (type) {
            case "application/json", "application/problem+json" ->
                Stream.of(new Value(content.required("schema"), Json.strict().readTree(body)));
            case "application/x-ndjson" ->
                body.lines()
                        .map(line -> new Value(
                                content.required("x-itemSchema"), Json.strict().readTree(line)));
            case "text/event-stream" -> events(body);
            default -> Stream.empty();
        };
    }

    private static Stream<Value> events(String stream) {
        return Stream.of(stream.split("\n\n"))
                .filter(event -> event.contains("data:"))
                .map(event -> new Value(
                        Contract.schema(event.contains("event: summary\n") ? "Summary" : "Returns"),
                        Json.strict().readTree(event.replaceFirst("(?s).*data: ?", ""))));
    }
}
