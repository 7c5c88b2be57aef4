package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.returns.rate.Solution;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A portfolio valued over a span, in numbers that can be checked by hand. */
class PerformanceReaderTest {

    private static final Ticker ACME = new Ticker("ACME");
    private static final Ticker ZETA = new Ticker("ZETA");

    private final List<Quote> quotes = new ArrayList<>();
    private long sequence;

    /**
     * 10 units at 100 become 1,200 by July; 10 more at 120 make 2,400, which become 1,800: 1.2 × 0.75 = 0.9. The mean of
     * money is worse off, since there was more of it when the price fell.
     */
    @Test
    void timeWeightedReturnsLeaveOutWhenMoneyWasPutInAndMoneyWeightedOnesDoNot() {
        quote(ACME, "100", "2025-01-01T00:00:00Z");
        quote(ACME, "120", "2025-07-01T00:00:00Z");
        quote(ACME, "90", "2025-12-01T00:00:00Z");
        List<FoldedTrade> trades =
                List.of(buy("10", "100", "2025-01-01T09:00:00Z"), buy("10", "120", "2025-07-01T09:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(performance.points()).hasSize(13);
        assertThat(texts(performance, point -> Decimals.text(point.value())))
                .containsExactly(
                        "0", "1000", "1000", "1000", "1000", "1000", "1200", "2400", "2400", "2400", "2400", "1800",
                        "1800");
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted))
                .containsExactly("-", "0", "0", "0", "0", "0", "20", "20", "20", "20", "20", "-10", "-10");
        assertThat(performance.points().getLast().cost()).isEqualByComparingTo("2200");
        assertThat(performance.points().getLast().total()).isEqualByComparingTo("-400");
        assertThat(performance.moneyWeighted().solution()).isEqualTo(Solution.UNIQUE);
        assertThat(performance.moneyWeighted().rates().getFirst().overSpan())
                .isBetween(new BigDecimal("-26"), new BigDecimal("-24"));
    }

    /** Closed with a gain of 50 and opened again: the 50 stay realised, and the time between counts for nothing. */
    @Test
    void aPositionThatIsClosedAndOpenedAgainGoesOn() {
        quote(ACME, "150", "2025-02-01T00:00:00Z");
        quote(ACME, "75", "2025-03-01T00:00:00Z");
        quote(ACME, "150", "2025-04-01T00:00:00Z");
        List<FoldedTrade> trades = List.of(
                buy("1", "100", "2025-01-10T09:00:00Z"),
                sell("1", "150", "2025-02-10T09:00:00Z"),
                buy("2", "75", "2025-03-10T09:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-05-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, point -> Decimals.text(point.value())))
                .containsExactly("0", "150", "0", "300", "300");
        assertThat(texts(performance, point -> Decimals.text(point.realised())))
                .containsExactly("0", "0", "50", "50", "50");
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted))
                .containsExactly("-", "50", "50", "200", "200");
    }

    /** 100 in and 110 out within one day are 10 % more, and no rate a year: no time has passed. */
    @Test
    void whatIsBoughtAndSoldOnOneDayHasAReturnAndNoRate() {
        List<FoldedTrade> trades =
                List.of(buy("1", "100", "2025-01-10T09:00:00Z"), sell("1", "110", "2025-01-10T17:00:00Z"));

        Performance performance =
                performance(Interval.WEEK, "2025-01-09T00:00:00Z", "2025-01-20T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, point -> Decimals.text(point.total()))).containsExactly("0", "10", "10");
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("-", "10", "10");
        assertThat(performance.moneyWeighted().solution()).isEqualTo(Solution.NONE);
    }

    @Test
    void aPortfolioWithoutTradesHasNoReturnAtAll() {
        Performance performance = performance(Interval.DAY, "2025-01-09T00:00:00Z", "2025-01-11T00:00:00Z", Map.of());

        assertThat(texts(performance, point -> Decimals.text(point.value()))).containsExactly("0", "0", "0");
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("-", "-", "-");
        assertThat(performance.moneyWeighted().solution()).isEqualTo(Solution.NONE);
    }

    /** A trade at a boundary is in the point at it, and on no side twice. */
    @Test
    void aTradeAtTheBeginningOfAMonthIsSeenByThatPoint() {
        quote(ACME, "100", "2025-01-01T00:00:00Z");
        List<FoldedTrade> trades =
                List.of(buy("1", "100", "2025-02-01T00:00:00Z"), buy("1", "100", "2025-02-28T23:59:59.999999Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-03-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, point -> Decimals.text(point.value()))).containsExactly("0", "100", "200");
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("-", "0", "0");
    }

    @Test
    void aTickerThatNobodyHasQuotedIsPricedAtItsLastTradeAndMarked() {
        List<FoldedTrade> trades =
                List.of(buy("10", "0.0000000001", "2025-01-01T09:00:00Z"), buy("1", "2", "2025-01-02T09:00:00Z"));

        Performance performance =
                performance(Interval.DAY, "2025-01-01T00:00:00Z", "2025-01-04T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, point -> Decimals.text(point.value())))
                .containsExactly("0", "0.000000001", "22", "22");
        assertThat(performance.points()).extracting(Performance.Point::stale).containsExactly(false, true, true, true);
    }

    /** Only what is after the start is a flow; what came before is there from the start. */
    @Test
    void whatWasHeldBeforeTheSpanIsWhatItBeginsWith() {
        quote(ACME, "100", "2025-02-01T00:00:00Z");
        quote(ACME, "110", "2025-06-01T00:00:00Z");
        List<FoldedTrade> trades =
                List.of(buy("10", "50", "2025-01-10T09:00:00Z"), buy("10", "50", "2025-02-01T00:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-02-01T00:00:00Z", "2026-02-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(performance.points().getFirst().value()).isEqualByComparingTo("2000");
        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("10");
        assertThat(performance.moneyWeighted().rates().getFirst().annual()).contains(new BigDecimal("10"));
    }

    @Test
    void tradesThatDoNotCountChangeNothing() {
        List<FoldedTrade> trades = List.of(
                entry(Side.SELL, "5", "100", "2025-01-10T09:00:00Z", FoldOutcome.rejected(BigDecimal.ZERO)),
                entry(Side.BUY, "5", "100", "2025-01-11T09:00:00Z", FoldOutcome.FAILED));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-03-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(performance.points())
                .allSatisfy(point -> assertThat(point.total()).isZero());
        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("-", "-", "-");
        assertThat(performance.moneyWeighted().solution()).isEqualTo(Solution.NONE);
    }

    /** 100 → 200 and 300 → 300: 400 → 500. */
    @Test
    void tickersAddUp() {
        quote(ACME, "100", "2025-01-01T00:00:00Z");
        quote(ACME, "200", "2025-03-01T00:00:00Z");
        quote(ZETA, "300", "2025-01-01T00:00:00Z");

        Performance performance = performance(
                Interval.MONTH,
                "2025-02-01T00:00:00Z",
                "2025-03-01T00:00:00Z",
                Map.of(
                        ACME, List.of(buy("1", "100", "2025-01-10T09:00:00Z")),
                        ZETA, List.of(buy("1", "300", "2025-01-10T09:00:00Z"))));

        assertThat(texts(performance, point -> Decimals.text(point.value()))).containsExactly("400", "500");
        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("25");
    }

    /** The issue that this rule comes from: the size of the second buy must not matter. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "1000", "0.000001", "999999999"})
    void theSizeOfALaterBuyDoesNotMatter(String units) {
        List<FoldedTrade> trades =
                List.of(buy("10", "100", "2025-01-02T12:00:00Z"), buy(units, "200", "2025-07-01T12:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-08-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("100");
    }

    @Test
    void aLargeBuyAfterAFallDoesNotHideIt() {
        List<FoldedTrade> trades =
                List.of(buy("10", "680", "2025-01-02T12:00:00Z"), buy("1000", "340", "2025-07-01T12:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-08-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("-50");
    }

    /** 1,000 become 900, which are taken out and put into another fund an hour later. */
    @Test
    void aFundThatIsSwitchedIntoAnotherOnOneDayHasLostWhatItHadLost() {
        Map<Ticker, List<FoldedTrade>> trades = Map.of(
                ACME, List.of(buy("10", "100", "2025-01-02T12:00:00Z"), sell("10", "90", "2025-07-01T10:00:00Z")),
                ZETA, List.of(buy("9", "100", "2025-07-01T11:00:00Z")));

        assertThat(timeWeighted(performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-08-01T00:00:00Z", trades)
                        .points()
                        .getLast()))
                .isEqualTo("-10");
    }

    @Test
    void soHasOneThatIsSwitchedInOneInstant() {
        Map<Ticker, List<FoldedTrade>> trades = Map.of(
                ACME, List.of(buy("10", "100", "2025-01-02T12:00:00Z"), sell("10", "90", "2025-07-01T10:00:00Z")),
                ZETA, List.of(buy("9", "100", "2025-07-01T10:00:00Z")));

        assertThat(timeWeighted(performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-08-01T00:00:00Z", trades)
                        .points()
                        .getLast()))
                .isEqualTo("-10");
    }

    /**
     * The textbook's 9.79 %, as in docs/returns.md: 1,000 units at 1,000 become 1,162,484; 80 units at 1,162.484 are bought
     * for 92,998.72; all becomes 1,185,715.8. 1.162484 × (1,185,715.8 ÷ 1,255,482.72) = 1.097885. Whether the market says 1,162.484 an
     * hour before the deposit, at its moment or an hour after makes no difference: the deposit itself says it.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {"2025-07-01T11:00:00Z", "2025-07-01T12:00:00Z", "2025-07-01T13:00:00Z", "2025-12-01T00:00:00Z"})
    void aTextbooksExampleComesOutWhereverThePriceIsObserved(String quoted) {
        quote(ACME, "1162.484", quoted);
        quote(ACME, "1097.885", "2025-12-31T12:00:00Z");
        List<FoldedTrade> trades =
                List.of(buy("1000", "1000", "2025-01-01T12:00:00Z"), buy("80", "1162.484", "2025-07-01T12:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("9.7885");
    }

    /** The deposit goes into another fund, so only the market says what the first one was worth. */
    @ParameterizedTest
    @CsvSource({
        "2025-07-01T11:00:00Z, 9.7885",
        "2025-07-01T12:00:00Z, 9.7885",
        // Too late: at the deposit, what is known is 1,000,000, and 1,192,328 ÷ 1,100,000 is what came of it.
        "2025-07-01T13:00:00Z, 8.3935"
    })
    void aDepositIntoAnotherFundCutsAtThePricesOfItsMoment(String quoted, String expected) {
        quote(ACME, "1.162484", quoted);
        quote(ACME, "1.092328", "2025-12-31T12:00:00Z");
        Map<Ticker, List<FoldedTrade>> trades = Map.of(
                ACME, List.of(buy("1000000", "1", "2025-01-01T12:00:00Z")),
                ZETA, List.of(buy("100000", "1", "2025-07-01T12:00:00Z")));

        assertThat(timeWeighted(performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z", trades)
                        .points()
                        .getLast()))
                .isEqualTo(expected);
    }

    /** One share becomes two, and each is worth half. */
    @Test
    void aBonusIsNoFlowAndChangesNothingWhereThePriceHalves() {
        quote(ACME, "50", "2025-06-02T00:00:00Z");
        List<FoldedTrade> trades = List.of(
                buy("10", "100", "2025-01-02T12:00:00Z"),
                buy("10", "0", "2025-06-02T00:00:00Z"),
                buy("10", "50", "2025-07-01T12:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-01-01T00:00:00Z", "2025-08-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, PerformanceReaderTest::timeWeighted))
                .containsExactly("-", "0", "0", "0", "0", "0", "0", "0");
        assertThat(Decimals.text(performance.points().getLast().value())).isEqualTo("1500");
    }

    @Test
    void aWorthlessSaleOfAllIsALossOfAll() {
        List<FoldedTrade> trades =
                List.of(buy("10", "100", "2025-01-02T12:00:00Z"), sell("10", "0", "2025-06-02T00:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-05-01T00:00:00Z", "2025-07-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("0", "0", "-100");
        assertThat(Decimals.text(performance.points().getLast().realised())).isEqualTo("-1000");
    }

    /** 10 at 100; one more for each comes free as 10 are bought at 60: 20 × 60 ÷ 1,000. */
    @Test
    void unitsThatComeFreeAtTheInstantOfABuyAreHeldRightBeforeIt() {
        List<FoldedTrade> trades = List.of(
                buy("10", "100", "2025-01-02T12:00:00Z"),
                buy("10", "0", "2025-06-02T00:00:00Z"),
                buy("10", "60", "2025-06-02T00:00:00Z"));

        Performance performance =
                performance(Interval.MONTH, "2025-05-01T00:00:00Z", "2025-07-01T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("0", "0", "20");
    }

    /** 100 → 110 → 121 by the trades' own prices, in the order of the day. */
    @Test
    void theOrderOfFlowsWithinADayIsSeen() {
        List<FoldedTrade> trades = List.of(
                buy("10", "100", "2025-01-02T09:00:00Z"),
                buy("90", "110", "2025-01-02T12:00:00Z"),
                sell("99", "121", "2025-01-02T15:00:00Z"));

        Performance performance =
                performance(Interval.DAY, "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", Map.of(ACME, trades));

        assertThat(texts(performance, PerformanceReaderTest::timeWeighted)).containsExactly("-", "21");
    }

    /** The quote of five years ago says nothing about what was bought today. */
    @Test
    void anOldQuoteDoesNotOutrankALaterTrade() {
        quote(ACME, "100", "2020-01-01T00:00:00Z");
        List<FoldedTrade> trades = List.of(buy("10", "500", "2025-01-02T09:00:00Z"));

        Performance performance =
                performance(Interval.DAY, "2025-01-02T00:00:00Z", "2025-01-03T00:00:00Z", Map.of(ACME, trades));

        assertThat(Decimals.text(performance.points().getLast().value())).isEqualTo("5000");
        assertThat(timeWeighted(performance.points().getLast())).isEqualTo("0");
    }

    private static String timeWeighted(Performance.Point point) {
        return point.timeWeighted().map(BigDecimal::toPlainString).orElse("-");
    }

    private static List<String> texts(Performance performance, Function<Performance.Point, String> text) {
        return performance.points().stream().map(text).toList();
    }

    private Performance performance(Interval interval, String from, String to, Map<Ticker, List<FoldedTrade>> trades) {
        List<Instant> moments = trades.values().stream()
                .flatMap(List::stream)
                .map(foldedTrade -> foldedTrade.tradeOrder().executedAt())
                .toList();
        Timeline timeline =
                Timeline.of(interval.divide(Instant.parse(from), Instant.parse(to), ZoneOffset.UTC, 100), moments);
        PerformanceReader reader = new PerformanceReader(
                timeline,
                new Pricing(Optional.empty(), Duration.ofDays(10_000)),
                (ticker, _) -> quotesOf(ticker),
                new BookRules(new CurrencyCode("USD"), false),
                RatesAt.NONE,
                Map.of());
        trades.forEach((ticker, entries) -> {
            reader.begin(ticker, Position.EMPTY, null);
            entries.forEach(foldedTrade ->
                    reader.next(foldedTrade, foldedTrade.tradeOrder().executedAt()));
        });
        return reader.performance();
    }

    private Iterator<Quote> quotesOf(Ticker ticker) {
        return quotes.stream()
                .filter(quote -> quote.ticker().equals(ticker))
                .sorted(Comparator.comparing(Quote::time))
                .iterator();
    }

    private void quote(Ticker ticker, String price, String time) {
        quotes.add(new Quote(
                ticker, Price.of(price), new CurrencyCode("USD"), Instant.parse(time), new PriceSourceName("test")));
    }

    private FoldedTrade buy(String volume, String price, String time) {
        return entry(Side.BUY, volume, price, time, FoldOutcome.APPLIED);
    }

    private FoldedTrade sell(String volume, String price, String time) {
        return entry(Side.SELL, volume, price, time, FoldOutcome.APPLIED);
    }

    private FoldedTrade entry(Side side, String volume, String price, String time, FoldOutcome foldOutcome) {
        sequence++;
        return new FoldedTrade(
                new TradeOrder(Instant.parse(time), Rank.of(side), new RefId("ref-" + sequence)),
                Volume.of(volume),
                Price.of(price),
                foldOutcome.equals(FoldOutcome.FAILED) ? TradeStatus.FAILED : TradeStatus.SUCCESS,
                foldOutcome);
    }
}
