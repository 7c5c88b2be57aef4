package io.trakkit.standalone;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Http;
import io.trakkit.testing.HttpAnswer;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream carries what corporate actions make of a position: from their record over the refold to the events. */
@ExtendWith(SharedServer.class)
class CorporateActionStreamTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Http http;
    private final String id = UUID.randomUUID().toString().substring(0, 8).toUpperCase(Locale.ROOT);
    private final String action = "/api/v1/corporate-action/a-" + id + "/";
    private final List<JsonNode> summaries = new CopyOnWriteArrayList<>();

    CorporateActionStreamTest(Server server) {
        http = new Http(server.address());
    }

    @Test
    void aStreamCarriesAnActionItsCorrectionAndItsWithdrawal() {
        long portfolio = http.post("/api/v1/portfolio/", "{\"user_id\": \"%s\", \"name\": \"stream\"}".formatted(id))
                .json()
                .get("id")
                .asLong();
        HttpAnswer bought = http.post("/api/v1/trade/", """
                {"user_id": "%1$s", "portfolio": %2$d, "trade_type": 1, "security_type": "stock", "ticker": "%1$s",
                 "volume": 10, "amount": "100", "status": "success", "executed_at": "2026-01-02T03:04:05Z"}""".formatted(id, portfolio), "Prefer", "wait=30");
        assertThat(bought.status()).as(bought.text()).isEqualTo(201);
        try (Stream<String> lines = http.lines("/api/v1/portfolio/" + portfolio + "/stream")) {
            Thread.ofVirtual()
                    .start(() -> lines.filter(line -> line.contains("\"average_amount\""))
                            .forEach(line -> summaries.add(JSON.readTree(line.substring(line.indexOf('{'))))));
            awaitLast("10");

            HttpAnswer recorded = http.post("/api/v1/corporate-action/", """
                    {"action_id": "a-%1$s", "ticker": "%1$s", "type": "split", "numerator": 2, "denominator": 1,
                     "ex_date": "2026-01-03"}""".formatted(id));
            assertThat(recorded.status()).as(recorded.text()).isEqualTo(201);
            awaitLast("20");
            assertThat(summaries.getLast().get("version").asInt()).isEqualTo(1);

            change("{\"numerator\": 3, \"denominator\": 1}");
            awaitLast("30");

            change("{\"status\": \"withdrawn\"}");
            awaitLast("10");
        }
    }

    private void change(String body) {
        HttpAnswer changed = http.patch(action, body);
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    }

    private void awaitLast(String volume) {
        patiently()
                .until(() -> !summaries.isEmpty()
                        && summaries.getLast().get("volume_text").asString().equals(volume));
    }
}
