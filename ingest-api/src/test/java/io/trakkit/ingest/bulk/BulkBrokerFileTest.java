package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The file of a broker as the body of a bulk request. */
class BulkBrokerFileTest extends BulkTest {

    private static final String FILE = """
            symbol,isin,trade_date,exchange,segment,series,trade_type,auction,quantity,price,trade_id,order_id,order_execution_time
            INFY,INE009A01021,2025-04-01,NSE,EQ,EQ,buy,false,10,1500,70011,11,2025-04-01T09:20:11
            NIFTY25APR23000CE,,2025-04-02,NSE,FO,,buy,false,75,110.25,80001,12,2025-04-02T10:00:00
            INFY,INE009A01021,2025-04-03,NSE,EQ,EQ,sell,false,ten,1500,70012,13,2025-04-03T09:20:11
            """;

    private HttpAnswer post(String query) {
        return caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?" + query,
                        BodyPublishers.ofString(FILE),
                        "Content-Type",
                        "text/csv");
    }

    @Test
    void aPreviewSumsTheFileUpAndPublishesNothing() {
        TestLog.Mark mark = trades.mark();

        JsonNode preview = Json.object(post("format=auto&dry_run=true").text().getBytes(StandardCharsets.UTF_8));

        assertThat(preview.path("format").asString()).isEqualTo("zerodha");
        assertThat(preview.path("records").intValue()).isEqualTo(1);
        assertThat(preview.path("unsupported").intValue()).isEqualTo(1);
        assertThat(preview.path("wrong").intValue()).isEqualTo(1);
        assertThat(preview.path("cash").path("INR").asString()).isEqualTo("-15000");
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void aFormatThatIsUnknownIsNamed() {
        HttpAnswer answer = post("format=nonsense&dry_run=true");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("nonsense", "zerodha");
    }
}
