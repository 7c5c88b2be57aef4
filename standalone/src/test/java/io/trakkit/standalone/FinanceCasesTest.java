package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.testing.Seed;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Worked cases that others have published, with their sources and numbers, through HTTP: in order, where each number is looked at
 * after its event; shuffled; and with what can be a corporate action recorded before, between and after the trades.
 *
 * <p>Three cases say something else than trakkit's rules do. Each has a line here that says what trakkit answers, and over-03 a test.
 */
@ExtendWith(SharedServer.class)
class FinanceCasesTest {

    private static final Set<String> OUT_OF_SCOPE = Set.of(
            "merger (stock)",
            "merger (cash)",
            "merger (stock and cash)",
            "short (merger with cash)",
            "spin-off",
            "symbol change",
            "same-day order (UK matching)",
            "chosen lot");

    /** trakkit rejects a sell of units that were not bought; the case takes them for free ones. */
    private static final String WITHOUT_PURCHASE = "over-03";

    /** Capital that is returned beyond the cost is a gain; the case refuses it. */
    private static final String RETURNED_BEYOND_COST = "roc-03";

    /** A distribution of a fund's gains is income of its holder; the case counts it as realised. */
    private static final String GAINS_OF_A_FUND = "div-05";

    /** Of the cases that call their currency "base": one that none of their events has. */
    private static final String BASE = "CHF";

    private final Http http;

    FinanceCasesTest(Server server) {
        http = new Http(server.address());
    }

    private enum Form {
        IN_ORDER,
        SHUFFLED,
        ACTIONS_FIRST,
        ACTIONS_BETWEEN,
        ACTIONS_LAST
    }

    record Run(Form form, JsonNode published) {

        @Override
        public String toString() {
            return published.get("id").asString() + " " + form;
        }
    }

    static Stream<Run> runs() throws IOException {
        try (InputStream file = FinanceCasesTest.class.getResourceAsStream("/finance-cases.json")) {
            List<Run> runs = new ArrayList<>();
            for (JsonNode published : new JsonMapper().readTree(file).get("cases")) {
                if (OUT_OF_SCOPE.contains(published.get("topic").asString())
                        || published.get("id").asString().equals(WITHOUT_PURCHASE)) {
                    continue;
                }
                runs.add(new Run(Form.IN_ORDER, published));
                if (canBeShuffled(published)) {
                    runs.add(new Run(Form.SHUFFLED, published));
                }
                if (published.get("events").valueStream().anyMatch(FinanceCasesTest::canBeCorporateAction)) {
                    runs.add(new Run(Form.ACTIONS_FIRST, published));
                    runs.add(new Run(Form.ACTIONS_BETWEEN, published));
                    runs.add(new Run(Form.ACTIONS_LAST, published));
                }
            }
            return runs.stream();
        }
    }

    /** What moves units to another key needs their cost, which is looked up. */
    private static boolean canBeShuffled(JsonNode published) {
        return published
                .get("events")
                .valueStream()
                .noneMatch(event ->
                        Set.of("merger", "transfer").contains(event.get("type").asString()));
    }

    private static boolean canBeCorporateAction(JsonNode event) {
        return switch (event.get("type").asString()) {
            case "split" -> true;
            case "bonus" -> event.has("get");
            case "return_of_capital", "dividend", "dividend_owed" -> event.has("per_unit");
            default -> false;
        };
    }

    @ParameterizedTest
    @MethodSource("runs")
    void isAnsweredWithThePublishedNumbers(Run run) {
        Book book = new Book(run.published());
        List<JsonNode> events = run.published().get("events").valueStream().toList();
        if (run.form() == Form.IN_ORDER) {
            for (JsonNode event : events) {
                book.post(event);
                run.published()
                        .get("expect")
                        .valueStream()
                        .filter(expected ->
                                expected.get("after").asInt() == event.get("n").asInt())
                        .forEach(book::check);
            }
            return;
        }
        Seed seed = Seed.ofThisRun();
        List<JsonNode> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, seed.random());
        List<JsonNode> actions = run.form() == Form.SHUFFLED
                ? List.of()
                : shuffled.stream()
                        .filter(FinanceCasesTest::canBeCorporateAction)
                        .toList();
        shuffled.removeAll(actions);
        int at = switch (run.form()) {
            case ACTIONS_FIRST -> 0;
            case ACTIONS_BETWEEN -> shuffled.size() / 2;
            case IN_ORDER, SHUFFLED, ACTIONS_LAST -> shuffled.size();
        };
        shuffled.subList(0, at).forEach(book::post);
        actions.forEach(book::record);
        shuffled.subList(at, shuffled.size()).forEach(book::post);
        int last = events.getLast().get("n").asInt();
        run.published()
                .get("expect")
                .valueStream()
                .filter(expected -> expected.get("after").asInt() == last)
                .forEach(expected -> assertThat(book.differences(expected))
                        .as("%s, %s", run, seed)
                        .isEmpty());
    }

    /** The events of over-03: 1 bought, 0.5 sold, then 0.6 and 0.5 for sale. */
    @Test
    void unitsThatWereNotBoughtAreNotFree() {
        String id = UUID.randomUUID().toString();
        long portfolio = http.post(
                        "/api/v1/portfolio/",
                        "{\"user_id\": \"%s\", \"name\": \"over-03\", \"currency\": \"CHF\"}".formatted(id))
                .json()
                .get("id")
                .asLong();
        List<String> sides = List.of("1", "2", "2", "2");
        List<String> units = List.of("1", "0.5", "0.6", "0.5");
        for (int i = 0; i < sides.size(); i++) {
            HttpAnswer sent = http.post("/api/v1/trade/", """
                    {"ref_id": "%s-%d", "user_id": "%1$s", "portfolio": %d, "trade_type": %s, "security_type": "stock",
                     "ticker": "ETH", "volume": %s, "amount": "%s", "status": "success",
                     "executed_at": "2024-01-0%2$dT10:00:00Z"}""".formatted(
                            id, i + 1, portfolio, sides.get(i), units.get(i), i == 0 ? "10" : "5"));
            assertThat(sent.status()).as(sent.text()).isEqualTo(202);
        }

        List<String> states = List.of("applied", "applied", "rejected", "applied");
        for (int i = 0; i < states.size(); i++) {
            String trade = "/api/v1/trade/" + id + "-" + (i + 1);
            String state = states.get(i);
            patiently()
                    .until(
                            () -> http.get(trade),
                            answer -> answer.status() == 200
                                    && answer.text("state").equals(state));
        }
        assertThat(http.get("/api/v1/trade/" + id + "-3").text("detail")).contains("0.6 to sell, 0.5 held");
        HttpAnswer gains = http.get("/api/v1/portfolio/" + portfolio + "/realised-gains/");
        // 2 × 0.5 × (5 − 10).
        assertThat(gains.text("gain")).isEqualTo("-5");
    }

    /** The portfolios of one run of a case, one per account, with tickers that no other run has. */
    private final class Book {

        private final String id = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
        private final JsonNode published;
        private final String currency;
        private final Map<String, Long> portfolios = new HashMap<>();
        private final Map<Long, BigDecimal> fees = new HashMap<>();

        Book(JsonNode published) {
            this.published = published;
            String stated = published.get("currency").asString();
            currency = stated.equals("base") ? BASE : stated;
        }

        private long portfolio(JsonNode event, String field) {
            return portfolios.computeIfAbsent(event.path(field).asString("A"), account -> {
                HttpAnswer created = http.post("/api/v1/portfolio/", """
                        {"user_id": "%s", "name": "%s %s", "currency": "%s", "allow_short": %s}""".formatted(
                                id,
                                published.get("id").asString(),
                                account,
                                currency,
                                published.get("oversell").asString().equals("short")));
                assertThat(created.status()).as(created.text()).isEqualTo(201);
                return created.json().get("id").asLong();
            });
        }

        private String ticker(String stated) {
            return stated + "-" + id;
        }

        void post(JsonNode event) {
            switch (event.get("type").asString()) {
                case "buy", "sell" -> trade(event);
                case "transfer" ->
                    move(
                            event,
                            portfolio(event, "from_account"),
                            portfolio(event, "to_account"),
                            event.get("ticker").asString(),
                            event.get("ticker").asString(),
                            decimal(event, "qty"),
                            decimal(event, "qty"));
                case "merger" -> {
                    long portfolio = portfolio(event, "account");
                    BigDecimal units =
                            new BigDecimal(summary(portfolio, event.get("from").asString())
                                    .get("volume_text")
                                    .asString());
                    move(
                            event,
                            portfolio,
                            portfolio,
                            event.get("from").asString(),
                            event.get("to").asString(),
                            units,
                            units.multiply(decimal(event, "new"))
                                    .divide(decimal(event, "old"), 18, RoundingMode.HALF_EVEN));
                }
                default -> activity(event);
            }
        }

        private void trade(JsonNode event) {
            ObjectNode body = body(event, portfolio(event, "account"));
            body.put("trade_type", event.get("type").asString().equals("buy") ? 1 : 2)
                    .put("security_type", "stock")
                    .put("volume", decimal(event, "qty"))
                    .put("amount", price(event).toPlainString());
            BigDecimal fee = fee(event);
            body.put("fee", fee.toPlainString());
            fees.merge(portfolio(event, "account"), fee, BigDecimal::add);
            sent("/api/v1/trade/", body);
        }

        private void activity(JsonNode event) {
            sent("/api/v1/activity/", terms(event, body(event, portfolio(event, "account"))));
        }

        private ObjectNode terms(JsonNode event, ObjectNode body) {
            String type = event.get("type").asString();
            switch (type) {
                case "split" ->
                    body.put("type", "split")
                            .put("numerator", decimal(event, "new"))
                            .put("denominator", decimal(event, "old"));
                case "bonus" -> {
                    body.put("type", "bonus");
                    if (event.has("get")) {
                        body.put("numerator", decimal(event, "get")).put("denominator", decimal(event, "per"));
                        body.put("whole", event.path("whole").asBoolean(false));
                    } else {
                        body.put("volume", decimal(event, "qty"));
                    }
                }
                case "dividend", "capital_gain_distribution" -> payment(body.put("type", "dividend"), event);
                case "return_of_capital", "dividend_owed" -> payment(body.put("type", "return_of_capital"), event);
                case "cost_increase" -> payment(body.put("type", "cost_adjustment"), event);
                case "cash_in_lieu" ->
                    body.put("type", "cash_in_lieu")
                            .put("volume", decimal(event, "qty"))
                            .put("amount", event.get("amount").asString());
                case "transfer_in" ->
                    body.put("type", "transfer_in")
                            .put("volume", decimal(event, "qty"))
                            .put("cost", total(event).add(fee(event)).toPlainString());
                default -> throw new IllegalArgumentException("No such event: " + event);
            }
            return body;
        }

        private void payment(ObjectNode body, JsonNode event) {
            if (event.has("per_unit")) {
                body.put("per_unit", event.get("per_unit").asString());
            } else {
                body.put("total", event.get("amount").asString());
            }
        }

        void record(JsonNode event) {
            ObjectNode body = new JsonMapper().createObjectNode();
            body.put("ticker", ticker(event.get("ticker").asString()))
                    .put("ex_date", event.get("date").asString());
            String action = "a-" + id + "-" + event.get("n").asInt();
            HttpAnswer recorded = http.post(
                    "/api/v1/corporate-action/",
                    terms(event, body.put("action_id", action)).toString());
            assertThat(recorded.status()).as(recorded.text()).isEqualTo(201);
            patiently()
                    .until(
                            () -> http.get("/api/v1/corporate-action/" + action + "/"),
                            answer -> answer.status() == 200
                                    && answer.text("state").equals("applied"));
        }

        private void move(
                JsonNode event, long from, long to, String fromTicker, String toTicker, BigDecimal out, BigDecimal in) {
            String cost = summary(from, fromTicker).get("cost").asString();
            sent(
                    "/api/v1/activity/",
                    body(event, from)
                            .put("ref_id", refId(event) + "-out")
                            .put("ticker", ticker(fromTicker))
                            .put("type", "transfer_out")
                            .put("volume", out));
            sent(
                    "/api/v1/activity/",
                    body(event, to)
                            .put("ref_id", refId(event) + "-in")
                            .put("ticker", ticker(toTicker))
                            .put("type", "transfer_in")
                            .put("volume", in)
                            .put("cost", cost));
        }

        private ObjectNode body(JsonNode event, long portfolio) {
            ObjectNode body = new JsonMapper().createObjectNode();
            body.put("ref_id", refId(event))
                    .put("user_id", id)
                    .put("portfolio", portfolio)
                    .put("status", "success")
                    .put("executed_at", time(event).toString());
            if (event.has("ticker")) {
                body.put("ticker", ticker(event.get("ticker").asString()));
            }
            if (event.has("fx")) {
                body.put("currency", event.get("currency").asString())
                        .put("fx_rate", event.get("fx").asString());
            }
            return body;
        }

        private String refId(JsonNode event) {
            return "%s-%02d".formatted(id, event.get("n").asInt());
        }

        /** Events of one day come in their order; what the case says of the order within a day is said by trakkit's rules. */
        private Instant time(JsonNode event) {
            Instant day =
                    LocalDate.parse(event.get("date").asString()).atTime(12, 0).toInstant(ZoneOffset.UTC);
            return published.get("topic").asString().equals("same-day order")
                    ? day
                    : day.plusSeconds(event.get("n").asInt());
        }

        private void sent(String path, ObjectNode body) {
            HttpAnswer answer = http.post(path, body.toString(), "Prefer", "wait=10");
            assertThat(answer.status())
                    .as("%s to %s: %s", body, path, answer.text())
                    .isEqualTo(201);
        }

        private BigDecimal price(JsonNode event) {
            return event.has("price")
                    ? decimal(event, "price")
                    : decimal(event, "total").divide(decimal(event, "qty"), 18, RoundingMode.HALF_EVEN);
        }

        private BigDecimal total(JsonNode event) {
            return event.has("total")
                    ? decimal(event, "total")
                    : decimal(event, "price").multiply(decimal(event, "qty"));
        }

        /** A fee in a currency of its own is stated in that of the trade. */
        private BigDecimal fee(JsonNode event) {
            if (!event.has("fee")) {
                return BigDecimal.ZERO;
            }
            BigDecimal fee = decimal(event, "fee");
            return event.has("fee_fx")
                    ? fee.multiply(decimal(event, "fee_fx"))
                            .divide(event.has("fx") ? decimal(event, "fx") : BigDecimal.ONE, 18, RoundingMode.HALF_EVEN)
                    : fee;
        }

        private JsonNode summary(long portfolio, String ticker) {
            HttpAnswer answer = http.get("/api/v1/portfolio-summary/?include_closed=true&portfolio_id=" + portfolio
                    + "&ticker=" + ticker(ticker) + "&cost_method="
                    + published.get("method").asString());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            return answer.json().at("/results/0");
        }

        /** The answer to a post says that it is applied, so that the numbers are there. */
        void check(JsonNode expected) {
            assertThat(differences(expected))
                    .as("%s after %s", published.get("id"), expected.get("after"))
                    .isEmpty();
        }

        private List<String> differences(JsonNode expected) {
            long portfolio = portfolio(expected, "account");
            JsonNode summary = summary(portfolio, expected.get("ticker").asString());
            BigDecimal held = decimal(summary, "volume_text");
            boolean separate = published.get("fees").asString().equals("separate");
            BigDecimal feesInCost = decimal(summary, "fees");
            BigDecimal cost = separate ? decimal(summary, "cost").subtract(feesInCost) : decimal(summary, "cost");
            BigDecimal realised = decimal(summary, "realised_return");
            if (separate) {
                realised = realised.add(
                        fees.getOrDefault(portfolio, BigDecimal.ZERO).subtract(feesInCost));
            }
            String id = published.get("id").asString();
            List<String> differences = new ArrayList<>();
            differ(differences, expected, "held", held);
            differ(differences, expected, "income", decimal(summary, "income"));
            differ(differences, expected, "fees", fees.getOrDefault(portfolio, BigDecimal.ZERO));
            if (held.signum() != 0) {
                differ(differences, expected, "average", cost.divide(held, MathContext.DECIMAL64));
            }
            if (id.equals(RETURNED_BEYOND_COST)) {
                assertThat(cost).isZero();
                assertThat(realised).isEqualByComparingTo("1");
            } else {
                differ(differences, expected, "cost", cost);
                differ(
                        differences,
                        expected,
                        "realised",
                        id.equals(GAINS_OF_A_FUND) ? decimal(summary, "income") : realised);
                if (expected.has("rejected")) {
                    differ(differences, expected, "rejected", rejected(portfolio));
                }
            }
            return differences;
        }

        private BigDecimal rejected(long portfolio) {
            return BigDecimal.valueOf(http.get("/api/v1/trade/?state=rejected&portfolio_id=" + portfolio)
                    .json()
                    .get("results")
                    .size());
        }

        private void differ(List<String> differences, JsonNode expected, String field, @Nullable BigDecimal answered) {
            if (!expected.has(field) || answered == null) {
                return;
            }
            BigDecimal difference = decimal(expected, field).subtract(answered).abs();
            if (difference.compareTo(new BigDecimal(published.get("tolerance").asString())) > 0) {
                differences.add(field + " is " + answered.toPlainString() + ", published is "
                        + expected.get(field).asString());
            }
        }

        private BigDecimal decimal(JsonNode node, String field) {
            return new BigDecimal(node.get(field).asString());
        }
    }
}
