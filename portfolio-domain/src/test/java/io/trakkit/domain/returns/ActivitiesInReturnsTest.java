package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What activities, charges, currencies and short positions do to the performance of a portfolio: the examples of docs/returns.md. */
class ActivitiesInReturnsTest {

    private static final Ticker ACME = new Ticker("ACME");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

    private final List<FoldedRecord> records = new ArrayList<>();
    private final List<Quote> quotes = new ArrayList<>();
    private final TreeMap<Instant, String> rates = new TreeMap<>();
    private boolean allowShort;

    /** 10 at 100; 5 per unit are paid: (1,000 + 50) ÷ 1,000. */
    @Test
    void aDividendIsGrowth() {
        buy("10", "100", "2025-02-01");
        activity(ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("5")), "0", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("5");
        assertThat(last().income()).isEqualByComparingTo("50");
        assertThat(last().total()).isEqualByComparingTo("50");
    }

    /** (1,000 + 50 − 15) ÷ 1,000. */
    @Test
    void taxOnADividendLowersIt() {
        buy("10", "100", "2025-02-01");
        activity(ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("50")), "15", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("3.5");
    }

    /** 10 at 100; 20 per unit are returned, and the price falls to 80: (800 + 200) ÷ 1,000. */
    @Test
    void capitalThatIsReturnedIsNoLoss() {
        buy("10", "100", "2025-02-01");
        activity(ActivityTerms.perUnit(ActivityType.RETURN_OF_CAPITAL, new BigDecimal("20")), "0", "2025-06-01");
        quote("80", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("0");
        assertThat(last().total()).isEqualByComparingTo("0");
    }

    /** 1,000 put in, 50 out after a year, 1,000 at the end: 5 %. */
    @Test
    void theMoneyWeightedReturnHasADividendAsMoneyTakenOut() {
        buy("10", "100", "2025-01-01", "0", "0");
        activity(ActivityTerms.ofTotal(ActivityType.DIVIDEND, new BigDecimal("50")), "0", "2026-01-01");

        assertThat(performance("2026-01-01").moneyWeighted().rates().getFirst().annual())
                .contains(new BigDecimal("5"));
    }

    /** A split is no flow: 10 at 100, 2:1, 20 at 55. */
    @Test
    void aSplitIsNoFlowAndOldQuotesAreRestated() {
        buy("10", "100", "2025-02-01");
        quote("110", "2025-05-01");
        activity(split("2", "1"), "0", "2025-06-01");

        assertThat(values("2025-05-15", "2025-06-01", "2025-07-01")).containsExactly("1100", "1100", "1100");
        assertThat(timeWeighted()).isEqualTo("10");

        quote("55", "2025-06-02");
        assertThat(values("2025-05-15", "2025-06-01", "2025-07-01")).containsExactly("1100", "1100", "1100");
    }

    @Test
    void aSplitAtTheInstantOfABuyRestatesWhatWasHeldBefore() {
        buy("10", "100", "2025-02-01");
        activity(split("2", "1"), "0", "2025-06-01");
        buy("1000", "55", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("10");
    }

    @Test
    void freeUnitsAreGrowth() {
        buy("10", "100", "2025-02-01");
        activity(ActivityTerms.ofVolume(ActivityType.BONUS, Volume.of("1")), "0", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("10");
    }

    /** 10.5 at 100; 0.5 are paid with 60: (1,000 + 60) ÷ 1,050. */
    @Test
    void cashInLieuIsWhatTheFractionWasWorth() {
        buy("10.5", "100", "2025-02-01");
        activity(
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of("0.5"), new BigDecimal("60")),
                "0",
                "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("0.9524");
    }

    /** 20 at 100; 10.5 of another come at 100, and 0.5 of those are paid with 50 at once, which is no gain of the 20. */
    @Test
    void cashInLieuOfUnitsThatComeAtItsInstantIsNoGain() {
        buy("20", "100", "2025-02-01");
        List<FoldedRecord> longOnes = List.copyOf(records);
        records.clear();
        transferIn("10.5", "1050", "2025-06-01");
        activity(
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of("0.5"), new BigDecimal("50")),
                "0",
                "2025-06-01");

        Performance found = performance("2025-12-01", Map.of(ACME, longOnes, new Ticker("ZETA"), records));

        assertThat(found.points().getLast().timeWeighted().orElseThrow()).isEqualByComparingTo("0");
    }

    /** 10 that cost 1,000 come and are 20 at once; they are worth 1,100 after a year. */
    @Test
    void aSplitAtTheInstantOfATransferMultipliesWhatCame() {
        transferIn("10", "1000", "2025-01-01");
        activity(split("2", "1"), "0", "2025-01-01");
        quote("55", "2026-01-01");

        assertThat(performance("2026-01-01").moneyWeighted().rates().getFirst().annual())
                .contains(new BigDecimal("10"));
    }

    /** 10 that cost 1,000 come and are 25 with 3 new ones per 2; they are worth 1,100 after a year. */
    @Test
    void aBonusAtTheInstantOfATransferIsOfWhatCame() {
        transferIn("10", "1000", "2025-01-01");
        activity(
                ActivityTerms.ofRatio(ActivityType.BONUS, new Ratio(new BigDecimal("3"), new BigDecimal("2"))),
                "0",
                "2025-01-01");
        quote("44", "2026-01-01");

        assertThat(performance("2026-01-01").moneyWeighted().rates().getFirst().annual())
                .contains(new BigDecimal("10"));
    }

    private void transferIn(String volume, String cost, String day) {
        activity(ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of(volume), new BigDecimal(cost)), "0", day);
    }

    /** Units that are transferred in are worth their market price, not their cost: 10 at 100 → 120, 5 come, 15 → 132. */
    @Test
    void aTransferIsAFlowAtThePriceOfItsMoment() {
        buy("10", "100", "2025-02-01");
        quote("120", "2025-05-01");
        activity(
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("5"), new BigDecimal("10")),
                "0",
                "2025-06-01");
        quote("132", "2025-07-01");

        assertThat(timeWeighted()).isEqualTo("32");
    }

    @Test
    void unitsThatLeaveForElsewhereAreTakenOutAtTheirPrice() {
        buy("10", "100", "2025-01-01", "0", "0");
        quote("110", "2025-12-31");
        activity(ActivityTerms.ofVolume(ActivityType.TRANSFER_OUT, Volume.of("10")), "0", "2026-01-01");

        Performance found = performance("2026-01-01");
        assertThat(found.moneyWeighted().rates().getFirst().annual()).contains(new BigDecimal("10"));
        assertThat(found.points().getLast().timeWeighted().orElseThrow()).isEqualByComparingTo("10");
    }

    /** 10 at 100 and 10 of charges: 1,010 are put in, and 1,000 are there; sold at 110 with 20 of charges: 1,080 ÷ 1,010. */
    @Test
    void chargesLowerTheReturn() {
        buy("10", "100", "2025-02-01", "6", "4");
        assertThat(timeWeighted()).isEqualTo("-0.9901");

        sell("10", "110", "2025-06-01", "20");
        assertThat(timeWeighted()).isEqualTo("6.9307");
    }

    /** 1,010 in, 1,090.8 out after a year: 8 %. */
    @Test
    void theMoneyWeightedReturnHasChargesInItsFlows() {
        buy("10", "100", "2025-01-01", "10", "0");
        sell("10", "110", "2026-01-01", "9.2");

        assertThat(performance("2026-01-01").moneyWeighted().rates().getFirst().annual())
                .contains(new BigDecimal("8"));
    }

    /** 10 at 100 USD and 0.9 are 900 EUR; the rate becomes 0.99: 990 EUR, though the price stays. */
    @Test
    void aRateThatChangesIsGrowth() {
        rates.put(START, "0.9");
        rates.put(Instant.parse("2025-05-01T00:00:00Z"), "0.99");
        foreignBuy("10", "100", "0.9", "2025-02-01");

        assertThat(values("2025-04-30", "2025-05-01")).containsExactly("900", "990");
        assertThat(timeWeighted()).isEqualTo("10");
    }

    /** The other ticker's flow cuts where the rate of the first has changed: 900 → 990, 1,000,000 are put in. */
    @Test
    void aFlowOfAnotherTickerSeesTheRateOfItsMoment() {
        rates.put(START, "0.9");
        rates.put(Instant.parse("2025-05-01T00:00:00Z"), "0.99");
        foreignBuy("10", "100", "0.9", "2025-02-01");
        List<FoldedRecord> acme = List.copyOf(records);
        records.clear();
        buy("1000000", "1", "2025-05-02");
        List<FoldedRecord> zeta = List.copyOf(records);

        Performance found = performance("2025-12-01", Map.of(ACME, acme, new Ticker("ZETA"), zeta));

        assertThat(found.points().getLast().timeWeighted().orElseThrow()).isEqualByComparingTo("10");
    }

    /** Sold short: −1,000, which has nothing that could grow. */
    @Test
    void ofAShortPositionAloneThereIsNoTimeWeightedReturn() {
        allowShort = true;
        sell("10", "100", "2025-02-01", "0");
        quote("90", "2025-06-01");

        assertThat(last().value()).isEqualByComparingTo("-900");
        assertThat(last().total()).isEqualByComparingTo("100");
        assertThat(last().timeWeighted()).isEmpty();
    }

    /** 20 at 100; 10 of another are sold short at 100, and rise to 120: (2,000 − 1,200) ÷ (2,000 − 1,000). */
    @Test
    void aShortPositionCountsAgainstWhatIsHeld() {
        allowShort = true;
        buy("20", "100", "2025-02-01");
        List<FoldedRecord> longOnes = List.copyOf(records);
        records.clear();
        sell("10", "100", "2025-03-01", "0");
        List<FoldedRecord> shortOnes = List.copyOf(records);
        Ticker zeta = new Ticker("ZETA");
        quotes.add(quoteOf(zeta, "120", "2025-06-01"));

        Performance found = performance("2025-12-01", Map.of(ACME, longOnes, zeta, shortOnes));

        assertThat(found.points().getLast().timeWeighted().orElseThrow()).isEqualByComparingTo("-20");
    }

    /** More than all is lost: −100, not less. */
    @Test
    void aValueBelowZeroIsALossOfAll() {
        allowShort = true;
        buy("20", "100", "2025-02-01");
        List<FoldedRecord> longOnes = List.copyOf(records);
        records.clear();
        sell("10", "100", "2025-03-01", "0");
        List<FoldedRecord> shortOnes = List.copyOf(records);
        Ticker zeta = new Ticker("ZETA");
        quotes.add(quoteOf(zeta, "300", "2025-06-01"));

        Performance found = performance("2025-12-01", Map.of(ACME, longOnes, zeta, shortOnes));

        assertThat(found.points().getLast().value()).isEqualByComparingTo("-1000");
        assertThat(found.points().getLast().timeWeighted().orElseThrow()).isEqualByComparingTo("-100");
    }

    private static ActivityTerms split(String numerator, String denominator) {
        return ActivityTerms.ofRatio(
                ActivityType.SPLIT, new Ratio(new BigDecimal(numerator), new BigDecimal(denominator)));
    }

    private void buy(String volume, String price, String day) {
        buy(volume, price, day, "0", "0");
    }

    private void buy(String volume, String price, String day, String fee, String tax) {
        trade(Rank.BUY, volume, price, new Charges(Money.of(fee), Money.of(tax)), Optional.empty(), day);
    }

    private void sell(String volume, String price, String day, String fee) {
        trade(Rank.SELL, volume, price, new Charges(Money.of(fee), Money.ZERO), Optional.empty(), day);
    }

    private void foreignBuy(String volume, String price, String rate, String day) {
        trade(Rank.BUY, volume, price, Charges.NONE, Optional.of(new Conversion(USD, FxRate.of(rate))), day);
    }

    private void trade(
            Rank rank, String volume, String price, Charges charges, Optional<Conversion> conversion, String day) {
        records.add(new FoldedTrade(
                order(rank, day),
                Volume.of(volume),
                Price.of(price),
                charges,
                conversion,
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED));
    }

    private void activity(ActivityTerms terms, String tax, String day) {
        records.add(new FoldedActivity(
                order(Rank.ACTIVITY, day),
                terms,
                Money.of(tax),
                Optional.empty(),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED));
    }

    private TradeOrder order(Rank rank, String day) {
        return new TradeOrder(Instant.parse(day + "T00:00:00Z"), rank, new RefId("r-" + records.size()));
    }

    private void quote(String price, String day) {
        quotes.add(quoteOf(ACME, price, day));
    }

    private static Quote quoteOf(Ticker ticker, String price, String day) {
        return new Quote(ticker, Price.of(price), EUR, Instant.parse(day + "T00:00:00Z"), new PriceSourceName("test"));
    }

    private Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        assertThat(base).isEqualTo(USD);
        assertThat(quote).isEqualTo(EUR);
        return Optional.ofNullable(rates.floorEntry(time))
                .map(found -> new ObservedRate(FxRate.of(found.getValue()), found.getKey()));
    }

    private String timeWeighted() {
        return last().timeWeighted().map(Decimals::text).orElse("-");
    }

    private Performance.Point last() {
        return performance("2025-12-01").points().getLast();
    }

    private List<String> values(String... days) {
        List<Instant> points = new ArrayList<>(List.of(START));
        for (String day : days) {
            points.add(Instant.parse(day + "T00:00:00Z"));
        }
        return performance(points, Map.of(ACME, records)).points().stream()
                .skip(1)
                .map(point -> Decimals.text(point.value()))
                .toList();
    }

    private Performance performance(String to) {
        return performance(to, Map.of(ACME, records));
    }

    private Performance performance(String to, Map<Ticker, List<FoldedRecord>> byTicker) {
        Instant before = START.minusSeconds(60);
        return performance(List.of(before, Instant.parse(to + "T00:00:00Z")), byTicker);
    }

    private Performance performance(List<Instant> points, Map<Ticker, List<FoldedRecord>> byTicker) {
        List<Instant> moments = byTicker.values().stream()
                .flatMap(List::stream)
                .map(foldedRecord -> foldedRecord.tradeOrder().executedAt())
                .toList();
        Map<Ticker, Splits> splits = new TreeMap<>();
        byTicker.forEach((ticker, entries) -> splits.put(ticker, splits(entries)));
        PerformanceReader reader = new PerformanceReader(
                Timeline.of(points, moments),
                new Pricing(Optional.empty(), Duration.ofDays(10_000)),
                (ticker, _) -> quotes.stream()
                        .filter(quote -> quote.ticker().equals(ticker))
                        .sorted(Comparator.comparing(Quote::time))
                        .iterator(),
                new BookRules(EUR, allowShort),
                (RatesAt) this::rate,
                splits);
        byTicker.forEach((ticker, entries) -> {
            reader.begin(ticker, Position.EMPTY, null);
            entries.stream()
                    .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                    .filter(entry -> !entry.tradeOrder().executedAt().isAfter(points.getLast()))
                    .forEach(entry -> reader.next(entry, entry.tradeOrder().executedAt()));
        });
        return reader.performance();
    }

    private static Splits splits(List<FoldedRecord> entries) {
        return new Splits(entries.stream()
                .filter(entry -> entry instanceof FoldedActivity activity
                        && activity.terms().type() == ActivityType.SPLIT)
                .map(entry -> new Splits.Change(
                        entry.tradeOrder().executedAt(),
                        ((FoldedActivity) entry).terms().ratio().orElseThrow()))
                .toList());
    }
}
