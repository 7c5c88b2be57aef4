package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How portfolios did over spans of time. */
class PerformanceTest extends ApiTest {

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth");
    }

    /** 10 at 100, worth 1,200 in July, 10 more at 120, all worth 1,800 in December: 1.2 × 0.75 − 1 = −10 %. */
    @Test
    void aSeriesShowsWhatWasHeldAndWhatBecameOfIt() {
        broker.buy("ACME", "10", "100", "2025-01-01T09:00:00Z");
        broker.buy("ACME", "10", "120", "2025-07-01T09:00:00Z");
        model.quote("ACME", "100", "2025-01-01T00:00:00Z");
        model.quote("ACME", "120", "2025-07-01T00:00:00Z");
        model.quote("ACME", "90", "2025-12-01T00:00:00Z");

        HttpAnswer answer = performance("from=2025-06-01T00:00:00Z&to=2026-01-01T00:00:00Z&interval=month");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(points(answer, "at"))
                .containsExactly(
                        "2025-06-01T00:00:00.000000Z",
                        "2025-07-01T00:00:00.000000Z",
                        "2025-08-01T00:00:00.000000Z",
                        "2025-09-01T00:00:00.000000Z",
                        "2025-10-01T00:00:00.000000Z",
                        "2025-11-01T00:00:00.000000Z",
                        "2025-12-01T00:00:00.000000Z",
                        "2026-01-01T00:00:00.000000Z");
        assertThat(points(answer, "value"))
                .containsExactly("1000", "1200", "2400", "2400", "2400", "2400", "1800", "1800");
        assertThat(points(answer, "time_weighted")).containsExactly("0", "20", "20", "20", "20", "20", "-10", "-10");
        assertThat(answer.json().get("time_weighted").stringValue()).isEqualTo("-10");
        assertThat(answer.json().at("/money_weighted/solution").stringValue()).isEqualTo("unique");
        assertThat(answer.json().at("/money_weighted/rates")).hasSize(1);
    }

    @Test
    void eachPointIsWhatTheReturnAsOfThenSays() {
        broker.buy("ACME", "10", "100", "2026-01-01T00:00:00Z");
        broker.sell("ACME", "10", "90", "2026-01-03T23:59:59.999999Z");
        broker.buy("ACME", "0.0000000001", "0.0000000003", "2026-01-04T00:00:00Z");
        broker.buy("ZETA", "3", "7", "2026-01-02T12:00:00Z");
        broker.sell("ZETA", "1", "8", "2026-01-05T12:00:00Z");
        broker.failToBuy("ZETA", "100", "8", "2026-01-05T12:00:00Z");
        broker.sell("ZETA", "100", "8", "2026-01-05T13:00:00Z");
        model.quote("ACME", "95", "2026-01-02T12:00:00Z");

        HttpAnswer answer = performance("from=2025-12-30T08:00:00Z&to=2026-01-07T08:00:00Z");

        assertThat(answer.json().get("points")).hasSize(10);
        for (JsonNode point : answer.json().get("points")) {
            JsonNode then = get("/api/v1/portfolio/1/cumulative-returns/?as_of="
                            + point.get("at").stringValue())
                    .json();
            assertThat(point.get("value")).isEqualTo(then.get("market_value"));
            assertThat(point.get("cost")).isEqualTo(then.get("cost"));
            assertThat(point.get("realised")).isEqualTo(then.get("realised"));
            assertThat(point.get("total")).isEqualTo(then.get("total"));
        }
    }

    /** 1,000 put in, 500 of them in 10 at 50, which rise to 60 and, after 500 more were put in, to 66. */
    @Test
    void cashIsBesideTheValueAndPartOfTheReturn() {
        deposit("1000", "2025-01-01T00:00:00Z");
        broker.buy("ACME", "10", "50", "2025-01-02T00:00:00Z");
        model.quote("ACME", "60", "2025-01-15T00:00:00Z");
        deposit("500", "2025-02-01T12:00:00Z");
        model.quote("ACME", "66", "2025-02-15T00:00:00Z");

        HttpAnswer answer = performance("from=2024-12-31T00:00:00Z&to=2025-03-01T00:00:00Z&interval=month");

        assertThat(answer.json().at("/points/0/cash").isNull()).isTrue();
        assertThat(points(answer, "cash").subList(1, 4)).containsExactly("1000", "500", "1000");
        assertThat(points(answer, "value")).containsExactly("0", "0", "600", "660");
        assertThat(answer.json().at("/points/0/time_weighted").isNull()).isTrue();
        assertThat(points(answer, "time_weighted").subList(1, 4)).containsExactly("0", "10", "14.125");
        for (JsonNode point : answer.json().get("points")) {
            JsonNode then = get("/api/v1/portfolio/1/cumulative-returns/?as_of="
                            + point.get("at").stringValue())
                    .json();
            assertThat(point.get("value")).isEqualTo(then.get("market_value"));
        }
        assertThat(get("/api/v1/portfolio/1/cash/")
                        .json()
                        .at("/balances/0/balance")
                        .stringValue())
                .isEqualTo("1000");
        HttpAnswer lots =
                performance("from=2024-12-31T00:00:00Z&to=2025-03-01T00:00:00Z&interval=month&cost_method=fifo");
        assertThat(lots.text()).isEqualTo(answer.text());
    }

    private void deposit(String total, String time) {
        broker.activity(null, ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal(total)), "0", null, time);
    }

    @Test
    void aSpanBeforeTheFirstTradeIsEmptyAndOneIntoTheFutureEndsNow() {
        broker.buy("ACME", "10", "100", "2026-01-01T00:00:00Z");

        HttpAnswer before = performance("from=2024-02-01T00:00:00Z&to=2024-03-01T00:00:00Z&interval=month");
        HttpAnswer ahead = performance("from=2025-12-01T00:00:00Z&to=2999-01-01T00:00:00Z&interval=month");

        assertThat(points(before, "value")).containsExactly("0", "0");
        assertThat(before.json().get("time_weighted").isNull()).isTrue();
        assertThat(before.text()).contains("\"money_weighted\":{\"solution\":\"none\",\"rates\":[]}");
        assertThat(Instant.parse(ahead.json().get("to").stringValue())).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void withoutASpanItIsTheLastYear() {
        HttpAnswer answer = performance("interval=month");

        assertThat(answer.json().get("points")).hasSizeBetween(13, 14);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "from=2026-01-01T00:00:00Z&to=2026-01-01T00:00:00Z | from",
                "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z | from",
                "from=2999-01-01T00:00:00Z | from",
                "from=2026-01-01 | from",
                "from=1900-01-01T00:00:00Z&interval=day | from",
                "tz=Europe/Atlantis | tz",
                "tz=%2B02:00 | tz",
                "from=2026-01-01T00:00:00Z&interval=year | interval",
                "from=2026-01-01T00:00:00Z&currency=USD | currency",
            })
    void whatCannotBeAskedIsRefused(String query, String parameter) {
        HttpAnswer answer = performance(query);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.parameters()).containsExactly(parameter);
    }

    @Test
    void pointsAreAtTheMidnightsOfTheTimeZone() {
        assertThat(points(performance("from=2025-03-29T12:00:00Z&to=2025-03-31T12:00:00Z&tz=Europe/Berlin"), "at"))
                .containsExactly(
                        "2025-03-29T12:00:00.000000Z",
                        "2025-03-29T23:00:00.000000Z",
                        "2025-03-30T22:00:00.000000Z",
                        "2025-03-31T12:00:00.000000Z");
    }

    @Test
    void thereMustBeSuchAPortfolio() {
        assertThat(get("/api/v1/portfolio/2/performance/").status()).isEqualTo(404);
    }

    /** One unit a minute at 1, 100,000 of them; what costs 2 by then makes all that was put in twice as much. */
    @Test
    void aHundredThousandTradesAreToldInOneGo() {
        model.summary(1, "ACME", "100000", "100000", "0", 100_000);
        DATABASE.jdbc().sql("""
                INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side,
                    security_type, volume, price, status, executed_at, state, version, fingerprint, created_at, updated_at)
                SELECT 'default', 1, 'many-' || n, 1, 'ACME', 'u-1', 1, 'stock', 1, 1, 'success',
                    at, 'applied', 1, gen_random_uuid(), at, at
                FROM generate_series(1, 100000) AS n,
                    LATERAL (SELECT timestamptz '2025-01-01Z' + n * interval '1 minute' AS at) AS place
                """).update();
        model.quote("ACME", "1", "2025-01-01T00:00:00Z");
        model.quote("ACME", "2", "2025-04-01T00:00:00Z");

        HttpAnswer answer = performance("from=2025-01-01T00:00:00Z&to=2025-05-01T00:00:00Z&interval=month");

        assertThat(points(answer, "cost")).containsExactly("0", "44640", "84960", "100000", "100000");
        assertThat(points(answer, "value")).containsExactly("0", "44640", "84960", "200000", "200000");
        assertThat(answer.json().get("time_weighted").stringValue()).isEqualTo("100");
    }

    /**
     * 100 tickers, quoted each midnight at 100 and the number of the day, and 10,000 trades at all times, each at the price of
     * its day: what was bought on day 1 at 101 is worth 464 on day 364, whatever was put in and taken out. A price for
     * each moment and ticker would be a million.
     */
    @Test
    void tenThousandTradesOfAHundredTickersWithQuotesOfEachDayAreAnswered() {
        for (int ticker = 0; ticker < 100; ticker++) {
            model.summary(1, "T" + ticker, "1", "1", "0", 100);
        }
        DATABASE.jdbc().sql("""
                INSERT INTO trades (client_id, generation, ref_id, portfolio_id, ticker, user_id, side,
                    security_type, volume, price, status, executed_at, state, version, fingerprint, created_at, updated_at)
                SELECT 'default', 1, 'many-' || n, 1, 'T' || n % 100, 'u-1', CASE WHEN n / 100 % 3 = 2 THEN 2 ELSE 1 END,
                    'stock', 10 + n % 7, 100 + day, 'success', at, 'applied', 1, gen_random_uuid(), at, at
                FROM generate_series(0, 9999) AS n,
                    LATERAL (SELECT timestamptz '2025-01-02Z' + n * interval '52 minutes 17 seconds' AS at) AS place,
                    LATERAL (SELECT extract(day FROM at - timestamptz '2025-01-01Z') AS day) AS days
                """).update();
        DATABASE.jdbc().sql("""
                INSERT INTO price_history (ticker, price, currency, quoted_at, source)
                SELECT 'T' || t, 100 + day, 'USD', timestamptz '2025-01-01Z' + day * interval '1 day', 'test'
                FROM generate_series(0, 99) AS t, generate_series(0, 400) AS day
                """).update();

        HttpAnswer answer = performance("from=2025-01-01T00:00:00Z&to=2025-12-31T00:00:00Z&interval=day");

        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(points(answer, "time_weighted").get(1)).isEqualTo("0");
        // 464 ÷ 101.
        assertThat(answer.json().get("time_weighted").stringValue()).isEqualTo("359.4059");
    }

    private HttpAnswer performance(String query) {
        return get("/api/v1/portfolio/1/performance/?" + query);
    }

    private static List<String> points(HttpAnswer answer, String field) {
        return answer.json().get("points").values().stream()
                .map(point -> point.get(field).asString())
                .toList();
    }
}
