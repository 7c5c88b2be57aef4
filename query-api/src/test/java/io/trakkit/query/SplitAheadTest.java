package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A split that is received slightly ahead of its time counts at once, and so are prices restated at once. */
class SplitAheadTest extends ApiTest {

    private static final ActivityTerms TWO_FOR_ONE =
            ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.TWO, BigDecimal.ONE));

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "USD", false);
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        model.quote("ACME", "100", "2025-02-01T00:00:00Z");
        model.quote("ACME", "104", "2025-06-01T10:02:00Z");
    }

    /** Received at 10:00 for 10:05: 20 at 50 from 10:00 on, 20 at 52 from 10:02 on. */
    @Test
    void theValueStaysWhenItIsReceived() {
        split("2025-06-01T10:05:00Z", "2025-06-01T10:00:00Z");

        assertThat(values("10:00")).isEqualTo("20 at 50: 1000");
        assertThat(values("10:02")).isEqualTo("20 at 52: 1040");
        assertThat(values("10:05")).isEqualTo("20 at 52: 1040");
        JsonNode points = get("/api/v1/portfolio/1/performance/?from=2025-05-31T00:00:00Z&to=2025-06-01T10:01:00Z")
                .json()
                .get("points");
        assertThat(points.get(points.size() - 1).get("value").stringValue()).isEqualTo("1000");
    }

    /** A buy at 10:03 comes before it: 10 at 100 until then, 10 at 104, and 22 at 52 from 10:03 on. */
    @Test
    void itDoesNotCountBeforeTheRecordsThatPrecedeIt() {
        split("2025-06-01T10:05:00Z", "2025-06-01T10:00:00Z");
        broker.buy("ACME", "1", "104", "2025-06-01T10:03:00Z", Instant.parse("2025-06-01T10:03:00Z"));

        assertThat(values("10:00")).isEqualTo("10 at 100: 1000");
        assertThat(values("10:02")).isEqualTo("10 at 104: 1040");
        assertThat(values("10:03")).isEqualTo("22 at 52: 1144");
    }

    private void split(String executedAt, String receivedAt) {
        Activity activity = new Activity(
                new RefId("split-1"),
                new UserId("u-1"),
                new PortfolioId(1),
                Optional.of(new Ticker("ACME")),
                TWO_FOR_ONE,
                TradeStatus.SUCCESS,
                Instant.parse(executedAt),
                Money.ZERO,
                Optional.empty());
        broker.apply(new TradeEvent.ActivityCreated(
                UUID.randomUUID(), ClientId.DEFAULT, Instant.parse(receivedAt), activity, false));
    }

    private String values(String minute) {
        JsonNode position = get("/api/v1/portfolio/1/cumulative-returns/?as_of=2025-06-01T" + minute + ":00Z")
                .json()
                .at("/positions/0");
        return "%s at %s: %s"
                .formatted(
                        position.get("held_text").stringValue(),
                        position.get("price").stringValue(),
                        position.get("market_value").stringValue());
    }
}
