package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.ingest.testing.TestLog;
import io.trakkit.testing.HttpAnswer;
import io.trakkit.wire.json.Json;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;
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
        return post(query, FILE);
    }

    private HttpAnswer post(String query, String file) {
        return caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?" + query,
                        BodyPublishers.ofString(file),
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
    void aChangedHeaderIsRefusedWithWhatChangedAndNothingIsTaken() {
        TestLog.Mark mark = trades.mark();
        Portfolio portfolio = newPortfolio(Optional.of(new CurrencyCode("INR")), false);

        HttpAnswer answer = caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?format=auto&portfolio=" + portfolio.id() + "&user_id=" + portfolio.user(),
                        BodyPublishers.ofString(FILE.replaceFirst("price,", "price,margin,")),
                        "Content-Type",
                        "text/csv");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.detail()).contains("Zerodha", "the column \"margin\"");
        assertThat(trades.since(mark)).isEmpty();
    }

    @Test
    void aFileThatBreaksOffIsTakenUpToItsLastDay() {
        TestLog.Mark mark = trades.mark();
        Portfolio portfolio = newPortfolio(Optional.of(new CurrencyCode("INR")), false);
        String file = FILE.lines().limit(2).collect(Collectors.joining("\n"))
                + "\nTCS,INE467B01029,2025-04-04,NSE,EQ,EQ,buy,false,1,3000,70013,14,2025-04-04T09:20:11\n"
                + "TCS,INE467B01029,2025-04-04,NSE,EQ,EQ,buy,false,\"1,3000,70014,15,2025-04-04T09:20:12\n";

        HttpAnswer answer = caller().send(
                        "POST",
                        "/api/v1/trade/bulk/?format=auto&portfolio=" + portfolio.id() + "&user_id=" + portfolio.user(),
                        BodyPublishers.ofString(file),
                        "Content-Type",
                        "text/csv");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("is a quote missing there?", "\"complete\":false");
        assertThat(trades.only(mark).created().trade().ticker().value()).isEqualTo("INFY");
    }

    @Test
    void aFileInOurOwnFormatIsPreviewedBeforeItsPortfolioIsChosen() {
        JsonNode preview =
                Json.object(post("format=auto&dry_run=true", """
                ref_id,trade_type,security_type,ticker,volume,amount,status,executed_at
                p-1,BUY,stock,INFY,10,1500,success,2025-04-01T09:20:11Z
                """).text().getBytes(StandardCharsets.UTF_8));

        assertThat(preview.path("format").asString()).isEqualTo("trakkit");
        assertThat(preview.path("records").intValue()).isEqualTo(1);
        assertThat(preview.path("first").asString()).isEqualTo("2025-04-01");
    }

    @Test
    void aFormatThatIsUnknownIsNamed() {
        HttpAnswer answer = post("format=nonsense&dry_run=true");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("nonsense", "zerodha");
    }
}
