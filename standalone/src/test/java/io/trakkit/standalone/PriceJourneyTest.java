package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A price's way through all of the system: set by hand, into Redis and the history, to a return and to who follows. */
@ExtendWith(SharedServer.class)
class PriceJourneyTest {

    /** Ten units at 100, worth 130 each: 300 more, which is 30 %. */
    @Test
    void aPriceThatIsSetByHandIsThatOfTheReturnAndIsToldToWhoFollows(Server server) {
        Http http = new Http(server.address());
        long portfolio = http.post("/api/v1/portfolio/", "{\"user_id\": \"desk\", \"name\": \"priced by hand\"}")
                .json()
                .required("id")
                .asLong();
        assertThat(http.post("/api/v1/trade/", """
                                {"user_id": "desk", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                                 "ticker": "BYHAND", "volume": 10, "amount": 100, "status": "success"}
                                """.formatted(portfolio), "Prefer", "wait=30")
                        .status())
                .isEqualTo(201);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Stream<String> lines = http.lines("/api/v1/portfolio/" + portfolio + "/stream")) {
            Thread.ofVirtual().start(() -> lines.forEach(told::add));
            patiently().until(() -> told.stream().anyMatch(line -> line.contains("\"price_source\":\"last_trade\"")));

            assertThat(http.put("/api/v1/price/BYHAND/", "{\"price\": \"130\"}").status())
                    .isEqualTo(200);

            patiently().until(() -> told.stream().anyMatch(line -> line.contains("\"price\":\"130\"")));
        }
        JsonNode returns = http.get("/api/v1/portfolio/%d/cumulative-returns/?strict=true".formatted(portfolio))
                .json();
        assertThat(returns.required("return_value").toString()).isEqualTo("300.0");
        assertThat(returns.required("percentage").asString()).isEqualTo("30");
        assertThat(returns.required("stale").asBoolean()).isFalse();
        assertThat(returns.at("/positions/0/price_source").asString()).isEqualTo("manual");
        assertThat(http.get("/api/v1/price/?ticker=BYHAND")
                        .json()
                        .at("/results/0/origin")
                        .asString())
                .isEqualTo("live");
    }

    /** Ten bought at 90 SEK. 100 NOK are 95 SEK, and 98 a moment later; without a rate of the Icelandic krona a price in it is none. */
    @Test
    void aPriceIsConvertedFromItsOwnCurrencyAndARateIsToldToWhoFollows(Server server) {
        Http http = new Http(server.address());
        long portfolio = portfolio(http, "SEK");
        buy(
                http,
                portfolio,
                "FJORD",
                "90",
                Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
        assertThat(http.put("/api/v1/fx-rate/NOK/SEK/", "{\"rate\": \"0.95\"}").status())
                .isEqualTo(200);
        List<String> told = new CopyOnWriteArrayList<>();
        try (Stream<String> lines = http.lines("/api/v1/portfolio/" + portfolio + "/stream")) {
            Thread.ofVirtual().start(() -> lines.forEach(told::add));
            assertThat(http.put("/api/v1/price/FJORD/", "{\"price\": \"100\", \"currency\": \"NOK\"}")
                            .status())
                    .isEqualTo(200);
            patiently().until(() -> told.stream().anyMatch(line -> line.contains("\"market_value\":\"950\"")));

            assertThat(http.put("/api/v1/fx-rate/NOK/SEK/", "{\"rate\": \"0.98\"}")
                            .status())
                    .isEqualTo(200);

            patiently().until(() -> told.stream().anyMatch(line -> line.contains("\"market_value\":\"980\"")));
        }
        String returns = "/api/v1/portfolio/%d/cumulative-returns/?strict=true".formatted(portfolio);
        assertThat(http.get(returns).text()).contains("\"currency\":\"NOK\",\"fx_rate\":\"0.98\"");

        assertThat(http.put("/api/v1/price/FJORD/", "{\"price\": \"9\", \"currency\": \"ISK\"}")
                        .status())
                .isEqualTo(200);

        assertThat(http.get(returns).status()).isEqualTo(409);
        assertThat(http.get(returns.replace("strict=true", "")).text())
                .contains("\"market_value\":\"900\"", "\"stale\":true", "\"price_source\":\"last_trade\"");
    }

    /**
     * Ten at 380, and a split 4:1 on 1 June. What a source that adjusts says today to have been 100 and 101, was 400 the day
     * before and 101 on the day.
     */
    @Test
    void anAdjustedHistoryThatIsLoadedLaterKeepsThePastRight(Server server) {
        Http http = new Http(server.address());
        long portfolio = portfolio(http, "USD");
        buy(http, portfolio, "SPLITTED", "380", "2025-01-02T15:00:00Z");
        assertThat(http.post("/api/v1/corporate-action/", """
                                {"action_id": "splitted-4-1", "ticker": "SPLITTED", "type": "split", "ex_date": "2025-06-01",
                                 "numerator": 4, "denominator": 1}
                                """).status()).isEqualTo(201);
        patiently()
                .until(() -> http.get("/api/v1/corporate-action/splitted-4-1/")
                        .text("state")
                        .equals("applied"));
        price(http, "SPLITTED", "{\"price\": 396, \"as_of\": \"2025-05-30T20:00:00Z\"}");
        price(http, "SPLITTED", "{\"price\": 100, \"adjusted\": true, \"as_of\": \"2025-05-31T20:00:00Z\"}");
        price(http, "SPLITTED", "{\"price\": 101, \"adjusted\": true, \"as_of\": \"2025-06-01T08:00:00Z\"}");

        assertThat(worth(http, portfolio, "as_of=2025-05-31T00:00:00Z")).isEqualTo("3960");
        assertThat(worth(http, portfolio, "as_of=2025-05-31T23:59:59Z")).isEqualTo("4000");
        assertThat(worth(http, portfolio, "as_of=2025-06-01T00:00:00Z")).isEqualTo("4000");
        assertThat(worth(http, portfolio, "as_of=2025-06-01T08:00:00Z")).isEqualTo("4040");
        assertThat(worth(http, portfolio, "")).isEqualTo("4040");
        JsonNode performance = http.get(
                        "/api/v1/portfolio/%d/performance/?from=2025-05-31T21:00:00Z".formatted(portfolio)
                                + "&to=2025-06-02T00:00:00Z&interval=day")
                .json();
        assertThat(performance
                        .required("points")
                        .valueStream()
                        .map(point -> point.required("value").asString()))
                .containsExactly("4000", "4000", "4040");
        assertThat(performance.required("time_weighted").asString()).isEqualTo("1");
    }

    private static long portfolio(Http http, String currency) {
        return http.post("/api/v1/portfolio/", """
                        {"user_id": "desk", "name": "priced in %1$s", "currency": "%1$s"}""".formatted(currency))
                .json()
                .required("id")
                .asLong();
    }

    private static void buy(Http http, long portfolio, String ticker, String amount, String executedAt) {
        assertThat(http.post(
                                "/api/v1/trade/",
                                """
                                {"user_id": "desk", "portfolio": %d, "trade_type": 1, "security_type": "stock",
                                 "ticker": "%s", "volume": 10, "amount": %s, "status": "success", "executed_at": "%s"}
                                """.formatted(portfolio, ticker, amount, executedAt),
                                "Prefer",
                                "wait=30")
                        .status())
                .isEqualTo(201);
    }

    private static void price(Http http, String ticker, String body) {
        assertThat(http.put("/api/v1/price/" + ticker + "/", body).status()).isEqualTo(200);
    }

    private static String worth(Http http, long portfolio, String query) {
        return http.get("/api/v1/portfolio/%d/cumulative-returns/?%s".formatted(portfolio, query))
                .json()
                .required("market_value")
                .asString();
    }
}
