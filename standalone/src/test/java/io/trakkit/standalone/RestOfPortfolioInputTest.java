package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What is wrong with a trade, an activity, a corporate action or a rate is said in words, with the field and the value. */
@ExtendWith(SharedServer.class)
class RestOfPortfolioInputTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** Fields of a trade, the field that is wrong, and what is said of it. */
    private static final String WRONG_TRADES = """
            {"currency": "QQQ"}                     | currency    | must be a currency of ISO 4217, such as USD, not "QQQ"
            {"currency": "XXX", "fx_rate": "1"}     | currency    | must be a currency of ISO 4217, such as USD, not "XXX"
            {"currency": "GBp"}                     | currency    | must be a currency of ISO 4217, such as USD, not "GBp", which is a hundredth of GBP; divide the amounts by 100 and send GBP
            {"currency": "USD", "fx_rate": "0"}     | fx_rate     | must be greater than zero, not 0
            {"currency": "USD", "fx_rate": "-1.50"} | fx_rate     | must be greater than zero, not -1.50
            {"currency": "USD", "fx_rate": "0.1234567890123456789"} | fx_rate | must have at most 18 digits after the point
            {"currency": "EUR", "fx_rate": "1.2"}   | fx_rate     | must be left out or 1 where the currency is that of the portfolio, EUR, but is 1.2
            {"fx_rate": "1.2"}                      | fx_rate     | must be left out or 1 where the currency is that of the portfolio, EUR, but is 1.2
            {"currency": "CVE"}                     | fx_rate     | is missing, and no rate of CVE/EUR is known for 2025-03-03 or the 7 days before
            {"fee": "-0.5"}                         | fee         | must not be negative, but is -0.5
            {"fee": "-1e3"}                         | fee         | must not be negative, but is -1000
            {"fee": "5 EUR"}                        | fee         | is "5 EUR": remove the currency
            {"tax": "-2"}                           | tax         | must not be negative, but is -2
            {"isin": "US5949181046"}                | isin        | has the check digit 6, but 5 is right for "US5949181046"
            {"isin": "US59"}                        | isin        | must have two letters, nine letters or digits, and a check digit, such as US5949181045, not "US59"
            {"ticker": "$CASH"}                     | ticker      | must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not "$CASH"
            {"executed_at": "2026-02-30T00:00:00Z"} | executed_at | is not a date: 2026 has no 30 February
            {"executed_at": "1850-01-01T00:00:00Z"} | executed_at | must be between the years 1900 and 9999
            """;

    private final Http http;
    private final String id = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    private long portfolio;

    RestOfPortfolioInputTest(Server server) {
        http = new Http(server.address());
    }

    @BeforeEach
    void openPortfolio() {
        portfolio = http.post("/api/v1/portfolio/", """
                        {"user_id": "%s", "name": "main", "currency": "EUR"}""".formatted(id))
                .json()
                .get("id")
                .asLong();
    }

    /** Fields, with those of another object in the place of its own; null leaves one out. */
    private static String with(ObjectNode fields, String others) {
        JSON.readTree(others).properties().forEach(field -> {
            if (field.getValue().isNull()) {
                fields.remove(field.getKey());
            } else {
                fields.set(field.getKey(), field.getValue());
            }
        });
        return fields.toString();
    }

    private ObjectNode common(String refId) {
        return JSON.createObjectNode()
                .put("ref_id", id + "-" + refId)
                .put("user_id", id)
                .put("portfolio", portfolio)
                .put("ticker", "T-" + id)
                .put("status", "success")
                .put("executed_at", "2025-03-03T10:00:00Z");
    }

    private String trade(String refId, String fields) {
        ObjectNode trade = common(refId)
                .put("trade_type", 1)
                .put("security_type", "stock")
                .put("volume", "10")
                .put("amount", "100");
        return with(trade, fields);
    }

    private String activity(String refId, String fields) {
        return with(common(refId).put("executed_at", "2025-03-03T12:00:00Z"), fields);
    }

    private String action(String refId, String fields) {
        ObjectNode split = JSON.createObjectNode()
                .put("action_id", id + "-" + refId)
                .put("ticker", "T-" + id)
                .put("type", "split")
                .put("numerator", 2)
                .put("denominator", 1)
                .put("ex_date", "2025-03-03");
        return with(split, fields);
    }

    private static void assertRefused(HttpAnswer answer, String field, String words) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(said(answer.json())).containsExactly(field + " " + words);
        assertThat(answer.detail()).isEqualTo(field + " " + words);
    }

    /** Each error with the name of its field. */
    private static List<String> said(JsonNode problem) {
        return problem.get("errors")
                .valueStream()
                .map(error -> error.get("pointer").asString().substring(1) + " "
                        + error.get("detail").asString())
                .toList();
    }

    private record Wrong(String fields, String field, String words) {

        static List<Wrong> trades() {
            return WRONG_TRADES
                    .lines()
                    .map(line -> line.split(" *\\| ", 3))
                    .map(parts -> new Wrong(parts[0], parts[1].strip(), parts[2].strip()))
                    .toList();
        }
    }

    @Test
    void aWrongTradeIsRefused() {
        for (Wrong wrong : Wrong.trades()) {
            assertRefused(http.post("/api/v1/trade/", trade("t", wrong.fields())), wrong.field(), wrong.words());
        }
    }

    @Test
    void aWrongTradeOfManyIsRefusedInTheSameWords() {
        List<Wrong> wrongs = Wrong.trades();
        List<String> lines = new ArrayList<>();
        for (Wrong wrong : wrongs) {
            lines.add(trade("n" + lines.size(), wrong.fields()));
        }

        HttpAnswer answer = http.send(
                "POST",
                "/api/v1/trade/bulk/",
                BodyPublishers.ofString(String.join("\n", lines)),
                "Content-Type",
                "application/x-ndjson");

        List<JsonNode> results = answer.text().lines().map(JSON::readTree).toList();
        for (int i = 0; i < wrongs.size(); i++) {
            assertThat(results.get(i).get("status").asInt()).isEqualTo(400);
            assertThat(said(results.get(i)))
                    .containsExactly(wrongs.get(i).field() + " " + wrongs.get(i).words());
        }
    }

    @Test
    void aWrongTradeInATableIsRefusedInTheSameWords() {
        List<Wrong> wrongs = Wrong.trades();
        List<String> columns = List.of(
                "ref_id",
                "user_id",
                "portfolio",
                "ticker",
                "trade_type",
                "security_type",
                "volume",
                "amount",
                "status",
                "executed_at",
                "currency",
                "fx_rate",
                "fee",
                "tax",
                "isin");
        List<String> lines = new ArrayList<>(List.of(String.join(",", columns)));
        for (Wrong wrong : wrongs) {
            JsonNode trade = JSON.readTree(trade("c" + lines.size(), wrong.fields()));
            lines.add(columns.stream()
                    .map(column -> trade.path(column).asString(""))
                    .collect(Collectors.joining(",")));
        }

        HttpAnswer answer = http.send(
                "POST",
                "/api/v1/trade/bulk/",
                BodyPublishers.ofString(String.join("\n", lines)),
                "Content-Type",
                "text/csv");

        List<JsonNode> results = answer.text().lines().map(JSON::readTree).toList();
        for (int i = 0; i < wrongs.size(); i++) {
            assertThat(said(results.get(i)))
                    .containsExactly(wrongs.get(i).field() + " " + wrongs.get(i).words());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"type": "dividend"}                              | per_unit    | is missing: a dividend needs per_unit or total
            {"type": "dividend", "per_unit": 1, "total": 5}   | total       | must be left out beside per_unit: a dividend has one of them
            {"type": "dividend", "total": 5, "volume": 1}     | volume      | is not a field of a dividend
            {"type": "dividend", "total": "-5"}               | total       | must not be negative, but is -5
            {"type": "dividend", "total": 5, "ticker": null}  | ticker      | is missing
            {"type": "deposit", "total": 5}                   | ticker      | must be left out: a deposit is about cash
            {"type": "split", "numerator": 0, "denominator": 1} | numerator | must be greater than zero, not 0
            {"type": "split", "numerator": 2}                 | denominator | is missing: a split needs numerator and denominator
            {"type": "split", "numerator": 2, "denominator": 1, "fx_rate": 2} | fx_rate | is not a field of a split
            {"type": "bonus", "volume": 1, "whole": true}     | whole       | must be left out beside volume: it drops the fractions of a ratio
            {"type": "transfer_in", "volume": 1}              | cost        | is missing: a transfer_in needs volume and cost
            """)
    void aWrongActivityIsRefused(String fields, String field, String words) {
        assertRefused(http.post("/api/v1/activity/", activity("a", fields)), field, words);
    }

    /** 10 at 100 are held; what takes more, or needs some where there are none, is kept and counts for nothing. */
    @Test
    void whatAPortfolioCannotDoIsRejectedWithAReason() {
        assertThat(applied("/api/v1/trade/", trade("t", "{}"))).isEqualTo("applied null");

        assertThat(applied("/api/v1/activity/", activity("a1", """
                        {"type": "transfer_out", "volume": 11}""")))
                .isEqualTo("rejected 11 to transfer, 10 held at that time");
        assertThat(applied("/api/v1/activity/", activity("a2", """
                        {"type": "cash_in_lieu", "volume": 11, "amount": 5}"""))).startsWith("rejected 11 ");
        assertThat(applied("/api/v1/activity/", activity("a3", """
                        {"type": "dividend", "total": 5, "ticker": "NONE-%s"}""".formatted(id))))
                .isEqualTo("rejected nothing held at that time");
        assertThat(applied("/api/v1/activity/", activity("a4", """
                        {"type": "return_of_capital", "total": 1001}"""))).isEqualTo("applied null");

        JsonNode summary = http.get("/api/v1/portfolio-summary/?portfolio_id=" + portfolio + "&ticker=T-" + id)
                .json()
                .at("/results/0");
        assertThat(summary.get("cost").asString()).isEqualTo("0");
        assertThat(summary.get("realised_return").asString()).isEqualTo("1");
    }

    private String applied(String path, String body) {
        HttpAnswer answer = http.post(path, body, "Prefer", "wait=10");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.text("state") + " " + answer.json().path("detail").asString("null");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"numerator": 0}            | numerator    | must be greater than zero, not 0
            {"denominator": "-2"}       | denominator  | must be greater than zero, not -2
            {"numerator": "0.1234567890123456789"} | numerator | must have at most 18 digits after the point
            {"denominator": null}       | denominator  | is missing: a corporate split needs numerator and denominator
            {"type": "transfer_in"}     | type         | must be split, bonus, dividend or return_of_capital, not "transfer_in"
            {"type": "merger"}          | type         | must be split, bonus, dividend or return_of_capital, not "merger"
            {"per_unit": 1}             | per_unit     | is not a field of a corporate split, which has numerator, denominator
            {"currency": "USD"}         | currency     | is not a field of a corporate split, which has numerator, denominator
            {"whole": true}             | whole        | is not a field of a corporate split, which has numerator, denominator
            {"ex_date": "2026-02-30"}   | ex_date      | is not a date: 2026 has no 30 February
            {"ex_date": "03.03.2025"}   | ex_date      | must be a day such as 2025-06-02, not "03.03.2025"
            {"ex_date": "1850-01-01"}   | ex_date      | must be between the years 1900 and 9999, not 1850-01-01
            {"ex_date": "9999-01-01"}   | ex_date      | is 9999-01-01, which is in the future; record the action then
            {"ex_date": null, "effective_at": "1850-01-01T00:00:00Z"} | effective_at | must be between the years 1900 and 9999
            {"ex_date": null}           | ex_date      | is missing: an action needs ex_date or effective_at
            {"effective_at": "2025-03-03T00:00:00Z"} | effective_at | must be left out beside ex_date: an action has one of them
            {"ticker": "$CASH"}         | ticker       | must have 1 to 32 of these characters: A-Z 0-9 . & ^ = : _ - / (first a letter, a digit or ^), not "$CASH"
            {"status": "deleted"}       | status       | must be active or withdrawn, not "deleted"
            {"type": "dividend", "numerator": null, "denominator": null} | per_unit | is missing: a corporate dividend needs per_unit
            {"type": "dividend", "numerator": null, "denominator": null, "per_unit": "-1"} | per_unit | must not be negative, but is -1
            {"type": "dividend", "numerator": null, "denominator": null, "per_unit": 1, "total": 5} | total | is not a field of a corporate dividend, which has per_unit, currency, fx_rate
            {"type": "dividend", "numerator": null, "denominator": null, "per_unit": 1, "fx_rate": 2} | fx_rate | must be left out without currency: per_unit is then in the currency of each portfolio
            {"type": "bonus", "volume": 5} | volume | is not a field of a corporate bonus, which has numerator, denominator, whole
            """)
    void aWrongActionIsRefused(String fields, String field, String words) {
        assertRefused(http.post("/api/v1/corporate-action/", action("c", fields)), field, words);
    }

    /** 10 held: 2:1 and 3:1 on one day make 60; the first one withdrawn leaves 30. */
    @Test
    void twoSplitsOnOneDayMultiplyAndAWithdrawalCountsOnce() {
        assertThat(applied("/api/v1/trade/", trade("t", "{\"executed_at\": \"2025-03-01T10:00:00Z\"}")))
                .isEqualTo("applied null");
        String first = "/api/v1/corporate-action/" + id + "-c1/";
        assertThat(http.post("/api/v1/corporate-action/", action("c1", "{}")).status())
                .isEqualTo(201);
        assertThat(http.post("/api/v1/corporate-action/", action("c2", "{\"numerator\": 3}"))
                        .status())
                .isEqualTo(201);
        awaitHeld("60");

        assertThat(http.patch(first, "{\"status\": \"withdrawn\"}").status()).isEqualTo(200);
        HttpAnswer again = http.patch(first, "{\"status\": \"withdrawn\"}");
        HttpAnswer posted = http.post("/api/v1/corporate-action/", action("c1", "{}"));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.detail())
                .isEqualTo("The corporate action " + id
                        + "-c1 is already withdrawn. To have it count again, send the status active");
        assertThat(posted.status()).isEqualTo(409);
        assertThat(posted.detail())
                .isEqualTo("action_id " + id + "-c1 already belongs to a withdrawn split 2:1 of T-" + id
                        + " on 2025-03-03; correct it with PUT or PATCH, or choose another action_id");
        awaitHeld("30");
    }

    private void awaitHeld(String units) {
        patiently()
                .until(
                        () -> http.get("/api/v1/portfolio-summary/?portfolio_id=" + portfolio),
                        answer -> answer.json()
                                .at("/results/0/volume_text")
                                .asString()
                                .equals(units));
    }

    /** A portfolio can get an earlier trade of the ticker later, and would get no money of the dividend without a word. */
    @Test
    void aDividendNeedsTheRatesOfAllPortfoliosAlsoWhereNobodyHoldsTheTicker() {
        assertRefused(
                http.post(
                        "/api/v1/corporate-action/",
                        action(
                                "d1",
                                "{\"type\": \"dividend\", \"numerator\": null, \"denominator\": null, \"per_unit\": 1,"
                                        + " \"currency\": \"CVE\", \"ticker\": \"none/" + id + "\"}")),
                "currency",
                "needs the rate CVE/EUR of 2025-03-03T00:00:00Z, and none of the seven days before it is known;"
                        + " record the rate first");
    }

    @Test
    void anActionOfATickerThatNobodyHoldsIsKept() {
        HttpAnswer recorded =
                http.post("/api/v1/corporate-action/", action("c", "{\"ticker\": \"none/%s\"}".formatted(id)));

        assertThat(recorded.status()).isEqualTo(201);
        assertThat(recorded.text("ticker")).isEqualTo("NONE/" + id);
        patiently()
                .until(
                        () -> http.get("/api/v1/corporate-action/" + id + "-c/"),
                        answer -> answer.status() == 200 && answer.text("state").equals("applied"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            USD/USD | {"rate": 1}    | The rate of USD in USD is 1; name two currencies
            USD/QQQ | {"rate": 1}    | The quote in the path must be a currency of ISO 4217, such as USD, not "QQQ"
            XXX/USD | {"rate": 1}    | The base in the path must be a currency of ISO 4217, such as USD, not "XXX"
            GBP/CHF | {"rate": 0}    | rate must be greater than zero, not 0
            GBP/CHF | {"rate": "-1"} | rate must be greater than zero, not -1
            GBP/CHF | {}             | rate is missing
            """)
    void aWrongRateIsRefused(String pair, String body, String words) {
        HttpAnswer answer = http.put("/api/v1/fx-rate/" + pair + "/", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/corporate-action/?from=2025-02-01T00:00:00Z&to=2025-01-01T00:00:00Z | from must not be after the end of the span, 2025-01-01T00:00:00Z
            /api/v1/corporate-action/?type=transfer_in | type must be split, bonus, dividend or return_of_capital, not "transfer_in"
            /api/v1/portfolio-summary/?cost_method=best | cost_method must be "average" or "fifo" or "lifo" or "hifo", not "best"
            """)
    void aWrongQuestionIsRefused(String path, String words) {
        HttpAnswer answer = http.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).isEqualTo(words);
    }

    @Test
    void theCurrencyOfAPortfolioIsFixed() {
        assertRefused(
                http.patch("/api/v1/portfolio/" + portfolio + "/", "{\"name\": \"other\", \"currency\": \"USD\"}"),
                "currency",
                "can't be changed: it is fixed when a portfolio is created");
    }
}
