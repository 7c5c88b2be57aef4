package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.Conversation.Exchange;
import io.trakkit.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
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
    private static final String BULK = "/api/v1/trade/bulk/";
    private static final String PRICES = "/api/v1/price/";
    private static final String RATES = "/api/v1/fx-rate/";
    private static final String ACTIVITIES = "/api/v1/activity/";
    private static final String SUMMARIES = "/api/v1/portfolio-summary/";
    private static final String DEAD_LETTERS = "/api/v1/ops/dead-letters/";
    private static final String REPLAYS = "/api/v1/ops/replay/";

    private static final String CLIENTS = "/api/v1/admin/clients/";
    private static final String KEYS = "/api/v1/admin/keys/";
    private static final String AUDIT = "/api/v1/admin/audit/";
    private static final String SESSION = "/api/v1/session/";

    private static final String UNKNOWN_PARAMETER = "?no_such_parameter=1";
    private static final String ABSENT = "999999999";
    private static final String TOO_LARGE = " ".repeat(2 * 1024 * 1024);

    private final String run = "contract-" + UUID.randomUUID();
    private final String ticker = "C" + Long.toString(System.nanoTime(), 36).toUpperCase(Locale.ROOT);
    private final Conversation conversation;
    private final String bootstrapServers;
    private final List<String> surprises = new ArrayList<>();
    private long portfolio;

    ContractTest(Server server) {
        conversation = new Conversation(server.address());
        bootstrapServers = server.servers().kafka().bootstrapServers();
    }

    @BeforeAll
    void converse() throws ExecutionException, InterruptedException {
        aboutPortfolios();
        aboutPrices();
        aboutRates();
        aboutTrades();
        aboutMoney();
        aboutActivities();
        aboutManyTrades();
        aboutWhatIsHeld();
        aboutReturns();
        aboutDeadLetters();
        aboutReplays();
        aboutClients();
        sendExamples();
    }

    private void aboutPortfolios() {
        portfolio = idOf(expect(201, newPortfolio("first")));
        expect(201, newPortfolio("second"));
        expect(409, newPortfolio("first"));
        expect(
                201,
                conversation.send(
                        "POST",
                        PORTFOLIOS,
                        "{\"user_id\": \"%s\", \"name\": \"short\", \"currency\": \"CHF\", \"allow_short\": true}"
                                .formatted(run)));
        expect(400, conversation.send("POST", PORTFOLIOS, "{}"));
        refuseBodies("POST", PORTFOLIOS);

        String list = PORTFOLIOS + "?user_id=" + run;
        Exchange first = expect(200, conversation.get(list + "&ordering=name&page=1&page_size=1"));
        expect(200, conversation.get(pathOf(first.json().required("next").asString())));
        expect(200, conversation.get(list + "&name=first&fields=id,name"));
        checkTag(list);
        expect(400, conversation.get(PORTFOLIOS + UNKNOWN_PARAMETER));

        checkTag(PORTFOLIOS + portfolio + "/");
        expect(200, conversation.get(PORTFOLIOS + portfolio + "/?fields=name"));
        expect(404, conversation.get(PORTFOLIOS + ABSENT + "/"));
        expect(400, conversation.get(PORTFOLIOS + portfolio + "/" + UNKNOWN_PARAMETER));

        expect(200, conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": \"renamed\"}"));
        expect(409, conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": \"second\"}"));
        expect(404, conversation.send("PATCH", PORTFOLIOS + ABSENT + "/", "{\"name\": \"none\"}"));
        expect(400, conversation.send("PATCH", PORTFOLIOS + portfolio + "/", "{\"name\": 1}"));
        refuseBodies("PATCH", PORTFOLIOS + portfolio + "/");
    }

    private Exchange newPortfolio(String name) {
        return conversation.send("POST", PORTFOLIOS, "{\"user_id\": \"%s\", \"name\": \"%s\"}".formatted(run, name));
    }

    private void aboutPrices() {
        String path = PRICES + ticker + "/";
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        expect(200, conversation.send("PUT", path, "{\"price\": \"120\", \"as_of\": \"" + now + "\"}"));
        expect(200, conversation.send("PUT", path, "{\"price\": 120, \"as_of\": \"" + now + "\"}"));
        String earlier = now.minusSeconds(86_400).toString();
        expect(200, conversation.send("PUT", path, "{\"price\": \"110\", \"as_of\": \"" + earlier + "\"}"));
        expect(409, conversation.send("PUT", path, "{\"price\": \"121\", \"as_of\": \"" + now + "\"}"));
        expect(409, conversation.send("PUT", path, "{\"price\": \"120000000\"}"));
        expect(200, conversation.send("PUT", PRICES + ticker + "X/", "{\"price\": \"1\", \"accept_jump\": true}"));
        expect(
                200,
                conversation.send(
                        "PUT",
                        PRICES + ticker + "Y/",
                        "{\"price\": \"1\", \"currency\": \"CHF\", \"adjusted\": true}"));
        expect(
                200,
                conversation.send(
                        "PUT",
                        PRICES + ticker + "Y/",
                        "{\"price\": \"1\", \"as_of\": \"2025-01-02T00:00:00Z\", \"adjusted_at\": \"" + earlier
                                + "\"}"));
        expect(400, conversation.send("PUT", path, "{\"price\": -1}"));
        refuseBodies("PUT", path);

        expect(200, conversation.get(PRICES + "?ticker=" + ticker + "&ticker=" + ticker + "NONE"));
        expect(400, conversation.get(PRICES));
        expect(200, conversation.send("POST", PRICES + "query/", "{\"tickers\": [\"" + ticker + "\"]}"));
        expect(400, conversation.send("POST", PRICES + "query/", "{\"tickers\": []}"));
        refuseBodies("POST", PRICES + "query/");
    }

    private void aboutRates() {
        String path = RATES + "EUR/USD/";
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        expect(404, conversation.get(RATES + "XPF/KWD/"));
        String rate = "{\"rate\": \"1.08\", \"as_of\": \"" + now + "\", \"accept_jump\": true}";
        expect(200, conversation.send("PUT", path, rate));
        expect(200, conversation.send("PUT", path, rate));
        expect(409, conversation.send("PUT", path, "{\"rate\": 1.09, \"as_of\": \"" + now + "\"}"));
        expect(409, conversation.send("PUT", path, "{\"rate\": 108000}"));
        expect(400, conversation.send("PUT", path, "{\"rate\": 0}"));
        refuseBodies("PUT", path);
        expect(200, conversation.get(path));
        expect(200, conversation.get(path + "?at=" + now));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        expect(400, conversation.get(RATES + "EUR/ABC/"));
    }

    private static String justNow() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Charges and currencies are posted, amended and shown. */
    private void aboutMoney() {
        String posted = trade("money", portfolio, 1, "1", "100", justNow())
                .replace("{", "{\"fee\": \"4.90\", \"tax\": 1, \"currency\": \"EUR\", ");
        Exchange lookedUp = expect(201, conversation.send("POST", TRADES, posted, "Prefer", "wait=30"));
        assertThat(lookedUp.json().required("fx_rate_looked_up").booleanValue()).isTrue();
        assertThat(lookedUp.json().required("fx_rate").asString()).isEqualTo("1.08");
        assertThat(lookedUp.json().required("fee").asString()).isEqualTo("4.90");
        String given = trade("money-2", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")
                .replace("{", "{\"currency\": \"EUR\", \"fx_rate\": \"1.1\", ");
        expect(201, conversation.send("POST", TRADES, given, "Prefer", "wait=30"));
        String amended =
                "\"fee\": 5, \"tax\": \"2\", \"currency\": \"EUR\", \"fx_rate\": \"1.2\", \"executed_at\": \"2026-01-03T03:04:05Z\"";
        String path = TRADES + run + ":money/";
        expect(200, conversation.send("PATCH", path, "{" + amended + "}", "Prefer", "wait=30"));
        expect(
                200,
                conversation.send(
                        "PUT",
                        path,
                        "{\"volume\": 1, \"amount\": 100, \"status\": \"success\", " + amended + "}",
                        "Prefer",
                        "wait=30"));
        Exchange shown = expect(200, conversation.get(path));
        assertThat(shown.json().required("fx_rate").asString()).isEqualTo("1.2");
        assertThat(shown.json().required("tax").asString()).isEqualTo("2.00");
    }

    private void aboutActivities() {
        String dividend = activity(
                "div",
                "\"type\": \"dividend\", \"ticker\": \"%s\", \"per_unit\": \"0.24\", \"tax\": 1".formatted(ticker));
        expect(202, conversation.send("POST", ACTIVITIES, dividend));
        expect(200, conversation.send("POST", ACTIVITIES, dividend, "Prefer", "wait=30"));
        expect(409, conversation.send("POST", ACTIVITIES, dividend.replace("0.24", "0.25"), "Prefer", "wait=30"));
        expect(400, conversation.send("POST", ACTIVITIES, "{}"));
        refuseBodies("POST", ACTIVITIES);
        String key = run + ":activity";
        String charge = activity("charge", "\"type\": \"charge\", \"total\": 5");
        String[] withKey = {"Idempotency-Key", key, "Prefer", "wait=30"};
        expect(201, conversation.send("POST", ACTIVITIES, charge, withKey));
        expect(422, conversation.send("POST", ACTIVITIES, charge.replace("5}", "6}"), withKey));
        post(
                "in",
                "\"type\": \"transfer_in\", \"ticker\": \"%sA\", \"volume\": 8, \"cost\": 80, \"currency\": \"EUR\", \"fx_rate\": 1.1");
        post("split", "\"type\": \"split\", \"ticker\": \"%sA\", \"numerator\": 3, \"denominator\": 2");
        post(
                "bonus",
                "\"type\": \"bonus\", \"ticker\": \"%sA\", \"numerator\": 1, \"denominator\": 4, \"whole\": true");
        post("lieu", "\"type\": \"cash_in_lieu\", \"ticker\": \"%sA\", \"volume\": 1, \"amount\": 9");
        Exchange rejected = post("out", "\"type\": \"transfer_out\", \"ticker\": \"%sA\", \"volume\": 800");
        assertThat(rejected.json().required("reason").asString()).isEqualTo("insufficient_volume");
        String now = justNow();
        Exchange lookedUp = expect(
                201,
                conversation.send(
                        "POST",
                        ACTIVITIES,
                        activity(
                                        "cash",
                                        "\"type\": \"deposit\", \"total\": \"100\", \"currency\": \"EUR\", \"status\": \"success\"")
                                .replace("2026-01-02T03:04:05Z", now),
                        "Prefer",
                        "wait=30"));
        assertThat(lookedUp.json().required("fx_rate_looked_up").booleanValue()).isTrue();

        amendActivity(
                "div",
                "PATCH",
                "{\"total\": 12, \"tax\": 2, \"currency\": \"EUR\", \"fx_rate\": 1.1, \"executed_at\": \"2026-01-03T03:04:05Z\"}",
                "{\"per_unit\": 1}");
        amendActivity(
                "charge",
                "PUT",
                "{\"total\": 12, \"status\": \"success\"}",
                "{\"total\": 13, \"status\": \"success\"}");
        patch("in", "{\"volume\": 9, \"cost\": 90}");
        patch("split", "{\"numerator\": 2, \"denominator\": 1}");
        patch("bonus", "{\"whole\": false}");
        patch("lieu", "{\"amount\": 10}");
    }

    private String activity(String id, String fields) {
        return "{\"ref_id\": \"%1$s:%2$s\", \"user_id\": \"%1$s\", \"portfolio\": %3$d, \"executed_at\": \"2026-01-02T03:04:05Z\", %4$s}"
                .formatted(run, "act-" + id, portfolio, fields);
    }

    private Exchange post(String id, String fields) {
        return expect(
                201,
                conversation.send("POST", ACTIVITIES, activity(id, fields.formatted(ticker)), "Prefer", "wait=30"));
    }

    private void patch(String id, String body) {
        expect(200, conversation.send("PATCH", ACTIVITIES + run + ":act-" + id + "/", body, "Prefer", "wait=30"));
    }

    private void amendActivity(String id, String method, String body, String other) {
        String path = ACTIVITIES + run + ":act-" + id + "/";
        String key = run + ":activity:" + method;
        expect(202, conversation.send(method, path, body));
        expect(200, conversation.send(method, path, other, "Prefer", "wait=30"));
        expect(200, conversation.send(method, path, body, "Prefer", "wait=30", "Idempotency-Key", key));
        expect(422, conversation.send(method, path, other, "Prefer", "wait=30", "Idempotency-Key", key));
        expect(412, conversation.send(method, path, body, "If-Match", "\"99\"", "Prefer", "wait=30"));
        expect(400, conversation.send(method, path, "{\"ticker\": \"A\"}"));
        patiently()
                .until(() -> conversation
                                .send(method, ACTIVITIES + run + ":none/", body)
                                .status()
                        == 404);
        refuseBodies(method, path);
    }

    private void aboutTrades() {
        String buy = trade("1", portfolio, 1, "10", "100", "2026-01-02T03:04:05Z");
        expect(202, conversation.send("POST", TRADES, trade("0", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z")));
        expect(201, conversation.send("POST", TRADES, buy, "Prefer", "wait=30"));
        expect(200, conversation.send("POST", TRADES, buy, "Prefer", "wait=30"));
        String oversold = trade("2", portfolio, 2, "1000", "100", "2026-01-02T03:04:06Z");
        Exchange rejected = expect(201, conversation.send("POST", TRADES, oversold, "Prefer", "wait=30"));
        assertThat(rejected.json().required("state").asString()).isEqualTo("rejected");
        expect(400, conversation.send("POST", TRADES, "{}"));
        expect(409, conversation.send("POST", TRADES, buy.replace("\"10\"", "\"11\""), "Prefer", "wait=30"));
        refuseBodies("POST", TRADES);
        String key = run + ":key";
        expect(
                201,
                conversation.send(
                        "POST",
                        TRADES,
                        trade("3", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z"),
                        "Idempotency-Key",
                        key,
                        "Prefer",
                        "wait=30"));
        expect(
                422,
                conversation.send(
                        "POST",
                        TRADES,
                        trade("4", portfolio, 1, "2", "100", "2026-01-02T03:04:05Z"),
                        "Idempotency-Key",
                        key,
                        "Prefer",
                        "wait=30"));

        aboutIsins();
        amend("PATCH", "{\"volume\": 11}", "{\"volume\": \"12\", \"amount\": 101}");
        amend(
                "PUT",
                "{\"volume\": 13, \"amount\": \"102\", \"status\": \"success\"}",
                "{\"volume\": 14, \"amount\": \"103\", \"status\": \"success\"}");

        String path = TRADES + run + ":1/";
        checkTag(path);
        expect(200, conversation.get(path + "?fields=ref_id,state"));
        expect(404, conversation.get(TRADES + run + ":none/"));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        checkTag(path + "history/?page=1&page_size=1");
        Exchange history = expect(200, conversation.get(path + "history/?page_size=1&fields=type,offset"));
        expect(200, conversation.get(pathOf(history.json().required("next").asString())));
        expect(404, conversation.get(TRADES + run + ":none/history/"));
        expect(400, conversation.get(path + "history/" + UNKNOWN_PARAMETER));

        String list = TRADES + "?portfolio_id=" + portfolio;
        Exchange page = expect(200, conversation.get(list + "&ordering=ref_id&page=1&page_size=1&fields=ref_id"));
        expect(200, conversation.get(pathOf(page.json().required("next").asString())));
        expect(
                200,
                conversation.get(list + "&user_id=" + run + "&ticker=" + ticker
                        + "&trade_type=1&status=success&state=applied&executed_from=2020-01-01T00:00:00Z"
                        + "&executed_to=2030-01-01T00:00:00Z&updated_since=2020-01-01T00:00:00Z"));
        checkTag(list);
        expect(400, conversation.get(TRADES + UNKNOWN_PARAMETER));
    }

    /** A field that only travels is stored, shown, found, amended, and read from CSV. */
    private void aboutIsins() {
        String plain = trade("isin", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z");
        String wrong = plain.replace("{", "{\"isin\": \"US5949181044\", ");
        assertThat(expect(400, conversation.send("POST", TRADES, wrong)).json().toString())
                .contains("has the check digit 4, but 5 is right");
        Exchange posted = expect(
                201,
                conversation.send(
                        "POST", TRADES, wrong.replace("US5949181044", " us5949181045 "), "Prefer", "wait=30"));
        assertThat(posted.json().required("isin").asString()).isEqualTo("US5949181045");
        assertThat(expect(409, conversation.send("POST", TRADES, plain, "Prefer", "wait=30"))
                        .json()
                        .toString())
                .contains("says no isin");

        String path = TRADES + run + ":isin/";
        Exchange amended =
                expect(200, conversation.send("PATCH", path, "{\"isin\": \"INE233A01035\"}", "Prefer", "wait=30"));
        assertThat(amended.json().required("isin").asString()).isEqualTo("INE233A01035");
        assertThat(expect(200, conversation.get(path)).json().required("isin").asString())
                .isEqualTo("INE233A01035");

        String replacement = "{\"volume\": 2, \"amount\": 100, \"status\": \"success\"%s}";
        expect(
                200,
                conversation.send(
                        "PUT", path, replacement.formatted(", \"isin\": \"US0378331005\""), "Prefer", "wait=30"));
        Exchange kept = expect(200, conversation.send("PUT", path, replacement.formatted(""), "Prefer", "wait=30"));
        assertThat(kept.json().required("isin").asString()).isEqualTo("US0378331005");

        String csv = "ref_id,user_id,portfolio,trade_type,security_type,ticker,volume,amount,status,isin\n"
                + "%1$s:isin-csv,%1$s,%2$d,buy,stock,%3$s,1,100,success,US0378331005\n"
                        .formatted(run, portfolio, ticker);
        expect(200, conversation.exchange("POST", BULK, "text/csv", csv, "Prefer", "wait=30"));
        Exchange found =
                expect(200, conversation.get(TRADES + "?isin=us0378331005&user_id=" + run + "&ordering=ref_id"));
        assertThat(found.json().required("results").findValuesAsString("ref_id"))
                .containsExactly(run + ":isin", run + ":isin-csv");
        expect(400, conversation.get(TRADES + "?isin=INE233A01034"));
        expect(400, conversation.get(TRADES + "?isin=INE233A01035&state=refused"));
    }

    private void amend(String method, String body, String other) {
        String path = TRADES + run + ":1/";
        String key = run + ":" + method;
        expect(202, conversation.send(method, path, body));
        expect(200, conversation.send(method, path, other, "Prefer", "wait=30"));
        expect(200, conversation.send(method, path, body, "Prefer", "wait=30", "Idempotency-Key", key));
        expect(422, conversation.send(method, path, other, "Prefer", "wait=30", "Idempotency-Key", key));
        expect(412, conversation.send(method, path, body, "If-Match", "\"99\"", "Prefer", "wait=30"));
        expect(400, conversation.send(method, path, "{\"ticker\": \"A\"}"));
        // While an amended trade can still be on its way, the answer is 503.
        patiently()
                .until(() ->
                        conversation.send(method, TRADES + run + ":none/", body).status() == 404);
        refuseBodies(method, path);
    }

    private void aboutManyTrades() {
        String valid =
                trade("b1", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z").replace("\n", "");
        String oversold =
                trade("b2", portfolio, 2, "5000", "100", "2026-01-02T03:04:05Z").replace("\n", "");
        expect(
                200,
                conversation.exchange(
                        "POST", BULK, "application/x-ndjson", valid + "\n" + oversold + "\n", "Prefer", "wait=30"));
        expect(
                200,
                conversation.exchange(
                        "POST",
                        BULK + "?user_id=%s&portfolio=%d".formatted(run, portfolio),
                        "application/json",
                        "[" + valid + "]"));
        expect(
                200,
                conversation.exchange(
                        "POST",
                        BULK + "?user_id=%s&portfolio=%d&delimiter=semicolon".formatted(run, portfolio),
                        "text/csv",
                        "ref_id;trade_type;security_type;ticker;volume;amount;status\n%1$s:b3;1;stock;%2$s;0;1;success\n"
                                .formatted(run, ticker)));
        expect(400, conversation.exchange("POST", BULK, "application/x-ndjson", ""));
        expect(415, conversation.exchange("POST", BULK, "text/plain", "nonsense"));
    }

    private void aboutWhatIsHeld() {
        String other =
                trade("5", portfolio, 1, "1", "100", "2026-01-02T03:04:05Z").replace(ticker, ticker + "U");
        expect(201, conversation.send("POST", TRADES, other, "Prefer", "wait=30"));
        String list = SUMMARIES + "?user_id=" + run;
        Exchange page = expect(200, conversation.get(list + "&ordering=-ticker&page=1&page_size=1&fields=ticker"));
        expect(200, conversation.get(pathOf(page.json().required("next").asString())));
        expect(
                200,
                conversation.get(list + "&portfolio_id=" + portfolio + "&ticker=" + ticker + "&include_closed=true"));
        checkTag(list);
        expect(400, conversation.get(SUMMARIES + UNKNOWN_PARAMETER));
    }

    private void aboutReturns() {
        String path = PORTFOLIOS + portfolio;
        checkTag(path + "/cumulative-returns/?as_of=2026-02-01T00:00:00Z");
        expect(200, conversation.get(path + "/cumulative-returns/?strict=false"));
        expect(409, conversation.get(path + "/cumulative-returns/?strict=true"));
        expect(400, conversation.get(path + "/cumulative-returns/" + UNKNOWN_PARAMETER));
        expect(404, conversation.get(PORTFOLIOS + ABSENT + "/cumulative-returns/"));

        checkTag(path + "/performance/?from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z&interval=week");
        expect(200, conversation.get(path + "/performance/?interval=month"));
        expect(400, conversation.get(path + "/performance/" + UNKNOWN_PARAMETER));
        expect(404, conversation.get(PORTFOLIOS + ABSENT + "/performance/"));

        expect(200, conversation.stream(path + "/stream/?lastEventId=none", "returns"));
        expect(400, conversation.get(path + "/stream/" + UNKNOWN_PARAMETER));
        expect(404, conversation.get(PORTFOLIOS + ABSENT + "/stream/"));

        String recalculation = path + "/recalculate-summary/";
        expect(202, conversation.send("POST", recalculation, "{}", "Idempotency-Key", run + ":recalculation"));
        expect(404, conversation.exchange("POST", PORTFOLIOS + ABSENT + "/recalculate-summary/", null, ""));
        expect(400, conversation.send("POST", recalculation, "{\"all\": true}"));
        refuseBodies("POST", recalculation);
        long other = idOf(expect(201, newPortfolio("third")));
        expect(
                422,
                conversation.send(
                        "POST",
                        PORTFOLIOS + other + "/recalculate-summary/",
                        "{}",
                        "Idempotency-Key",
                        run + ":recalculation"));
    }

    private void aboutDeadLetters() throws ExecutionException, InterruptedException {
        publish("999999999:" + ticker, unknownPortfolio("refused"));
        publish("999999999:" + ticker, unknownPortfolio("again"));
        // Amendments above can have become dead letters of the same ticker.
        String list = DEAD_LETTERS + "?reason=unknown_portfolio&ticker=" + ticker;
        patiently()
                .until(() -> conversation.get(list).json().required("results").size() == 2);

        String refused = TRADES + run + ":refused/";
        expect(200, conversation.get(refused));
        expect(200, conversation.get(TRADES + "?state=refused&user_id=" + run));
        for (String method : List.of("PATCH", "PUT")) {
            expect(409, conversation.send(method, refused, "{\"volume\": 1, \"amount\": 1, \"status\": \"success\"}"));
        }

        publish("999999999:" + ticker + "A", """
                {"event_id": "%s", "type": "activity_created", "client_id": "default",
                 "occurred_at": "2026-01-02T03:04:05Z", "activity": %s}""".formatted(
                UUID.randomUUID(),
                activity("refused", "\"type\": \"transfer_out\", \"ticker\": \"" + ticker + "A\", \"volume\": 1")
                        .replace("\"portfolio\": " + portfolio, "\"portfolio\": 999999999")));
        String refusedActivity = ACTIVITIES + run + ":act-refused/";
        for (String method : List.of("PATCH", "PUT")) {
            patiently()
                    .until(() -> conversation
                                    .send(method, refusedActivity, "{\"volume\": 1, \"status\": \"success\"}")
                                    .status()
                            == 409);
        }

        Exchange page = expect(200, conversation.get(list + "&limit=1"));
        String next = page.json().required("next").asString();
        expect(200, conversation.get(list + "&after=" + next));
        expect(
                200,
                conversation.get(DEAD_LETTERS + "?reason=unknown_portfolio&portfolio_id=999999999&outcome=open"
                        + "&client_id=default&from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"));
        expect(400, conversation.get(DEAD_LETTERS + UNKNOWN_PARAMETER));
        expect(400, conversation.get(DEAD_LETTERS + "?client_id=nobody"));

        String id = page.json().at("/results/0/id").asString();
        checkTag(DEAD_LETTERS + id + "/");
        expect(404, conversation.get(DEAD_LETTERS + "0:" + ABSENT + "/"));
        expect(400, conversation.get(DEAD_LETTERS + "none/"));

        decide("redrive", id);
        Exchange left = expect(200, conversation.get(list + "&outcome=open"));
        String open = left.json().at("/results/0/id").asString();
        decide("discard", open);
        expect(200, conversation.get(DEAD_LETTERS + open + "/"));
        expect(200, conversation.get(refused + "history/"));
        expect(200, conversation.get(TRADES + run + ":again/history/"));
        String filter = "{\"client_id\": \"default\", \"portfolio_id\": 999999999, \"ticker\": \"NONE\","
                + " \"from\": \"2020-01-01T00:00:00Z\", \"to\": \"2020-01-02T00:00:00Z\", \"by\": \"ada\"}";
        expect(200, conversation.send("POST", DEAD_LETTERS + "redrive/", filter));
        String all = "{\"all\": true, \"client_id\": \"nobody\", \"by\": \"ada\", \"note\": \"none\"}";
        expect(400, conversation.send("POST", DEAD_LETTERS + "discard/", all));
    }

    private void decide(String decision, String id) {
        String path = DEAD_LETTERS + decision + "/";
        String body = "{\"ids\": [\"%s\"], \"all\": false, \"by\": \"ada\", \"note\": \"a test\"}";
        expect(200, conversation.send("POST", path, body.formatted(id)));
        expect(404, conversation.send("POST", path, body.formatted("0:" + ABSENT)));
        expect(409, conversation.send("POST", path, body.formatted(id)));
        expect(400, conversation.send("POST", path, "{}"));
        refuseBodies("POST", path);
    }

    private void aboutReplays() {
        expect(400, conversation.send("POST", REPLAYS, "{\"command\": \"none\"}"));
        refuseBodies("POST", REPLAYS);
        replay("{\"command\": \"plan\", \"portfolio_id\": %d, \"ticker\": \"%s\"}".formatted(portfolio, ticker));
        replay("{\"command\": \"plan\", \"client_id\": \"default\"}");
        expect(400, conversation.send("POST", REPLAYS, "{\"command\": \"verify\", \"client_id\": \"nobody\"}"));
        replay("{\"command\": \"plan\", \"from_time\": \"2026-01-01T00:00:00Z\", \"requested_by\": \"ada\"}");
        replay("{\"command\": \"rewind\", \"to_beginning\": true, \"dry_run\": true}");
        replay("{\"command\": \"rewind\", \"to_offset\": 0, \"partition\": 0, \"dry_run\": true}");
        String path = replay("{\"command\": \"rewind\", \"to_time\": \"2020-01-01T00:00:00Z\", \"dry_run\": true}");
        expect(200, conversation.get(REPLAYS));
        expect(400, conversation.get(REPLAYS + UNKNOWN_PARAMETER));
        checkTag(path);
        expect(404, conversation.get(REPLAYS + ABSENT + "/"));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        expect(409, conversation.exchange("POST", path + "cancel/", null, ""));
        expect(404, conversation.exchange("POST", REPLAYS + ABSENT + "/cancel/", null, ""));
        expect(400, conversation.exchange("POST", path + "cancel/" + UNKNOWN_PARAMETER, null, ""));
    }

    /** Runs a replay to its end and returns its path. */
    private String replay(String body) {
        Exchange started = expect(202, conversation.send("POST", REPLAYS, body));
        String path = REPLAYS + started.json().required("id") + "/";
        patiently()
                .until(() -> !conversation
                        .get(path)
                        .json()
                        .required("state")
                        .asString()
                        .equals("running"));
        return path;
    }

    private void aboutClients() {
        String client = run.substring(0, 30);
        String body = """
                {"id": "%s", "name": "A client", "currency": "EUR", "origins": ["https://app.example.com"],
                 "limits": {"requests_per_second": 1, "burst": 2, "bulk_records_per_second": 3, "bulk_requests": 4,
                            "streams": 5, "portfolios": 6}}""".formatted(client);
        expect(201, conversation.send("POST", CLIENTS, body));
        expect(409, conversation.send("POST", CLIENTS, body));
        expect(400, conversation.send("POST", CLIENTS, "{}"));
        refuseBodies("POST", CLIENTS);
        Exchange page = expect(200, conversation.get(CLIENTS + "?limit=1"));
        expect(
                200,
                conversation.get(
                        CLIENTS + "?after=" + page.json().required("next").asString()));
        expect(400, conversation.get(CLIENTS + UNKNOWN_PARAMETER));

        String path = CLIENTS + client + "/";
        expect(200, conversation.get(path));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        expect(404, conversation.get(CLIENTS + "none/"));
        expect(
                200,
                conversation.send(
                        "PATCH",
                        path,
                        "{\"name\": \"Another name\", \"suspended\": false, \"limits\": {\"streams\": 7}, \"origins\": []}"));
        expect(400, conversation.send("PATCH", path, "{\"limits\": 1}"));
        expect(404, conversation.send("PATCH", CLIENTS + "none/", "{}"));
        refuseBodies("PATCH", path);

        aboutKeys(client);
    }

    private void aboutKeys(String client) {
        Exchange created = expect(201, conversation.send("POST", KEYS, """
                {"client": "%s", "scopes": ["read"], "user_id": "ada", "label": "a test",
                 "expires_at": "2100-01-01T00:00:00Z"}""".formatted(client)));
        expect(400, conversation.send("POST", KEYS, "{}"));
        expect(404, conversation.send("POST", KEYS, "{\"client\": \"none\", \"scopes\": [\"read\"]}"));
        refuseBodies("POST", KEYS);
        expect(200, conversation.get(KEYS + "?client=" + client));
        expect(400, conversation.get(KEYS + UNKNOWN_PARAMETER));
        expect(404, conversation.get(KEYS + "?client=none"));

        String path = KEYS + created.json().required("id").asString() + "/";
        String absent = KEYS + "0000000000000000/";
        expect(200, conversation.get(path));
        expect(400, conversation.get(path + UNKNOWN_PARAMETER));
        expect(404, conversation.get(absent));
        aboutSessions("Bearer " + created.json().required("key").asString());

        expect(200, conversation.send("POST", path + "revoke/", "{\"last\": false}"));
        expect(400, conversation.send("POST", path + "revoke/", "{\"all\": true}"));
        expect(404, conversation.exchange("POST", absent + "revoke/", null, ""));
        refuseBodies("POST", path + "revoke/");
        String admin = expect(201, conversation.send("POST", KEYS, "{\"scopes\": [\"admin\"]}"))
                .json()
                .required("id")
                .asString();
        expect(409, conversation.send("POST", KEYS + admin + "/revoke/", "{}"));
        expect(200, conversation.send("POST", KEYS + admin + "/revoke/", "{\"last\": true}"));

        Exchange log = expect(200, conversation.get(AUDIT + "?client=" + client + "&limit=1"));
        expect(
                200,
                conversation.get(
                        AUDIT + "?key=" + admin + "&before=" + log.json().required("next")));
        expect(400, conversation.get(AUDIT + UNKNOWN_PARAMETER));
    }

    private void aboutSessions(String authorization) {
        String body = "{\"lifetime_seconds\": 60}";
        Exchange started = expect(201, conversation.send("POST", SESSION, body, "Authorization", authorization));
        expect(400, conversation.send("POST", SESSION, "{\"lifetime_seconds\": 0}"));
        expect(403, conversation.send("POST", SESSION, body));
        refuseBodies("POST", SESSION);
        Map<String, String> cookies = started.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.replaceFirst(";.*", "").split("=", 2))
                .collect(Collectors.toMap(cookie -> cookie[0], cookie -> cookie[1]));
        String token = cookies.getOrDefault("XSRF-TOKEN", "");
        String cookie = "trakkit_session=" + cookies.get("trakkit_session") + "; XSRF-TOKEN=" + token;
        expect(204, conversation.exchange("DELETE", SESSION, null, "", "Cookie", cookie, "X-XSRF-TOKEN", token));
        expect(409, conversation.exchange("DELETE", SESSION, null, ""));
        expect(400, conversation.exchange("DELETE", SESSION + UNKNOWN_PARAMETER, null, ""));
    }

    /** Sends each example of the contract, with the ids of this test. */
    private void sendExamples() {
        String body = "{\"user_id\": \"some-user-uuid\", \"name\": \"" + run + "\"}";
        long own = idOf(expect(201, conversation.send("POST", PORTFOLIOS, body)));
        for (Contract.Operation operation : Contract.operations()) {
            operation.bodies().forEachEntry((type, content) -> sendExample(operation, type, content, own));
        }
    }

    private void sendExample(Contract.Operation operation, String type, JsonNode content, long own) {
        String path = operation
                .path()
                .replace("{ref_id}", run + ":1")
                .replace("{action_id}", run + ":1")
                .replace("/keys/{id}", "/keys/0000000000000000")
                .replace("{id}", Long.toString(own))
                .replace("{ticker}", ticker + "E")
                .replace("{base}", "ISK")
                .replace("{quote}", "BHD");
        JsonNode example = content.required("example");
        String body = example.isString()
                ? withOwnIds(example.asString(), own)
                : withOwnIds(example, own).toString();
        Exchange exchange = conversation.exchange(operation.method(), path + "/", type, body);
        if (BAD_REQUEST.contains(exchange.status())) {
            surprises.add("A wrong example: " + exchange);
        }
    }

    private String withOwnIds(String lines, long own) {
        return lines.replace("\"portfolio\": 1,", "\"portfolio\": " + own + ",")
                .replace("some-user-uuid,1,", "some-user-uuid," + own + ",")
                .replace("a-", run + "-");
    }

    private JsonNode withOwnIds(JsonNode example, long own) {
        JsonNode changed = example.deepCopy();
        List<JsonNode> parts = changed.isArray() ? changed.valueStream().toList() : List.of(changed);
        for (JsonNode part : parts) {
            if (part instanceof ObjectNode object) {
                if (object.has("ref_id")) {
                    object.put("ref_id", run + ":" + object.required("ref_id").asString());
                }
                if (object.has("portfolio")) {
                    object.put("portfolio", own);
                }
            }
        }
        return changed;
    }

    /** The answer has an ETag, with which the next one is 304. */
    private void checkTag(String path) {
        Exchange tagged = expect(200, conversation.get(path));
        expect(304, conversation.get(path, "If-None-Match", tagged.header("ETag")));
    }

    private void refuseBodies(String method, String path) {
        expect(413, conversation.send(method, path, "{" + TOO_LARGE + "}"));
        expect(415, conversation.exchange(method, path, "text/plain", "{}"));
    }

    private String trade(String id, long of, int type, String volume, String amount, String executedAt) {
        return """
                {"ref_id": "%1$s:%2$s", "user_id": "%1$s", "portfolio": %3$d, "trade_type": %4$d,
                 "security_type": "stock", "ticker": "%5$s", "volume": "%6$s", "amount": "%7$s",
                 "status": "success", "executed_at": "%8$s"}""".formatted(run, id, of, type, ticker, volume, amount, executedAt);
    }

    private String unknownPortfolio(String id) {
        return """
                {"event_id": "%s", "type": "trade_created", "client_id": "default",
                 "occurred_at": "2026-01-02T03:04:05Z", "trade": %s}""".formatted(
                        UUID.randomUUID(),
                        trade(id, 999_999_999, 1, "1", "5", "2026-01-02T03:04:05Z")
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

    private static long idOf(Exchange exchange) {
        return exchange.json().required("id").asLong();
    }

    private static String pathOf(String url) {
        return url.replaceFirst("^https?://[^/]*", "");
    }

    private Exchange expect(int status, Exchange exchange) {
        if (exchange.status() != status) {
            surprises.add("not " + status + ": " + exchange);
        }
        return exchange;
    }

    List<Exchange> exchanges() {
        return conversation.exchanges();
    }

    @Test
    void everyRequestIsAnsweredAsExpected() {
        assertThat(surprises).isEmpty();
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
