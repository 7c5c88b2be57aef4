package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.lots.CostMethod;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
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
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The time-weighted return of portfolios whose cash is tracked: the examples of docs/returns.md. */
class CashInReturnsTest {

    private static final Ticker ACME = new Ticker("ACME");
    private static final Ticker ZETA = new Ticker("ZETA");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Instant START = Instant.parse("2025-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2025-12-01T00:00:00Z");

    private final Map<Ticker, List<FoldedRecord>> records = new TreeMap<>();
    private final List<Quote> quotes = new ArrayList<>();
    private final TreeMap<Instant, String> rates = new TreeMap<>();

    /** 1,000 put in, half of them in 10 at 50, which rise to 60: 1,100. 500 more: 1,600; at 66 it is 1,660. */
    @Test
    void depositsAreTheFlowsAndTradesAreNone() {
        deposit("1000", "2025-02-01");
        buy("10", "50", "2025-02-02");
        quote("60", "2025-03-01");
        assertThat(timeWeighted()).isEqualTo("10");

        deposit("500", "2025-04-01");
        quote("66", "2025-05-01");

        // 1.1 × 1,660 ÷ 1,600
        assertThat(timeWeighted()).isEqualTo("14.125");
        assertThat(last().value()).isEqualByComparingTo("660");
        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("1000");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.01", "500", "1000000000"})
    void theSizeOfADepositChangesNothingBeforeIt(String size) {
        deposit("1000", "2025-02-01");
        buy("10", "50", "2025-02-02");
        quote("60", "2025-03-01");
        deposit(size, "2025-04-01");

        assertThat(timeWeighted()).isEqualTo("10");
    }

    /** 10 of 1,000 are charged. */
    @Test
    void moneyIsThereBeforeItIsSpentAtTheSameInstant() {
        deposit("1000", "2025-02-01");
        trade(ACME, Rank.BUY, "10", "50", "10", Optional.empty(), "2025-02-01");

        assertThat(timeWeighted()).isEqualTo("-1");
    }

    /** 10 at 100 become 1,100 − 20. */
    @Test
    void proceedsAreTakenOutAfterTheSaleOfTheSameInstant() {
        deposit("1000", "2025-02-01");
        buy("10", "100", "2025-02-02");
        trade(ACME, Rank.SELL, "10", "110", "20", Optional.empty(), "2025-06-01");
        withdraw("1080", "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("8");
        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("0");
    }

    /** 1,000 + 50 − 15 of dividend + 10 − 2 of interest − 3 of charges. */
    @Test
    void dividendsInterestAndChargesAreGrowth() {
        deposit("1000", "2025-02-01");
        buy("10", "100", "2025-02-02");
        activity(ACME, ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("5")), "15", "2025-03-01");
        cash(ActivityType.INTEREST, "10", "2", Optional.empty(), "2025-04-01");
        cash(ActivityType.CHARGE, "3", "0", Optional.empty(), "2025-05-01");

        assertThat(timeWeighted()).isEqualTo("4");
    }

    /** (1,000 + 50) ÷ 1,000: the deposit of that instant has not earned it. */
    @Test
    void incomeOfTheInstantOfADepositIsOfWhatWasThereBefore() {
        deposit("1000", "2025-02-01");
        buy("10", "100", "2025-02-02");
        deposit("9000", "2025-03-01");
        activity(ACME, ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("5")), "0", "2025-03-01");

        assertThat(timeWeighted()).isEqualTo("5");
    }

    /** 0.5 at 100 are paid with 60 while money is put in: 60 ÷ 50. */
    @Test
    void cashInLieuOfAllUnitsAtTheInstantOfADepositIsNoLoss() {
        deposit("50", "2025-02-01");
        buy("0.5", "100", "2025-02-01");
        deposit("1000", "2025-03-01");
        activity(
                ACME,
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of("0.5"), new BigDecimal("60")),
                "0",
                "2025-03-01");

        assertThat(timeWeighted()).isEqualTo("20");
    }

    /** 20 at 100; 10.5 of another come at 100, and 0.5 of those are paid with 50 at once, which is no gain of the 20. */
    @Test
    void cashInLieuOfUnitsThatComeAtItsInstantIsNoGain() {
        deposit("2000", "2025-02-01");
        buy("20", "100", "2025-02-01");
        activity(
                ZETA,
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("10.5"), new BigDecimal("1050")),
                "0",
                "2025-06-01");
        activity(
                ZETA,
                ActivityTerms.ofVolume(ActivityType.CASH_IN_LIEU, Volume.of("0.5"), new BigDecimal("50")),
                "0",
                "2025-06-01");

        assertThat(timeWeighted()).isEqualTo("0");
        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("50");
    }

    /** 10 at 100 and no cash; at 120, 5 come: 1,800; at 132: 1.2 × 1.1. */
    @Test
    void aTransferIsAFlowAtThePriceOfItsMoment() {
        deposit("1000", "2025-02-01");
        buy("10", "100", "2025-02-01");
        quote("120", "2025-05-01");
        activity(
                ACME,
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("5"), new BigDecimal("10")),
                "0",
                "2025-06-01");
        quote("132", "2025-07-01");
        assertThat(timeWeighted()).isEqualTo("32");

        activity(ACME, ActivityTerms.ofVolume(ActivityType.TRANSFER_OUT, Volume.of("14")), "0", "2025-08-01");
        assertThat(timeWeighted()).isEqualTo("32");
    }

    /** Without any price the 5 that come have cost 80 each: 500 + 400 after it, and at 88 it is 940. */
    @Test
    void unitsWithoutAPriceComeAtTheirCost() {
        deposit("500", "2025-02-01");
        activity(
                ACME,
                ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("5"), new BigDecimal("400")),
                "0",
                "2025-03-01");
        assertThat(timeWeighted()).isEqualTo("0");

        quote("88", "2025-04-01");
        assertThat(timeWeighted()).isEqualTo("4.4444");
    }

    /** 1,000 USD at 0.90 are 900 EUR, then 990. The rate of the deposit itself does not matter. */
    @Test
    void cashOfAnotherCurrencyGrowsWithItsRate() {
        rates.put(START, "0.9");
        rates.put(Instant.parse("2025-05-01T00:00:00Z"), "0.99");
        cash(ActivityType.DEPOSIT, "1000", "0", dollars("0.95"), "2025-02-01");

        assertThat(timeWeighted()).isEqualTo("10");
        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("990");
        assertThat(last().stale()).isFalse();
    }

    /** A purchase in dollars leaves a balance of dollars below zero, until euros are exchanged: 900 taken out, 1,000 USD put in. */
    @Test
    void anExchangeIsAWithdrawalAndADepositAtOneInstant() {
        rates.put(START, "0.9");
        deposit("900", "2025-02-01");
        trade(ACME, Rank.BUY, "10", "100", "0", dollars("0.9"), "2025-02-02");
        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("0");

        withdraw("900", "2025-02-03");
        cash(ActivityType.DEPOSIT, "1000", "0", dollars("0.9"), "2025-02-03");
        rates.put(Instant.parse("2025-05-01T00:00:00Z"), "0.99");

        assertThat(timeWeighted()).isEqualTo("10");
        assertThat(last().value()).isEqualByComparingTo("990");
    }

    @Test
    void withoutARateThatOfTheLastRecordIsUsedAndMarked() {
        cash(ActivityType.DEPOSIT, "1000", "0", dollars("0.95"), "2025-02-01");

        assertThat(last().cash().orElseThrow()).isEqualByComparingTo("950");
        assertThat(last().stale()).isTrue();
        assertThat(timeWeighted()).isEqualTo("0");
    }

    /** Bought with 1,000 on credit, worth 1,010 when the money comes: 1 %; then 1,111 ÷ 1,010. */
    @Test
    void beforeTheFirstDepositTradesAreTheFlows() {
        buy("10", "100", "2025-02-01");
        quote("101", "2025-02-02");
        deposit("1000", "2025-02-03");
        quote("111.1", "2025-04-01");

        Performance found = performance("2025-02-02", "2025-02-03", "2025-05-01");

        assertThat(found.points().stream().map(point -> point.cash().map(Decimals::text)))
                .containsExactly(
                        Optional.empty(), Optional.empty(), Optional.of("0"), Optional.of("0"), Optional.of("0"));
        assertThat(timeWeighted(found)).containsExactly("-", "1", "1", "11.1", "11.1");
    }

    @Test
    void aSpanThatBeginsLaterBeginsWithUnitsAndCash() {
        deposit("1000", "2024-02-01");
        buy("10", "50", "2024-02-02");
        quote("60", "2024-03-01");
        quote("71", "2025-03-01");

        // 500 + 710 of 500 + 600
        assertThat(timeWeighted()).isEqualTo("10");
    }

    @Test
    void interestAloneDoesNotTrackCash() {
        buy("10", "100", "2025-02-01");
        cash(ActivityType.INTEREST, "10", "0", Optional.empty(), "2025-03-01");
        quote("120", "2025-04-01");

        assertThat(timeWeighted()).isEqualTo("20");
        assertThat(last().cash()).isEmpty();
    }

    /** Two tickers: a deposit of another moment cuts where the other has risen. */
    @Test
    void aDepositSeesThePricesOfAllTickers() {
        deposit("2000", "2025-02-01");
        buy("10", "100", "2025-02-01");
        trade(ZETA, Rank.BUY, "10", "100", "0", Optional.empty(), "2025-02-01");
        quote("120", "2025-03-01");
        deposit("2200", "2025-04-01");
        trade(ZETA, Rank.SELL, "10", "144", "0", Optional.empty(), "2025-05-01");

        // 2,200 ÷ 2,000 × 4,840 ÷ 4,400 − 1 = 1.1 × 1.1 − 1, where ZETA rises from 100 to 144
        assertThat(timeWeighted()).isEqualTo("21");
    }

    /** Random books, each record at its own moment, against an account that a person would keep. */
    @Test
    void randomBooksAreAsAPersonWouldReckon() {
        Seed first = Seed.ofThisRun();
        for (int book = 0; book < 200; book++) {
            Seed seed = first.plus(book);
            records.clear();
            RandomGenerator random = seed.random();
            BigDecimal money = BigDecimal.ZERO;
            BigDecimal units = BigDecimal.ZERO;
            BigDecimal price = BigDecimal.ZERO;
            BigDecimal begin = BigDecimal.ZERO;
            BigDecimal growth = BigDecimal.ONE;
            for (int n = 0; n < 40; n++) {
                String day = START.plus(Duration.ofDays(n + 1)).toString().substring(0, 10);
                BigDecimal amount = new BigDecimal(1 + random.nextInt(1_000));
                BigDecimal worth = money.add(units.multiply(price));
                int kind = n == 0 ? 0 : random.nextInt(5);
                if (kind == 0) {
                    deposit(amount.toString(), day);
                    growth = linked(growth, worth, begin);
                    money = money.add(amount);
                    begin = worth.add(amount);
                } else if (kind == 1 && money.compareTo(amount) > 0) {
                    withdraw(amount.toString(), day);
                    growth = linked(growth, worth, begin);
                    money = money.subtract(amount);
                    begin = worth.subtract(amount);
                } else if (kind == 2 && money.compareTo(amount.add(BigDecimal.ONE)) > 0) {
                    price = amount;
                    trade(ACME, Rank.BUY, "1", price.toString(), "1", Optional.empty(), day);
                    money = money.subtract(price).subtract(BigDecimal.ONE);
                    units = units.add(BigDecimal.ONE);
                } else if (kind == 3 && units.signum() > 0) {
                    price = amount;
                    trade(ACME, Rank.SELL, "1", price.toString(), "1", Optional.empty(), day);
                    money = money.add(price).subtract(BigDecimal.ONE);
                    units = units.subtract(BigDecimal.ONE);
                } else if (kind == 4) {
                    cash(ActivityType.INTEREST, amount.toString(), "0", Optional.empty(), day);
                    money = money.add(amount);
                }
            }
            growth = linked(growth, money.add(units.multiply(price)), begin);

            assertThat(last().timeWeighted().orElseThrow())
                    .as(seed.toString())
                    .isEqualByComparingTo(Percentage.of(growth.subtract(BigDecimal.ONE)));
            assertThat(last().cash().orElseThrow()).as(seed.toString()).isEqualByComparingTo(money);
        }
    }

    private static BigDecimal linked(BigDecimal growth, BigDecimal end, BigDecimal begin) {
        return begin.signum() <= 0 ? growth : growth.multiply(end).divide(begin, new MathContext(80));
    }

    private void deposit(String total, String day) {
        cash(ActivityType.DEPOSIT, total, "0", Optional.empty(), day);
    }

    private void withdraw(String total, String day) {
        cash(ActivityType.WITHDRAWAL, total, "0", Optional.empty(), day);
    }

    private static Optional<Conversion> dollars(String rate) {
        return Optional.of(new Conversion(USD, FxRate.of(rate)));
    }

    private void cash(ActivityType type, String total, String tax, Optional<Conversion> conversion, String day) {
        activity(Ticker.CASH, ActivityTerms.ofTotal(type, new BigDecimal(total)), tax, conversion, day);
    }

    private void activity(Ticker ticker, ActivityTerms terms, String tax, String day) {
        activity(ticker, terms, tax, Optional.empty(), day);
    }

    private void activity(Ticker ticker, ActivityTerms terms, String tax, Optional<Conversion> conversion, String day) {
        add(
                ticker,
                new FoldedActivity(
                        order(Rank.ACTIVITY, day),
                        terms,
                        Money.of(tax),
                        conversion,
                        TradeStatus.SUCCESS,
                        FoldOutcome.APPLIED));
    }

    private void buy(String volume, String price, String day) {
        trade(ACME, Rank.BUY, volume, price, "0", Optional.empty(), day);
    }

    private void trade(
            Ticker ticker,
            Rank rank,
            String volume,
            String price,
            String fee,
            Optional<Conversion> conversion,
            String day) {
        add(
                ticker,
                new FoldedTrade(
                        order(rank, day),
                        Volume.of(volume),
                        Price.of(price),
                        new Charges(Money.of(fee), Money.ZERO),
                        conversion,
                        TradeStatus.SUCCESS,
                        FoldOutcome.APPLIED));
    }

    private void add(Ticker ticker, FoldedRecord foldedRecord) {
        records.computeIfAbsent(ticker, _ -> new ArrayList<>()).add(foldedRecord);
    }

    private TradeOrder order(Rank rank, String day) {
        int number = records.values().stream().mapToInt(List::size).sum();
        return new TradeOrder(Instant.parse(day + "T00:00:00Z"), rank, new RefId("r-" + number));
    }

    private void quote(String price, String day) {
        quotes.add(
                new Quote(ACME, Price.of(price), EUR, Instant.parse(day + "T00:00:00Z"), new PriceSourceName("test")));
    }

    private Optional<ObservedRate> rate(CurrencyCode base, CurrencyCode quote, Instant time) {
        assertThat(base).isEqualTo(USD);
        assertThat(quote).isEqualTo(EUR);
        return Optional.ofNullable(rates.floorEntry(time))
                .map(found -> new ObservedRate(FxRate.of(found.getValue()), found.getKey()));
    }

    private String timeWeighted() {
        return timeWeighted(performance()).getLast();
    }

    private static List<String> timeWeighted(Performance performance) {
        return performance.points().stream()
                .map(point -> point.timeWeighted().map(Decimals::text).orElse("-"))
                .toList();
    }

    private Performance.Point last() {
        return performance().points().getLast();
    }

    private Performance performance(String... days) {
        Set<Instant> points = new TreeSet<>(List.of(START, END));
        for (String day : days) {
            points.add(Instant.parse(day + "T00:00:00Z"));
        }
        CashTracking tracking = new CashTracking(START);
        records.getOrDefault(Ticker.CASH, List.of())
                .forEach(entry -> tracking.next(entry, entry.tradeOrder().executedAt()));
        Set<Instant> moments = new TreeSet<>(tracking.moments());
        records.forEach((ticker, entries) -> entries.stream()
                .filter(_ -> !ticker.equals(Ticker.CASH))
                .forEach(entry -> moments.add(entry.tradeOrder().executedAt())));
        PerformanceReader reader = new PerformanceReader(
                Timeline.of(List.copyOf(points), moments),
                new Pricing(Optional.empty(), Duration.ofDays(10_000)),
                (ticker, _) -> quotes.stream()
                        .filter(quote -> quote.ticker().equals(ticker))
                        .sorted(Comparator.comparing(Quote::time))
                        .iterator(),
                new BookRules(EUR, false),
                this::rate,
                Map.of(),
                CostMethod.AVERAGE,
                tracking.from());
        records.forEach((ticker, entries) -> {
            reader.begin(ticker, Position.EMPTY, null);
            entries.stream()
                    .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                    .forEach(entry -> reader.next(entry, entry.tradeOrder().executedAt()));
        });
        Performance found = reader.performance();
        assertThat(cashAtTheEnd().map(Decimals::text))
                .as("the cash that all records add up to, and that of the last point")
                .isEqualTo(found.points().getLast().cash().map(Decimals::text));
        return found;
    }

    /** Read ticker by ticker, without the moments in between. */
    private Optional<BigDecimal> cashAtTheEnd() {
        CashReader reader = new CashReader(new BookRules(EUR, false));
        records.forEach((ticker, entries) -> {
            reader.begin(ticker, Position.EMPTY, null);
            entries.stream()
                    .sorted(Comparator.comparing(FoldedRecord::tradeOrder))
                    .forEach(entry -> reader.next(entry, entry.tradeOrder().executedAt()));
        });
        Pricing pricing = new Pricing(Optional.empty(), Duration.ofDays(10_000));
        return reader.cash()
                .map(cash -> cash.valued(END, pricing, new Valuation(EUR, this::rate))
                        .amount());
    }
}
