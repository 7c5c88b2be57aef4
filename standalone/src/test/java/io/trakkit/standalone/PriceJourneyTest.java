package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
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
}
