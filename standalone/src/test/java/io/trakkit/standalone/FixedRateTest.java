package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** A rate that was looked up for a record is part of the record: no later rate of that day changes a number. */
@ExtendWith(SharedServer.class)
class FixedRateTest {

    private static final String BOUGHT_AT = "2025-03-03T10:00:00Z";
    private static final String PAID_AT = "2025-03-03T11:00:00Z";

    private final Http http;

    FixedRateTest(Server server) {
        http = new Http(server.address());
    }

    /** At 0.75 units of OMR per unit of BHD: ten at 100 cost 750, a dividend of 8 is 6, and a deposit of 1,000 is 750. */
    @Test
    void aReplayWithOtherRatesInTheHistoryLeavesTheNumbers() {
        rate("0.75", "2025-03-03T08:00:00Z");
        long portfolio =
                http.post("/api/v1/portfolio/", """
                        {"user_id": "desk", "name": "fixed rates", "currency": "OMR"}""").json().required("id").asLong();
        post("/api/v1/trade/", portfolio, BOUGHT_AT, """
                "ref_id": "fixed-buy", "trade_type": 1, "security_type": "stock", "ticker": "FIXED", "volume": 10,
                "amount": 100""");
        post("/api/v1/activity/", portfolio, PAID_AT, """
                "ref_id": "fixed-dividend", "type": "dividend", "ticker": "FIXED", "total": 8""");
        post("/api/v1/activity/", portfolio, PAID_AT, """
                "ref_id": "fixed-deposit", "type": "deposit", "total": 1000""");
        assertThat(http.get("/api/v1/trade/fixed-buy/history/")
                        .json()
                        .at("/results/0/said/fx_rate")
                        .asString())
                .isEqualTo("0.75");
        assertNumbers(portfolio);

        rate("0.5", "2025-03-03T09:00:00Z");
        replay("verify", portfolio);
        replay("rebuild", portfolio);

        assertNumbers(portfolio);
        assertThat(http.get("/api/v1/trade/fixed-buy/").text("fx_rate")).isEqualTo("0.75");
        assertThat(http.get("/api/v1/activity/fixed-dividend/").text("fx_rate")).isEqualTo("0.75");
        // Who posts now gets the rate of now.
        post("/api/v1/trade/", portfolio, BOUGHT_AT, """
                "ref_id": "fixed-later", "trade_type": 1, "security_type": "stock", "ticker": "LATER", "volume": 10,
                "amount": 100""");
        assertThat(summary(portfolio, "LATER").required("cost").asString()).isEqualTo("500");
    }

    private void assertNumbers(long portfolio) {
        JsonNode summary = summary(portfolio, "FIXED");
        assertThat(summary.required("cost").asString()).isEqualTo("750");
        assertThat(summary.required("income").asString()).isEqualTo("6");
        // In the currency of each record.
        assertThat(http.get("/api/v1/portfolio/" + portfolio + "/cash/").text()).contains("\"8\"", "\"1000\"");
    }

    private JsonNode summary(long portfolio, String ticker) {
        return http.get("/api/v1/portfolio-summary/?portfolio_id=" + portfolio)
                .json()
                .required("results")
                .valueStream()
                .filter(result -> result.required("ticker").asString().equals(ticker))
                .findFirst()
                .orElseThrow();
    }

    private void rate(String rate, String asOf) {
        HttpAnswer answer = http.put("/api/v1/fx-rate/BHD/OMR/", """
                {"rate": "%s", "as_of": "%s", "accept_jump": true}""".formatted(rate, asOf));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private void post(String path, long portfolio, String executedAt, String fields) {
        HttpAnswer answer = http.post(path, """
                {"user_id": "desk", "portfolio": %d, "currency": "BHD", "status": "success", "executed_at": "%s", %s}""".formatted(portfolio, executedAt, fields), "Prefer", "wait=30");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    }

    private void replay(String command, long portfolio) {
        HttpAnswer started = http.post("/api/v1/ops/replay/", """
                {"command": "%s", "portfolio_id": %d}""".formatted(command, portfolio));
        assertThat(started.status()).as(started.text()).isEqualTo(202);
        String path = "/api/v1/ops/replay/" + started.json().required("id") + "/";
        JsonNode ended = patiently()
                .until(
                        () -> http.get(path).json(),
                        replay -> !replay.required("state").asString().equals("running"));
        assertThat(ended.required("state").asString()).as(ended.toString()).isEqualTo("done");
        assertThat(ended.at("/report/exit").asInt(-1)).as(ended.toString()).isZero();
    }
}
