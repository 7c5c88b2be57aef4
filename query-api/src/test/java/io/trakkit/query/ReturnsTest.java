package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.prices.PriceHistory;
import io.trakkit.testing.HttpAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * What portfolios have returned, now and at times of the past, in numbers that can be checked by hand. There is no Redis
 * here, so every price of the present may be an old one.
 */
class ReturnsTest extends ApiTest {

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth");
    }

    /**
     * 100 × (100 + 7) − (25000 + 3070) = 10700 − 28070 = −17370, which is −61.881 % of 28070; realised −12.5 + 1 + 125.5 =
     * 114.
     */
    @Test
    void theReturnIsWhatTheOpenPositionsAreWorthLessWhatTheyHaveCost() {
        model.summary(1, "AMZN", "100", "25000", "-12.5", 4);
        model.summary(1, "GODREJIND", "7", "3070", "1", 2);
        model.summary(1, "MSFT", "0", "0", "125.5", 2);
        model.quote("AMZN", "100", "2026-11-02T08:00:00Z");
        model.quote("GODREJIND", "100", "2026-11-02T09:00:00Z");

        HttpAnswer answer = now();

        assertThat(answer.text())
                .isEqualTo(
                        "{\"return_value\":-17370.0,\"return_value_text\":\"-17370.0\",\"realised\":\"114\",\"unrealised\":\"-17370\","
                                + "\"total\":\"-17256\",\"cost\":\"28070\",\"market_value\":\"10700\","
                                + "\"percentage\":\"-61.881\",\"stale\":true,\"as_of\":null,\"positions\":["
                                + "{\"ticker\":\"AMZN\",\"held\":100,\"held_text\":\"100\",\"average\":\"250.00\",\"cost\":\"25000\","
                                + "\"price\":\"100\",\"price_source\":\"test\",\"price_time\":\"2026-11-02T08:00:00.000000Z\","
                                + "\"stale\":true,\"market_value\":\"10000\",\"realised\":\"-12.5\","
                                + "\"contribution\":\"-15000\",\"percentage\":\"-60\",\"currency\":\"USD\",\"fx_rate\":null,"
                                + "\"average_excluding_fees\":\"250.00\",\"fees\":\"0\",\"income\":\"0\",\"local_currency\":\"USD\","
                                + "\"local_cost\":\"25000\",\"unrealised_price\":\"-15000\",\"unrealised_currency\":\"0\"},"
                                + "{\"ticker\":\"GODREJIND\",\"held\":7,\"held_text\":\"7\",\"average\":\"438.57\",\"cost\":\"3070\","
                                + "\"price\":\"100\",\"price_source\":\"test\",\"price_time\":\"2026-11-02T09:00:00.000000Z\","
                                + "\"stale\":true,\"market_value\":\"700\",\"realised\":\"1\","
                                + "\"contribution\":\"-2370\",\"percentage\":\"-77.1987\",\"currency\":\"USD\",\"fx_rate\":null,"
                                + "\"average_excluding_fees\":\"438.57\",\"fees\":\"0\",\"income\":\"0\",\"local_currency\":\"USD\","
                                + "\"local_cost\":\"3070\",\"unrealised_price\":\"-2370\",\"unrealised_currency\":\"0\"}],"
                                + "\"currency\":\"USD\",\"income\":\"0\",\"unrealised_price\":\"-17370\",\"unrealised_currency\":\"0\",\"cash\":null}");
    }

    /** 0.3333333333 × 0.0000000003 = 0.00000000009999999999, of which 0.00000000000000000001 was the cost. */
    @Test
    void noDigitOfTheReturnIsLost() {
        model.summary(1, "AMZN", "0.3333333333", "0.00000000000000000001", "0", 4);
        model.quote("AMZN", "0.0000000003", "2026-11-02T08:00:00Z");

        assertThat(now().text())
                .contains(
                        "\"unrealised\":\"0.00000000009999999998\"",
                        "\"return_value_text\":\"0.00000000009999999998\"",
                        "\"held_text\":\"0.3333333333\"");
    }

    @Test
    void aPortfolioThatHoldsNothingHasReturnedWhatItsSellsHave() {
        assertThat(now().text())
                .isEqualTo(
                        "{\"return_value\":0.0,\"return_value_text\":\"0.0\",\"realised\":\"0\",\"unrealised\":\"0\",\"total\":\"0\","
                                + "\"cost\":\"0\",\"market_value\":\"0\",\"percentage\":null,\"stale\":false,\"as_of\":null,"
                                + "\"positions\":[],\"currency\":\"USD\",\"income\":\"0\",\"unrealised_price\":\"0\","
                                + "\"unrealised_currency\":\"0\",\"cash\":null}");

        model.summary(1, "MSFT", "0", "0", "125.5", 2);
        model.summary(1, "AMZN", "0", "0", "-25.5", 2);

        assertThat(now().text())
                .startsWith(
                        "{\"return_value\":0.0,\"return_value_text\":\"0.0\",\"realised\":\"100\",\"unrealised\":\"0\",\"total\":\"100\"")
                .contains("\"percentage\":null");
    }

    @Test
    void aTickerThatNobodyHasQuotedIsPricedAtItsLastTradeThatCounted() {
        broker.buy("ACME", "10", "5", "2026-01-02T10:00:00Z");
        broker.buy("ACME", "10", "7", "2026-01-03T10:00:00Z");
        broker.failToBuy("ACME", "10", "9", "2026-01-04T10:00:00Z");
        broker.sell("ACME", "999", "11", "2026-01-05T10:00:00Z");
        broker.buy("ZETA", "1", "100", "2026-01-05T10:00:00Z");
        model.quote("ZETA", "120", "2026-01-06T10:00:00Z");

        HttpAnswer answer = now();

        assertThat(answer.json().at("/positions/0/price").stringValue()).isEqualTo("7");
        assertThat(answer.json().at("/positions/0/price_source").stringValue()).isEqualTo("last_trade");
        assertThat(answer.json().at("/positions/0/price_time").stringValue()).isEqualTo("2026-01-03T10:00:00.000000Z");
        assertThat(answer.json().at("/positions/0/contribution").stringValue()).isEqualTo("20");
        assertThat(answer.json().at("/positions/1/price").stringValue()).isEqualTo("120");
    }

    /** 100 in 2020, and 500 today: bought at 500 it is worth that, and has returned nothing. */
    @Test
    void anOldQuoteDoesNotOutrankALaterTrade() {
        model.quote("ACME", "100", "2020-01-01T00:00:00Z");
        broker.buy("ACME", "10", "500", "2026-01-02T10:00:00Z");

        for (HttpAnswer answer : List.of(now(), at("2026-01-02T10:00:00Z"))) {
            assertThat(answer.text()).startsWith("{\"return_value\":0.0,").contains("\"market_value\":\"5000\"");
            assertThat(answer.json().at("/positions/0/price_source").stringValue())
                    .isEqualTo("last_trade");
        }

        model.quote("ACME", "510", "2026-01-02T10:00:00Z");
        assertThat(now().json().get("market_value").stringValue()).isEqualTo("5100");
        assertThat(at("2026-01-02T10:00:00Z")
                        .json()
                        .at("/positions/0/price_source")
                        .stringValue())
                .as("of two of the same time the quote counts")
                .isEqualTo("test");
    }

    /** 1,200 before and after a quote of a minute later is recorded. */
    @Test
    void aLaterQuoteNeverChangesAPastAnswer() {
        broker.buy("ACME", "10", "100", "2025-06-02T10:00:00Z");
        PriceHistory history = new PriceHistory(DATABASE.jdbc());
        history.record(List.of(quote("90", "2025-06-15T20:00:00Z"), quote("120", "2025-07-01T00:00:00Z")));
        assertThat(at("2025-07-01T00:00:00Z").json().get("market_value").stringValue())
                .isEqualTo("1200");

        history.record(List.of(quote("121", "2025-07-01T00:01:00Z")));

        assertThat(at("2025-07-01T00:00:00Z").json().get("market_value").stringValue())
                .isEqualTo("1200");
        assertThat(at("2025-07-01T00:01:00Z").json().get("market_value").stringValue())
                .isEqualTo("1210");
        history.thin(Instant.parse("2026-01-01T00:00:00Z"), 100);
        assertThat(at("2025-07-01T00:00:00Z").json().get("market_value").stringValue())
                .isEqualTo("1200");
        assertThat(
                        get("/api/v1/portfolio/1/performance/?from=2025-06-03T00:00:00Z&to=2025-08-01T00:00:00Z&interval=month")
                                .json()
                                .at("/points/1/value")
                                .stringValue())
                .isEqualTo("1200");
    }

    private static Quote quote(String price, String time) {
        return new Quote(
                new Ticker("ACME"),
                Price.of(price),
                new CurrencyCode("USD"),
                Instant.parse(time),
                new PriceSourceName("test"));
    }

    /** Four minutes ahead, as clocks are; 5.5 hours ahead, as an older log may say of local time sent as UTC. */
    @ParameterizedTest
    @ValueSource(longs = {4, 330})
    void whatCountsNowCountsAsOfNow(long minutesAhead) {
        Instant received = Instant.now().truncatedTo(ChronoUnit.MICROS).minusSeconds(60);
        Instant executed = received.plus(minutesAhead, ChronoUnit.MINUTES);
        broker.buy("ACME", "10", "100", received.minusSeconds(60).toString(), received);
        broker.buy("ACME", "5", "130", executed.toString(), received);
        broker.sell("ACME", "1", "140", executed.plusSeconds(1).toString(), received.plusSeconds(1));
        String asOf = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();

        JsonNode now = now().json();
        JsonNode then = at(asOf).json();

        assertThat(now.at("/positions/0/held").intValue()).isEqualTo(14);
        assertThat(now.at("/positions/0/price").stringValue()).isEqualTo("140");
        for (String field : List.of(
                "/market_value",
                "/cost",
                "/realised",
                "/total",
                "/positions/0/price",
                "/positions/0/price_source",
                "/positions/0/price_time",
                "/positions/0/held")) {
            assertThat(then.at(field)).as(field).isEqualTo(now.at(field));
        }
        assertThat(at(received.minusNanos(1_000).toString())
                        .json()
                        .at("/positions/0/held")
                        .intValue())
                .isEqualTo(10);
        assertThat(at(received.toString()).json().at("/positions/0/held").intValue())
                .isEqualTo(15);
        // The flows are of when they count: 10 × 130 ÷ 1,000, then 15 × 140 ÷ (15 × 130).
        assertThat(get("/api/v1/portfolio/1/performance/?from=" + received.minusSeconds(3_600) + "&to=" + asOf)
                        .json()
                        .get("time_weighted")
                        .stringValue())
                .isEqualTo("40");
    }

    @Test
    void whoIsStrictIsToldWhichPricesAreNotCurrent() {
        broker.buy("ACME", "10", "5", "2026-01-02T10:00:00Z");
        broker.buy("OLD", "1", "5", "2026-01-02T10:00:00Z");
        broker.buy("ZETA", "1", "5", "2026-01-02T10:00:00Z");
        model.quote("OLD", "6", "2026-01-02T10:00:00Z");
        model.quote("ZETA", "6", "2026-01-10T10:00:00Z");

        HttpAnswer refused = get("/api/v1/portfolio/1/cumulative-returns/?strict=true&as_of=2026-01-10T12:00:00Z");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("type").stringValue()).isEqualTo("urn:trakkit:problem:conflict");
        assertThat(refused.json().get("detail").stringValue())
                .contains("ACME, OLD")
                .doesNotContain("ZETA");
        assertThat(refused.json().get("tickers").toString()).isEqualTo("[\"ACME\",\"OLD\"]");
        assertThat(at("2026-01-10T12:00:00Z").json().get("stale").booleanValue())
                .isTrue();
    }

    @Test
    void whoIsStrictIsAnsweredWhereAllPricesAreCurrent() {
        broker.buy("ZETA", "1", "5", "2026-01-02T10:00:00Z");
        model.quote("ZETA", "6", "2026-01-10T10:00:00Z");

        HttpAnswer answer = get("/api/v1/portfolio/1/cumulative-returns/?strict=true&as_of=2026-01-10T12:00:00Z");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().get("stale").booleanValue()).isFalse();
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?strict=true").status())
                .isEqualTo(409);
    }

    /** Before: nothing. Then 10 at 100; then 20 for 2,200 in all, at 120; then 15 sold at 130: 1,950 − 1,650, and 5 left at that price. */
    @Test
    void theReturnAsOfATimeIsOfTheTradesAndPricesUpToThen() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.buy("ACME", "10", "120", "2026-01-03T10:00:00Z");
        broker.sell("ACME", "15", "130", "2026-01-04T10:00:00Z");
        model.quote("ACME", "110", "2026-01-02T12:00:00Z");
        model.quote("ACME", "120", "2026-01-03T12:00:00Z");
        model.quote("ACME", "1000", "2026-01-05T12:00:00Z");

        assertThat(at("2026-01-02T09:59:59.999999Z").text()).contains("\"positions\":[]");
        assertThat(at("2026-01-02T10:00:00Z").text())
                .startsWith("{\"return_value\":0.0,")
                .contains("\"price_source\":\"last_trade\"");
        assertThat(at("2026-01-02T12:00:00Z").text()).startsWith("{\"return_value\":100.0,");
        assertThat(at("2026-01-03T23:00:00Z").text())
                .startsWith("{\"return_value\":200.0,\"return_value_text\":\"200.0\",\"realised\":\"0\"")
                .contains("\"cost\":\"2200\"");
        HttpAnswer last = at("2026-01-04T23:00:00+05:00".replace("+", "%2B"));
        assertThat(last.text())
                .startsWith("{\"return_value\":100.0,\"return_value_text\":\"100.0\",\"realised\":\"300\"")
                .contains("\"as_of\":\"2026-01-04T18:00:00.000000Z\"");
    }

    /** Two trades at the same time are both in, or both out. */
    @Test
    void tradesOfEqualTimesStandOrFallTogether() {
        broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
        broker.sell("ACME", "4", "110", "2026-01-02T10:00:00Z");

        assertThat(at("2026-01-02T10:00:00Z").json().at("/positions/0/held").intValue())
                .isEqualTo(6);
        assertThat(at("2026-01-02T09:59:59.999999Z").json().get("positions")).isEmpty();
    }

    /** Nothing to sell in January, until a buy of December becomes known. */
    @Test
    void theReturnAsOfATimeIsByWhatIsKnownToday() {
        broker.sell("ACME", "5", "120", "2026-01-02T10:00:00Z");
        assertThat(at("2026-01-31T00:00:00Z").text()).contains("\"realised\":\"0\"");

        broker.buy("ACME", "5", "100", "2025-12-02T10:00:00Z");
        assertThat(at("2026-01-31T00:00:00Z").text()).contains("\"realised\":\"100\"");
        assertThat(at("2025-12-31T00:00:00Z").text()).contains("\"realised\":\"0\"", "\"cost\":\"500\"");

        broker.sell("ACME", "1", "200", "2025-12-24T10:00:00Z");
        assertThat(at("2026-01-31T00:00:00Z").text()).contains("\"realised\":\"100\"", "\"cost\":\"400\"");
    }

    @Test
    void whatCannotBeAskedIsRefused() {
        String future = Instant.now().plusSeconds(3600).toString();

        assertThat(at(future).parameters()).containsExactly("as_of");
        assertThat(at("2026-01-02").parameters()).containsExactly("as_of");
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/?strict=yes&at=1")
                        .parameters())
                .containsExactly("strict", "at");
        assertThat(get("/api/v1/portfolio/2/cumulative-returns/?as_of=2026-01-02T10:00:00Z")
                        .status())
                .isEqualTo(404);
    }

    private HttpAnswer now() {
        return get("/api/v1/portfolio/1/cumulative-returns/");
    }

    private HttpAnswer at(String time) {
        return get("/api/v1/portfolio/1/cumulative-returns/?as_of=" + time);
    }
}
