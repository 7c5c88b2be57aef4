package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/**
 * A trade's way through all of the system, over HTTP alone. The subclasses say on which servers. Each test has a
 * portfolio of its own.
 */
abstract class JourneyTest {

    private static final AtomicInteger PORTFOLIOS = new AtomicInteger();

    private final Http http;
    private final String bootstrapServers;

    /** Unique to the test, as are the ref_ids made from it. */
    private final String user = "user-" + PORTFOLIOS.incrementAndGet();

    JourneyTest(Http http, String bootstrapServers) {
        this.http = http;
        this.bootstrapServers = bootstrapServers;
    }

    @Test
    void aPortfolioIsAnsweredAsEver() {
        HttpAnswer answer = http.post("/api/v1/portfolio/", """
                {
                    "user_id": "%s",
                    "name": "name-of-the-portfolio"
                }""".formatted(user));

        assertThat(answer.status()).isEqualTo(201);
        JsonNode portfolio = answer.json();
        assertThat(portfolio.propertyNames())
                .containsExactly("id", "user_id", "name", "created_at", "updated_at", "currency", "allow_short");
        assertThat(portfolio.required("id").isIntegralNumber()).isTrue();
        assertThat(portfolio.required("user_id").asString()).isEqualTo(user);
        assertThat(portfolio.required("name").asString()).isEqualTo("name-of-the-portfolio");
        assertIsTime(portfolio.required("created_at"));
        assertIsTime(portfolio.required("updated_at"));
        assertThat(http.get("/api/v1/portfolio/" + portfolio.required("id") + "/")
                        .json())
                .isEqualTo(portfolio);
    }

    @Test
    void aTradeIsAnsweredAsEver() {
        long portfolio = openPortfolio();
        HttpAnswer answer = http.post("/api/v1/trade/", """
                {
                    "ref_id": "%1$s:ref_id",
                    "user_id": "%1$s",
                    "portfolio": "%2$d",
                    "trade_type": 1,
                    "security_type": "stock",
                    "ticker": "GODREJIND",
                    "volume": 10,
                    "amount": 100,
                    "status": "success"
                }""".formatted(user, portfolio));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/v1/trade/" + user + ":ref_id/");
        assertTradeHasItsShape(answer.json());
        assertThat(answer.json().required("portfolio").asString()).isEqualTo(Long.toString(portfolio));
        assertThat(answer.json().required("volume").decimalValue()).isEqualByComparingTo("10");
        assertThat(answer.json().required("amount").asString()).isEqualTo("100.00");
    }

    @Test
    void anAmendmentOfATradeThatIsOnItsWayIsAnsweredAsEver() {
        long portfolio = openPortfolio();
        assertThat(http.post("/api/v1/trade/", trade("1", portfolio, 1, "GODREJIND", "10", "100"))
                        .status())
                .isEqualTo(202);

        HttpAnswer answer = http.patch("/api/v1/trade/" + user + ":1/", """
                {
                    "volume": 100,
                    "amount": "1000.00",
                    "status": "failed"
                }""");

        assertThat(answer.status()).isEqualTo(202);
        assertTradeHasItsShape(answer.json());
        assertThat(answer.json().required("volume").decimalValue()).isEqualByComparingTo("100");
        assertThat(answer.json().required("amount").asString()).isEqualTo("1000.00");
        assertThat(answer.json().required("status").asString()).isEqualTo("failed");
        JsonNode amended = awaitState("1", "failed");
        assertThat(amended.required("volume").decimalValue()).isEqualByComparingTo("100");
        assertThat(amended.required("amount").asString()).isEqualTo("1000.00");
        assertThat(summaries(portfolio).required("count").asInt()).isZero();
    }

    /** (2 × 1000 + 5 × 214) ÷ 7 = 438.571…, and 100 units of AMZN at 1000. */
    @Test
    void theSummaryOfABookOfBuysIsThatOfTheSeed() {
        long portfolio = openPortfolio();
        post("1", portfolio, 1, "GODREJIND", "2", "1000");
        post("2", portfolio, 1, "AMZN", "100", "1000");
        postAndWait("3", portfolio, 1, "GODREJIND", "5", "214");
        awaitState("2", "applied");

        JsonNode page = http.get("/api/v1/portfolio-summary/?user_id=%s&portfolio_id=%d".formatted(user, portfolio))
                .json();

        assertThat(page.propertyNames()).containsExactly("count", "next", "previous", "results");
        assertThat(page.required("count").asInt()).isEqualTo(2);
        assertThat(page.required("next").isNull()).isTrue();
        assertThat(page.required("previous").isNull()).isTrue();
        assertSummary(page.at("/results/0"), "AMZN", "1000.00", "100", "100000");
        assertSummary(page.at("/results/1"), "GODREJIND", "438.57", "7", "3070");
    }

    private static void assertSummary(JsonNode summary, String ticker, String average, String volume, String cost) {
        assertThat(summary.required("ticker").asString()).isEqualTo(ticker);
        assertThat(summary.required("average_amount").getNodeType()).isEqualTo(JsonNodeType.STRING);
        assertThat(summary.required("average_amount").asString()).isEqualTo(average);
        assertThat(summary.required("volume").isNumber()).isTrue();
        assertThat(summary.required("volume").decimalValue()).isEqualByComparingTo(volume);
        assertThat(summary.required("cost").asString()).isEqualTo(cost);
        assertIsTime(summary.required("updated_at"));
    }

    /** Last traded at 100: 10 × 100 − 5 × 3100 − 5 × 100. */
    @Test
    void theReturnIsThatOfTheSeed() {
        long portfolio = openPortfolio();
        postAndWait("1", portfolio, 1, "UNQUOTED", "5", "3100");
        postAndWait("2", portfolio, 1, "UNQUOTED", "5", "100");

        JsonNode returns = http.get("/api/v1/portfolio/" + portfolio + "/cumulative-returns/")
                .json();

        assertThat(returns.required("return_value").isNumber()).isTrue();
        assertThat(returns.required("return_value").toString()).isEqualTo("-15000.0");
    }

    @Test
    void whoPrefersToWaitGetsTheVerdict() {
        long portfolio = openPortfolio();
        String first = trade("1", portfolio, 1, "ACME", "10", "20");

        HttpAnswer created = http.post("/api/v1/trade/", first, "Prefer", "wait=30");
        HttpAnswer repeated = http.post("/api/v1/trade/", first, "Prefer", "wait=30");
        HttpAnswer other =
                http.post("/api/v1/trade/", trade("1", portfolio, 1, "ACME", "11", "20"), "Prefer", "wait=30");
        HttpAnswer oversold =
                http.post("/api/v1/trade/", trade("2", portfolio, 2, "ACME", "10.5", "20"), "Prefer", "wait=30");
        HttpAnswer amended = http.patch("/api/v1/trade/" + user + ":1/", "{\"volume\": 10.5}", "Prefer", "wait=30");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json().required("state").asString()).isEqualTo("applied");
        assertThat(repeated.status()).isEqualTo(200);
        assertProblem(other, 409, "urn:trakkit:problem:conflict");
        assertThat(oversold.status()).isEqualTo(201);
        assertThat(oversold.json().required("state").asString()).isEqualTo("rejected");
        assertThat(oversold.json().required("reason").asString()).isEqualTo("insufficient_volume");
        assertThat(oversold.json().required("detail").asString()).isEqualTo("10.5 to sell, 10 held at that time");
        assertThat(amended.status()).isEqualTo(200);
        assertThat(trade("2").required("state").asString()).isEqualTo("applied");
    }

    @Test
    void theHistoryTellsWhereInTheLogEachEventStands() {
        long portfolio = openPortfolio();
        postAndWait("1", portfolio, 1, "ACME", "1", "5");
        assertThat(http.patch("/api/v1/trade/" + user + ":1/", "{\"amount\": \"6\"}", "Prefer", "wait=30")
                        .status())
                .isEqualTo(200);

        JsonNode history =
                http.get("/api/v1/trade/" + user + ":1/history/").json().required("results");

        assertThat(history.values())
                .extracting(event -> event.required("type").asString())
                .containsExactly("trade_created", "trade_amended");
        assertThat(history.values()).allSatisfy(event -> {
            assertThat(event.required("topic").asString()).isEqualTo("trakkit.trades");
            assertThat(event.required("partition").isIntegralNumber()).isTrue();
            assertThat(event.required("offset").isIntegralNumber()).isTrue();
        });
    }

    @Test
    void aTradeThatWasRefusedIsFoundWithTheReason() throws ExecutionException, InterruptedException {
        String refId = user + ":1";
        publish("999999999:ACME", """
                {"event_id": "%s", "type": "trade_created", "client_id": "default",
                 "occurred_at": "2026-01-02T03:04:05Z",
                 "trade": {"ref_id": "%s", "user_id": "%s", "portfolio": 999999999, "trade_type": 1,
                           "security_type": "stock", "ticker": "ACME", "volume": 1, "amount": "5",
                           "status": "success", "executed_at": "2026-01-02T03:04:05Z"}}""".formatted(UUID.randomUUID(), refId, user));

        JsonNode refused = awaitState("1", "refused");

        assertThat(refused.required("reason").asString()).isEqualTo("unknown_portfolio");
    }

    @Test
    void whatNobodyHasPostedIsNotFound() {
        // What is on its way might be this one: where that cannot be told in time, the caller has to come again.
        HttpAnswer amended = patiently()
                .until(
                        () -> http.patch("/api/v1/trade/" + user + ":none/", "{\"volume\": 1}"),
                        answer -> answer.status() != 503);
        assertProblem(amended, 404, "urn:trakkit:problem:not-found");
        assertProblem(http.get("/api/v1/trade/" + user + ":none/"), 404, "urn:trakkit:problem:not-found");
        assertProblem(http.get("/api/v1/portfolio/999999999/"), 404, "urn:trakkit:problem:not-found");
    }

    private long openPortfolio() {
        return http.post("/api/v1/portfolio/", "{\"user_id\": \"%s\", \"name\": \"journey\"}".formatted(user))
                .json()
                .required("id")
                .asLong();
    }

    private String trade(String id, long portfolio, int type, String ticker, String volume, String amount) {
        return """
                {"ref_id": "%1$s:%2$s", "user_id": "%1$s", "portfolio": %3$d, "trade_type": %4$d,
                 "security_type": "stock", "ticker": "%5$s", "volume": %6$s, "amount": "%7$s",
                 "status": "success", "executed_at": "2026-01-02T03:04:0%2$sZ"}""".formatted(user, id, portfolio, type, ticker, volume, amount);
    }

    private void post(String id, long portfolio, int type, String ticker, String volume, String amount) {
        HttpAnswer answer = http.post("/api/v1/trade/", trade(id, portfolio, type, ticker, volume, amount));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    private void postAndWait(String id, long portfolio, int type, String ticker, String volume, String amount) {
        HttpAnswer answer =
                http.post("/api/v1/trade/", trade(id, portfolio, type, ticker, volume, amount), "Prefer", "wait=30");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private JsonNode trade(String id) {
        return http.get("/api/v1/trade/" + user + ":" + id + "/").json();
    }

    private JsonNode summaries(long portfolio) {
        return http.get("/api/v1/portfolio-summary/?portfolio_id=" + portfolio).json();
    }

    private JsonNode awaitState(String id, String state) {
        return patiently()
                .until(
                        () -> trade(id),
                        trade -> trade.path("state").asString("").equals(state));
    }

    private void publish(String key, String event) throws ExecutionException, InterruptedException {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("trakkit.trades", key, event)).get();
        }
    }

    /** The seed's fields; there may be more. */
    private static void assertTradeHasItsShape(JsonNode trade) {
        assertThat(trade.propertyNames())
                .contains(
                        "ref_id",
                        "user_id",
                        "portfolio",
                        "trade_type",
                        "security_type",
                        "ticker",
                        "volume",
                        "amount",
                        "status",
                        "created_at",
                        "updated_at");
        assertThat(trade.required("trade_type").asInt()).isEqualTo(1);
        assertThat(trade.required("security_type").asString()).isEqualTo("stock");
        assertThat(trade.required("ticker").asString()).isEqualTo("GODREJIND");
        assertThat(trade.required("volume").isNumber()).isTrue();
        assertThat(trade.required("amount").isString()).isTrue();
        assertIsTime(trade.required("created_at"));
        assertIsTime(trade.required("updated_at"));
    }

    private static void assertIsTime(JsonNode node) {
        assertThat(node.asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(Instant.parse(node.asString())).isBefore(Instant.now().plusSeconds(1));
    }

    private static void assertProblem(HttpAnswer answer, int status, String type) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().required("type").asString()).isEqualTo(type);
        assertThat(answer.json().required("detail").asString()).isNotBlank();
    }
}
