package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a portfolio in euros has in dollars, and prices around a split. */
class ForeignCurrencyTest extends ApiTest {

    private static final Conversion DOLLARS = new Conversion(new CurrencyCode("USD"), FxRate.of("0.9"));

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "EUR", false);
    }

    /**
     * 10 at 100 USD with 10 USD of fee, at 0.90: 909 EUR. At 120 USD and 0.95 they are worth 1,140: 231, of which 1,010 × 0.95 −
     * 909 = 50.5 come from the rate and (1,200 − 1,010) × 0.95 = 180.5 from the price.
     */
    @Test
    void theGainIsSplitIntoThatOfThePriceAndThatOfTheRate() {
        broker.trade("ACME", Side.BUY, "10", "100", "10", DOLLARS, "2025-01-01T00:00:00Z");
        model.quote("ACME", "120", "2025-06-01T00:00:00Z");
        model.rate("USD", "EUR", "0.95", "2025-06-02T00:00:00Z");

        JsonNode returns = get("/api/v1/portfolio/1/cumulative-returns/").json();
        JsonNode position = returns.at("/positions/0");

        assertThat(position.get("price").stringValue()).isEqualTo("120");
        assertThat(position.get("currency").stringValue()).isEqualTo("USD");
        assertThat(position.get("fx_rate").stringValue()).isEqualTo("0.95");
        assertThat(position.get("market_value").stringValue()).isEqualTo("1140");
        assertThat(position.get("contribution").stringValue()).isEqualTo("231");
        assertThat(position.get("unrealised_currency").stringValue()).isEqualTo("50.5");
        assertThat(position.get("unrealised_price").stringValue()).isEqualTo("180.5");
        assertThat(position.get("local_cost").stringValue()).isEqualTo("1010");
        assertThat(returns.get("currency").stringValue()).isEqualTo("EUR");
        assertThat(returns.get("unrealised_price").stringValue()).isEqualTo("180.5");
    }

    @Test
    void theRateIsThatOfTheTimeAskedFor() {
        broker.trade("ACME", Side.BUY, "10", "100", "0", DOLLARS, "2025-01-01T00:00:00Z");
        model.rate("USD", "EUR", "0.8", "2025-02-01T00:00:00Z");
        model.rate("USD", "EUR", "1.1", "2025-03-01T00:00:00Z");

        assertThat(worth("as_of=2025-02-15T00:00:00Z")).isEqualTo("800");
        assertThat(worth("as_of=2025-03-15T00:00:00Z")).isEqualTo("1100");
        HttpAnswer performance = get("/api/v1/portfolio/1/performance/?from=2025-01-15T00:00:00Z"
                + "&to=2025-03-15T00:00:00Z&interval=month");
        assertThat(performance.json().at("/points/0/value").stringValue()).isEqualTo("900");
        assertThat(performance.json().at("/points/1/value").stringValue()).isEqualTo("800");
        assertThat(performance.json().at("/points/2/value").stringValue()).isEqualTo("1100");
        assertThat(performance.json().get("time_weighted").stringValue()).isEqualTo("22.2222");
    }

    @Test
    void withoutARateTheTradesOwnIsUsedMarkedAndNotStrict() {
        // A rate of another pair may be remembered for a second.
        Conversion francs = new Conversion(new CurrencyCode("CHF"), FxRate.of("0.9"));
        broker.trade("ACME", Side.BUY, "10", "100", "0", francs, "2025-01-01T00:00:00Z");

        HttpAnswer answer = get("/api/v1/portfolio/1/cumulative-returns/");

        assertThat(answer.json().get("market_value").stringValue()).isEqualTo("900");
        assertThat(answer.json().get("stale").booleanValue()).isTrue();
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?strict=true").status())
                .isEqualTo(409);
    }

    @Test
    void aSummarySaysItsChargesItsCurrencyAndItsLocalAmounts() {
        broker.trade("ACME", Side.BUY, "10", "100", "10", DOLLARS, "2025-01-01T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("20")),
                "0",
                DOLLARS,
                "2025-02-01T00:00:00Z");

        assertThat(get("/api/v1/portfolio-summary/").text())
                .contains("\"average_excluding_fees\":\"90.00\",\"fees\":\"9\",\"income\":\"18\",\"currency\":\"EUR\","
                        + "\"local_currency\":\"USD\",\"local_cost\":\"1010\",\"local_realised\":\"0\"");
    }

    /** 10 quoted at 400 the day before are 40 quoted at 100 at the split, until there is a newer quote. */
    @Test
    void aSplitDoesNotBreakThePast() {
        model.execute("UPDATE portfolios SET currency = 'USD'");
        broker.trade("ACME", Side.BUY, "10", "380", "0", null, "2025-01-01T00:00:00Z");
        model.quote("ACME", "400", "2025-05-31T20:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("4"), BigDecimal.ONE)),
                "0",
                null,
                "2025-06-01T00:00:00Z");

        assertThat(worth("as_of=2025-05-31T23:59:59Z")).isEqualTo("4000");
        assertThat(worth("as_of=2025-06-01T00:00:00Z")).isEqualTo("4000");
        assertThat(worth("")).isEqualTo("4000");

        model.quote("ACME", "101", "2025-06-01T08:00:00Z");

        assertThat(worth("as_of=2025-06-01T07:59:59Z")).isEqualTo("4000");
        assertThat(worth("as_of=2025-06-01T08:00:00Z")).isEqualTo("4040");
        assertThat(worth("")).isEqualTo("4040");
        HttpAnswer performance = get(
                "/api/v1/portfolio/1/performance/?from=2025-05-31T21:00:00Z" + "&to=2025-06-03T00:00:00Z&interval=day");
        assertThat(performance.json().at("/points/0/value").stringValue()).isEqualTo("4000");
        assertThat(performance.json().at("/points/1/value").stringValue()).isEqualTo("4000");
        assertThat(performance.json().at("/points/2/value").stringValue()).isEqualTo("4040");
        assertThat(performance.json().get("time_weighted").stringValue()).isEqualTo("1");
    }

    /**
     * Raw prices of 396, 400 and 101 around a split 4:1 on 1 June; a bonus issue 1 per 4 on 1 September. A source that adjusts
     * has stated 99 after the split, and 80 and 80.8 after both. A raw price follows at last.
     */
    @Test
    void aSplitDoesNotBreakThePastWithAnAdjustedSource() {
        model.execute("UPDATE portfolios SET currency = 'USD'");
        broker.trade("ACME", Side.BUY, "10", "380", "0", null, "2025-01-01T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(new BigDecimal("4"), BigDecimal.ONE)),
                "0",
                null,
                "2025-06-01T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofRatio(ActivityType.BONUS, new Ratio(BigDecimal.ONE, new BigDecimal("4"))),
                "0",
                null,
                "2025-09-01T00:00:00Z");
        quote("390", "USD", "2025-01-02T20:00:00Z", "2025-01-02T21:00:00Z");
        quote("99", "USD", "2025-05-15T20:00:00Z", "2025-07-01T00:00:00Z");
        quote("80", "USD", "2025-05-31T20:00:00Z", "2026-01-01T00:00:00Z");
        quote("80.8", "USD", "2025-06-01T08:00:00Z", "2026-01-01T00:00:00Z");
        quote("81", "USD", "2025-09-01T08:00:00Z", "2026-01-01T00:00:00Z");

        assertThat(worth("as_of=2025-01-03T00:00:00Z")).isEqualTo("3900");
        assertThat(worth("as_of=2025-05-16T00:00:00Z")).isEqualTo("3960");
        assertThat(worth("as_of=2025-05-31T23:59:59Z")).isEqualTo("4000");
        assertThat(worth("as_of=2025-06-01T00:00:00Z")).isEqualTo("4000");
        assertThat(worth("as_of=2025-06-01T08:00:00Z")).isEqualTo("4040");
        assertThat(worth("as_of=2025-09-01T00:00:00Z")).isEqualTo("4040");
        assertThat(worth("as_of=2025-09-01T08:00:00Z")).isEqualTo("4050");
        assertThat(worth("")).isEqualTo("4050");
        quote("82", "USD", "2025-10-01T08:00:00Z", null);
        assertThat(worth("as_of=2025-09-30T00:00:00Z")).isEqualTo("4050");
        assertThat(worth("")).isEqualTo("4100");
        JsonNode performance =
                get("/api/v1/portfolio/1/performance/?from=2025-05-31T21:00:00Z&to=2025-10-02T00:00:00Z&interval=month")
                        .json();
        assertThat(performance
                        .get("points")
                        .valueStream()
                        .map(point -> point.get("value").stringValue()))
                .containsExactly("4000", "4000", "4040", "4040", "4040", "4050", "4100");
        assertThat(performance.get("time_weighted").stringValue()).isEqualTo("2.5");
    }

    /** 10 bought at 90 EUR; quoted at 100 USD, which are 90 EUR at first and 80 later, and then at 95 EUR. */
    @Test
    void aTickerMayBeQuotedInOneCurrencyAndThenInAnother() {
        broker.buy("ACME", "10", "90", "2025-01-01T00:00:00Z");
        quote("100", "USD", "2025-02-01T00:00:00Z", null);
        quote("95", "EUR", "2025-04-01T00:00:00Z", null);
        model.rate("USD", "EUR", "0.9", "2025-02-01T00:00:00Z");
        model.rate("USD", "EUR", "0.8", "2025-03-01T00:00:00Z");

        assertThat(worth("as_of=2025-02-15T00:00:00Z")).isEqualTo("900");
        assertThat(worth("as_of=2025-03-15T00:00:00Z")).isEqualTo("800");
        assertThat(worth("as_of=2025-04-01T00:00:00Z")).isEqualTo("950");
        assertThat(worth("")).isEqualTo("950");
        JsonNode performance =
                get("/api/v1/portfolio/1/performance/?from=2025-02-15T00:00:00Z&to=2025-04-15T00:00:00Z&interval=month")
                        .json();
        assertThat(performance
                        .get("points")
                        .valueStream()
                        .map(point -> point.get("value").stringValue()))
                .containsExactly("900", "800", "950", "950");
    }

    /** At 1 May no rate of the pound is known: the trade's own is used, marked, and strict is a 409, then and for ever. */
    @Test
    void withoutARateAPastAnswerIsMarkedAndNotStrictEither() {
        Conversion pounds = new Conversion(new CurrencyCode("GBP"), FxRate.of("1.1"));
        broker.trade("ACME", Side.BUY, "10", "80", "0", pounds, "2025-01-01T00:00:00Z");
        quote("90", "GBP", "2025-05-01T00:00:00Z", null);
        model.rate("GBP", "EUR", "1.2", "2025-05-02T00:00:00Z");

        JsonNode without = get("/api/v1/portfolio/1/cumulative-returns/?as_of=2025-05-01T12:00:00Z")
                .json();
        assertThat(without.get("market_value").stringValue()).isEqualTo("990");
        assertThat(without.get("stale").booleanValue()).isTrue();
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?strict=true&as_of=2025-05-01T12:00:00Z")
                        .status())
                .isEqualTo(409);
        assertThat(worth("strict=true&as_of=2025-05-02T00:00:00Z")).isEqualTo("1080");
        assertThat(
                        get("/api/v1/portfolio/1/performance/?from=2025-05-01T12:00:00Z&to=2025-05-02T12:00:00Z&interval=day")
                                .json()
                                .get("points")
                                .valueStream()
                                .map(point -> point.get("value").stringValue() + " " + point.get("stale")))
                .containsExactly("990 true", "1080 false", "1080 false");
    }

    /** @param adjustedAt null for a raw price */
    private static void quote(String price, String currency, String time, @Nullable String adjustedAt) {
        new PriceHistory(DATABASE.jdbc())
                .record(List.of(new Quote(
                        new Ticker("ACME"),
                        Price.of(price),
                        new CurrencyCode(currency),
                        Instant.parse(time),
                        new PriceSourceName("test"),
                        Optional.ofNullable(adjustedAt).map(Instant::parse))));
    }

    @Test
    void aPortfolioSaysItsRules() {
        assertThat(get("/api/v1/portfolio/1/").text()).endsWith("\"currency\":\"EUR\",\"allow_short\":false}");
    }

    private String worth(String query) {
        HttpAnswer answer = get("/api/v1/portfolio/1/cumulative-returns/?" + query);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().get("market_value").stringValue();
    }
}
