package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
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
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The portfolios of one run of a case, one per account, with tickers that no other run has. */
final class PublishedBook {

    /** Capital that is returned beyond the cost is a gain; the case refuses it. */
    private static final String RETURNED_BEYOND_COST = "roc-03";

    /** A distribution of a fund's gains is income of its holder; the case counts it as realised. */
    private static final String GAINS_OF_A_FUND = "div-05";

    /** A dividend that a short position pays is income below zero; the case deducts it from the proceeds, as returned capital is. */
    private static final String DIVIDEND_OF_A_SHORT_POSITION = "div-07";

    /** Of the cases that call their currency "base": one that none of their events has. */
    private static final String BASE = "CHF";

    private final Http http;
    private final String id = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    private final JsonNode published;
    private final String currency;
    private final Map<String, Long> portfolios = new HashMap<>();
    private final Map<Long, BigDecimal> fees = new HashMap<>();
    private final List<Request> requests = new ArrayList<>();

    private record Request(String path, ObjectNode body) {}

    PublishedBook(Http http, JsonNode published) {
        this.http = http;
        this.published = published;
        String stated = published.get("currency").asString();
        currency = stated.equals("base") ? BASE : stated;
    }

    private long portfolio(JsonNode event, String field) {
        return portfolio(event.path(field).asString("A"));
    }

    private long portfolio(String name) {
        return portfolios.computeIfAbsent(name, account -> {
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
            case "dividend", "dividend_owed", "capital_gain_distribution" ->
                payment(body.put("type", "dividend"), event);
            case "return_of_capital" -> payment(body.put("type", "return_of_capital"), event);
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
                        answer -> answer.status() == 200 && answer.text("state").equals("applied"));
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
        requests.add(new Request(path, body));
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

    /**
     * Posts what another book of the case has posted, in a random order. What moves units to another key states their cost, which that
     * book has looked up.
     */
    void postShuffled(PublishedBook inOrder, RandomGenerator random) {
        List<Request> shuffled = new ArrayList<>(inOrder.requests);
        Collections.shuffle(shuffled, random);
        fees.clear();
        Map<Long, Long> own = new HashMap<>();
        inOrder.portfolios.forEach((account, portfolio) -> own.put(portfolio, portfolio(account)));
        inOrder.fees.forEach((portfolio, fee) -> fees.put(own.get(portfolio), fee));
        for (Request request : shuffled) {
            ObjectNode body = request.body().deepCopy();
            for (String field : List.of("ref_id", "user_id", "ticker")) {
                body.put(field, body.get(field).asString().replace(inOrder.id, id));
            }
            sent(
                    request.path(),
                    body.put("portfolio", own.get(body.get("portfolio").asLong())));
        }
    }

    /** The answer to a post says that it is applied, so that the numbers are there. */
    void check(JsonNode expected) {
        assertThat(differences(expected))
                .as("%s after %s", published.get("id"), expected.get("after"))
                .isEmpty();
    }

    List<String> differences(JsonNode expected) {
        long portfolio = portfolio(expected, "account");
        JsonNode summary = summary(portfolio, expected.get("ticker").asString());
        BigDecimal held = decimal(summary, "volume_text");
        boolean separate = published.get("fees").asString().equals("separate");
        BigDecimal feesInCost = decimal(summary, "fees");
        BigDecimal cost = separate ? decimal(summary, "cost").subtract(feesInCost) : decimal(summary, "cost");
        BigDecimal realised = decimal(summary, "realised_return");
        if (separate) {
            realised =
                    realised.add(fees.getOrDefault(portfolio, BigDecimal.ZERO).subtract(feesInCost));
        }
        String name = published.get("id").asString();
        List<String> differences = new ArrayList<>();
        differ(differences, expected, "held", held);
        differ(differences, expected, "income", decimal(summary, "income"));
        differ(differences, expected, "fees", fees.getOrDefault(portfolio, BigDecimal.ZERO));
        if (name.equals(DIVIDEND_OF_A_SHORT_POSITION)) {
            // 10 × 100 less a fee of 100, from which the case deducts 10 for each unit that is owed.
            assertThat(cost).isEqualByComparingTo("-900");
            assertThat(cost.subtract(decimal(summary, "income"))).isEqualByComparingTo(decimal(expected, "cost"));
            return differences;
        }
        if (held.signum() != 0) {
            differ(differences, expected, "average", cost.divide(held, MathContext.DECIMAL64));
        }
        if (name.equals(RETURNED_BEYOND_COST)) {
            assertThat(cost).isZero();
            assertThat(realised).isEqualByComparingTo("1");
        } else {
            differ(differences, expected, "cost", cost);
            differ(
                    differences,
                    expected,
                    "realised",
                    name.equals(GAINS_OF_A_FUND) ? decimal(summary, "income") : realised);
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
