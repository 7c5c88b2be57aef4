package io.trakkit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.HttpAnswer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Lots, realised gains, income and cash, which are computed when asked for. */
class BooksTest extends ApiTest {

    private static final Conversion DOLLARS = new Conversion(new CurrencyCode("USD"), FxRate.of("0.9"));

    private final Broker broker = new Broker(DATABASE);

    @BeforeEach
    void openPortfolio() {
        model.portfolio(1, "u-1", "growth", "EUR", true);
    }

    /** 10 at 100 and 10 at 200 with a fee of 10; 10 sold at 300 with a fee of 5. */
    private void threeTrades() {
        broker.trade("ACME", Side.BUY, "10", "100", "0", null, "2025-01-01T00:00:00Z");
        broker.trade("ACME", Side.BUY, "10", "200", "10", null, "2025-02-01T00:00:00Z");
        broker.trade("ACME", Side.SELL, "10", "300", "5", null, "2025-03-01T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({"average, 1505, 1490, 1505", "fifo, 2010, 1995, 1000", "lifo, 1000, 985, 2010", "hifo, 1000, 985, 2010"
    })
    void eachMethodTakesItsLots(String method, String costLeft, String gain, String costTaken) {
        threeTrades();

        HttpAnswer lots = get("/api/v1/portfolio/1/lots/?cost_method=" + method);
        HttpAnswer gains = get("/api/v1/portfolio/1/realised-gains/?cost_method=" + method);
        HttpAnswer summary = get("/api/v1/portfolio-summary/?cost_method=" + method);
        HttpAnswer returns = get("/api/v1/portfolio/1/cumulative-returns/?cost_method=" + method);
        HttpAnswer performance = get("/api/v1/portfolio/1/performance/?from=2025-01-01T00:00:00Z"
                + "&to=2025-04-01T00:00:00Z&interval=month&cost_method=" + method);

        assertThat(text(lots, "/cost")).isEqualTo(costLeft);
        assertThat(text(lots, "/realised")).isEqualTo(gain);
        assertThat(text(gains, "/gain")).isEqualTo(gain);
        assertThat(text(gains, "/cost")).isEqualTo(costTaken);
        assertThat(text(gains, "/results/0/gain")).isEqualTo(gain);
        assertThat(text(gains, "/results/0/fees")).isEqualTo("5");
        assertThat(text(summary, "/results/0/cost")).isEqualTo(costLeft);
        assertThat(text(summary, "/results/0/realised_return")).isEqualTo(gain);
        assertThat(text(returns, "/cost")).isEqualTo(costLeft);
        assertThat(text(returns, "/realised")).isEqualTo(gain);
        assertThat(text(performance, "/points/3/cost")).isEqualTo(costLeft);
        assertThat(text(performance, "/points/3/realised")).isEqualTo(gain);
    }

    @Test
    void aDisposalNamesItsLotsWithTheDaysThatTheyWereHeld() {
        threeTrades();

        JsonNode disposal = get("/api/v1/portfolio/1/realised-gains/?cost_method=fifo")
                .json()
                .at("/results/0");

        assertThat(disposal.get("ticker").stringValue()).isEqualTo("ACME");
        assertThat(disposal.get("cause").stringValue()).isEqualTo("trade");
        assertThat(disposal.get("disposed_at").stringValue()).isEqualTo("2025-03-01T00:00:00.000000Z");
        assertThat(disposal.get("lots")).hasSize(1);
        assertThat(disposal.at("/lots/0/days_held").intValue()).isEqualTo(59);
        assertThat(disposal.at("/lots/0/ref_id").stringValue()).isEqualTo("ref-0");
    }

    /** Ids of corporate actions and ref_ids are given apart from each other. */
    @Test
    void anActionWithTheIdAndTheTimeOfAnActivityIsARowOfItsOwn() {
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        String refId = broker.activity(
                "ACME",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("2")),
                "0",
                null,
                "2025-02-01T00:00:00Z");
        model.action(
                refId,
                "ACME",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("3")),
                "2025-02-01T00:00:00Z");

        HttpAnswer income = get("/api/v1/portfolio/1/income/");
        HttpAnswer first = get("/api/v1/portfolio/1/income/?page_size=1");
        HttpAnswer second = get(first.json().get("next").stringValue());
        HttpAnswer cash = get("/api/v1/portfolio/1/cash/");

        assertThat(text(income, "/net")).isEqualTo("50");
        assertThat(text(income, "/results/0/net")).isEqualTo("30");
        assertThat(text(income, "/results/1/net")).isEqualTo("20");
        assertThat(text(first, "/results/0/net")).isEqualTo("30");
        assertThat(text(second, "/results/0/net")).isEqualTo("20");
        assertThat(cash.json().get("results")).hasSize(3);
    }

    /** The summary has it at once, as it has a trade that is slightly ahead of its receipt. */
    @Test
    void anActionThatIsSlightlyAheadCountsAtOnce() {
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        Instant ahead = Instant.now().plusSeconds(200).truncatedTo(ChronoUnit.SECONDS);
        model.action(
                "split-1",
                "ACME",
                ActivityTerms.ofRatio(ActivityType.SPLIT, new Ratio(BigDecimal.TWO, BigDecimal.ONE)),
                ahead.toString());

        HttpAnswer lots = get("/api/v1/portfolio/1/lots/");

        assertThat(text(lots, "/results/0/volume_text")).isEqualTo("20");
    }

    @Test
    void gainsOutsideTheSpanAreLeftOutOfRowsAndTotals() {
        threeTrades();

        HttpAnswer none = get("/api/v1/portfolio/1/realised-gains/?from=2025-03-01T00:00:00.000001Z");
        HttpAnswer one = get("/api/v1/portfolio/1/realised-gains/?from=2025-03-01T00:00:00Z&to=2025-03-01T00:00:00Z");

        assertThat(none.json().get("count").intValue()).isZero();
        assertThat(text(none, "/gain")).isEqualTo("0");
        assertThat(one.json().get("count").intValue()).isEqualTo(1);
    }

    @Test
    void pagesOfLotsFollowEachOther() {
        for (int day = 1; day <= 5; day++) {
            broker.buy("ACME", "1", "100", "2025-01-0" + day + "T00:00:00Z");
        }

        HttpAnswer first = get("/api/v1/portfolio/1/lots/?page_size=2");
        HttpAnswer second = get(first.json().get("next").stringValue());
        HttpAnswer third = get(second.json().get("next").stringValue());
        HttpAnswer back = get(second.json().get("previous").stringValue());

        assertThat(refIds(first)).containsExactly("ref-0", "ref-1");
        assertThat(refIds(second)).containsExactly("ref-2", "ref-3");
        assertThat(refIds(third)).containsExactly("ref-4");
        assertThat(third.json().get("next").isNull()).isTrue();
        assertThat(refIds(back)).containsExactly("ref-0", "ref-1");
        assertThat(refIds(get("/api/v1/portfolio/1/lots/?ordering=-acquired_at&page_size=2&page=2")))
                .containsExactly("ref-2", "ref-1");
        assertThat(first.json().get("count").intValue()).isEqualTo(5);
        assertThat(text(third, "/cost")).isEqualTo("500");
    }

    /** 100.5 + 100.5 and 0.5 + 0.5, written as all amounts are. */
    @Test
    void totalsOfLotsHaveNoZerosAtTheirEnd() {
        broker.trade("ACME", Side.BUY, "1", "100", "0.5", null, "2025-01-01T00:00:00Z");
        broker.trade("ZETA", Side.BUY, "1", "100", "0.5", null, "2025-01-01T00:00:00Z");

        HttpAnswer lots = get("/api/v1/portfolio/1/lots/");

        assertThat(text(lots, "/cost")).isEqualTo("201");
        assertThat(text(lots, "/fees")).isEqualTo("1");
    }

    /** 10 held, 2 per unit in USD at 0.9 with 3 of tax: (20 − 3) × 0.9 = 15.3; 7 of interest. */
    @Test
    void incomeHasEntriesAndTotalsByTickerAndYear() {
        broker.buy("ACME", "10", "100", "2024-01-01T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("2")),
                "3",
                DOLLARS,
                "2024-06-01T00:00:00Z");
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.INTEREST, new BigDecimal("7")),
                "0",
                null,
                "2025-06-01T00:00:00Z");

        HttpAnswer all = get("/api/v1/portfolio/1/income/");
        HttpAnswer later = get("/api/v1/portfolio/1/income/?from=2025-01-01T00:00:00Z");

        assertThat(text(all, "/net")).isEqualTo("22.3");
        assertThat(all.json().at("/results/0").toString())
                .isEqualTo(
                        "{\"ticker\":\"ACME\",\"at\":\"2024-06-01T00:00:00.000000Z\",\"ref_id\":\"act-1\","
                                + "\"type\":\"dividend\",\"currency\":\"USD\",\"gross\":\"20\",\"tax\":\"3\",\"net\":\"15.3\"}");
        assertThat(all.json().get("totals").toString())
                .isEqualTo("[{\"ticker\":null,\"year\":2025,\"type\":\"interest\",\"currency\":\"EUR\",\"gross\":\"7\","
                        + "\"tax\":\"0\",\"net\":\"7\"},{\"ticker\":\"ACME\",\"year\":2024,\"type\":\"dividend\","
                        + "\"currency\":\"USD\",\"gross\":\"20\",\"tax\":\"3\",\"net\":\"15.3\"}]");
        assertThat(text(later, "/net")).isEqualTo("7");
        assertThat(later.json().get("count").intValue()).isEqualTo(1);
    }

    /** 5,000 come, 1,000 and 10 of fee go for a purchase, 20 come as a dividend in USD. */
    @Test
    void cashIsWhatItsMovementsAddUpTo() {
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("5000")),
                "0",
                null,
                "2025-01-01T00:00:00Z");
        broker.trade("ACME", Side.BUY, "10", "100", "10", null, "2025-01-02T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("20")),
                "0",
                DOLLARS,
                "2025-01-03T00:00:00Z");

        HttpAnswer cash = get("/api/v1/portfolio/1/cash/");

        assertThat(cash.json().get("balances").toString())
                .isEqualTo(
                        "[{\"currency\":\"EUR\",\"balance\":\"3990\",\"by_kind\":{\"buy\":\"-1010\",\"deposit\":\"5000\"}},"
                                + "{\"currency\":\"USD\",\"balance\":\"20\",\"by_kind\":{\"dividend\":\"20\"}}]");
        assertThat(cash.json().get("count").intValue()).isEqualTo(3);
        assertThat(cash.json().at("/results/0/kind").stringValue()).isEqualTo("deposit");
        assertThat(cash.json().at("/results/2/converted").stringValue()).isEqualTo("18");
    }

    @Test
    void theKeyOfCashIsInNoList() {
        broker.activity(
                null,
                ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal("5000")),
                "0",
                null,
                "2025-01-01T00:00:00Z");

        assertThat(get("/api/v1/portfolio-summary/?include_closed=true")
                        .json()
                        .get("count")
                        .intValue())
                .isZero();
        assertThat(get("/api/v1/portfolio/1/cumulative-returns/").json().get("positions"))
                .isEmpty();
        assertThat(get("/api/v1/portfolio/1/lots/").json().get("count").intValue())
                .isZero();
    }

    @Test
    void aShortPositionIsOpen() {
        model.execute("UPDATE portfolios SET currency = 'USD'");
        broker.trade("ACME", Side.SELL, "10", "100", "0", null, "2025-01-01T00:00:00Z");
        model.quote("ACME", "90", "2025-02-01T00:00:00Z");

        JsonNode summary = get("/api/v1/portfolio-summary/").json().at("/results/0");
        JsonNode returns = get("/api/v1/portfolio/1/cumulative-returns/").json();

        assertThat(summary.get("volume").toString()).isEqualTo("-10");
        assertThat(summary.get("cost").stringValue()).isEqualTo("-1000");
        assertThat(summary.get("average_amount").stringValue()).isEqualTo("100.00");
        assertThat(returns.get("market_value").stringValue()).isEqualTo("-900");
        assertThat(returns.get("unrealised").stringValue()).isEqualTo("100");
        assertThat(returns.get("percentage").stringValue()).isEqualTo("10");
    }

    /** Its two parts have twelve digits each, and their sum thirteen. */
    @Test
    void aBonusOfTheLargestRatioRestatesPrices() {
        BigDecimal largest = new BigDecimal("999999999999");
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        model.quote("ACME", "100", "2025-01-02T00:00:00Z");
        broker.activity(
                "ACME",
                ActivityTerms.ofRatio(ActivityType.BONUS, new Ratio(largest, largest)),
                "0",
                null,
                "2025-02-01T00:00:00Z");

        HttpAnswer returns = get("/api/v1/portfolio/1/cumulative-returns/");

        assertThat(text(returns, "/positions/0/held_text")).isEqualTo("20");
        assertThat(text(returns, "/positions/0/price")).isEqualTo("50");
        assertThat(text(returns, "/market_value")).isEqualTo("1000");
    }

    @Test
    void unitsThatComeFreeAreALotWithoutCost() {
        broker.buy("ACME", "10", "100", "2025-01-01T00:00:00Z");
        broker.activity(
                "ACME", ActivityTerms.ofVolume(ActivityType.BONUS, Volume.of("5")), "0", null, "2025-02-01T00:00:00Z");

        HttpAnswer lots = get("/api/v1/portfolio/1/lots/?cost_method=fifo");

        assertThat(text(lots, "/results/1/cost")).isEqualTo("0");
        assertThat(text(lots, "/results/1/volume_text")).isEqualTo("5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lots/?cost_method=newest",
                "lots/?ticker=!",
                "lots/?from=2025-01-01T00:00:00Z",
                "realised-gains/?from=yesterday",
                "realised-gains/?from=2025-02-01T00:00:00Z&to=2025-01-01T00:00:00Z",
                "income/?cost_method=fifo",
                "income/?page=0",
                "cash/?from=2025-01-01T00:00:00Z",
                "cash/?cursor=x"
            })
    void aWrongParameterIsRefused(String path) {
        assertThat(get("/api/v1/portfolio/1/" + path).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lots", "realised-gains", "income", "cash"})
    void anUnknownPortfolioIsNotFoundAndAnUnchangedAnswerIsNotSentAgain(String list) {
        assertThat(get("/api/v1/portfolio/99/" + list + "/").status()).isEqualTo(404);

        HttpAnswer answer = get("/api/v1/portfolio/1/" + list + "/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(get("/api/v1/portfolio/1/" + list + "/", "If-None-Match", answer.header("ETag"))
                        .status())
                .isEqualTo(304);
    }

    private static String text(HttpAnswer answer, String pointer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().at(pointer).stringValue();
    }

    private static List<String> refIds(HttpAnswer answer) {
        return StreamSupport.stream(answer.json().get("results").spliterator(), false)
                .map(row -> row.get("ref_id").stringValue())
                .toList();
    }
}
