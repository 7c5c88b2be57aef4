package io.trakkit.domain.returns;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.valuation.Mark;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Splits;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a portfolio has returned at given prices, and at which prices. */
class PortfolioReturnTest {

    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final Ticker ACME = new Ticker("ACME");
    private static final LastTrade TRADE = new LastTrade(Price.of("7"), Instant.parse("2026-11-02T11:00:00Z"));
    private static final LastTrade OLD_TRADE = new LastTrade(Price.of("7"), Instant.parse("2026-10-02T11:00:00Z"));
    private static final Pricing PRICING = new Pricing(Optional.empty(), Duration.ofHours(24));
    private static final Mark TWELVE_EUROS = new Mark(
            Price.of("12"),
            Optional.of(new Mark.Foreign(EUR, new FxRate(new BigDecimal("1.2")))),
            "manual",
            NOW,
            false,
            true);
    private static final Valuation DOLLARS = new Valuation(new CurrencyCode("USD"), RatesAt.NONE);

    /** 10 × 120 − 1,000 = 200, which is 20 % of 1,000; 5 × 80 − 500 = −100; of both 100 of 1,500, 6.6667 %. */
    @Test
    void gainsAddUpAndThePercentageIsOfTheCost() {
        PortfolioReturn found =
                valued(Map.of("ACME", position("10", "1000", "50"), "ZETA", position("5", "500", "-7")));

        assertThat(found.unrealised()).isEqualByComparingTo("100");
        assertThat(found.realised()).isEqualByComparingTo("43");
        assertThat(found.total()).isEqualByComparingTo("143");
        assertThat(found.marketValue()).isEqualByComparingTo("1600");
        assertThat(found.percentage()).contains(new BigDecimal("6.6667"));
    }

    /**
     * Bought for 100 and 50 euros at 1.1; 12 euros each at 1.2 now. By the rate 100 × 0.1 + 50 × 0.1 = 15, by the price 20 × 1.2 +
     * 10 × 1.2 = 36.
     */
    @Test
    void theGainOfForeignPositionsHasAPartOfTheRateAndOneOfThePrice() {
        Map<Ticker, HeldPosition> positions =
                Map.of(ACME, inEuros("10", "110", "100"), new Ticker("ZETA"), inEuros("5", "55", "50"));

        PortfolioReturn found = PortfolioReturn.of(new TreeMap<>(positions), (_, _) -> TWELVE_EUROS);

        assertThat(found.unrealised()).isEqualByComparingTo("51");
        assertThat(found.unrealisedByRate().orElseThrow()).isEqualByComparingTo("15");
        assertThat(found.unrealisedByPrice().orElseThrow()).isEqualByComparingTo("36");
    }

    @Test
    void thePartsAreUnknownIfTheyAreOfAnyPosition() {
        Position mixed = new Position(
                BigDecimal.TEN, BigDecimal.TEN, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, LocalAmounts.MIXED);
        Map<Ticker, HeldPosition> positions =
                Map.of(ACME, inEuros("10", "110", "100"), new Ticker("ZETA"), new HeldPosition(mixed, TRADE));

        PortfolioReturn found = PortfolioReturn.of(new TreeMap<>(positions), (_, _) -> TWELVE_EUROS);

        assertThat(found.unrealisedByRate()).isEmpty();
        assertThat(found.unrealisedByPrice()).isEmpty();
    }

    @Test
    void ofNothingHeldOrOfWhatHasCostNothingThereIsNoPercentage() {
        assertThat(valued(Map.of()).percentage()).isEmpty();
        assertThat(valued(Map.of("ACME", position("0", "0", "9"))).percentage()).isEmpty();
        assertThat(valued(Map.of("ACME", position("0", "0", "9"))).total()).isEqualByComparingTo("9");
        assertThat(valued(Map.of("ACME", position("1", "0", "0"))).percentage()).isEmpty();
    }

    @Test
    void aPriceThatLeavesHardlyAnythingIsALossOfAll() {
        PortfolioReturn found = PortfolioReturn.of(
                new TreeMap<>(Map.of(ACME, new HeldPosition(position("1", "1000000", "0"), TRADE))),
                (_, _) -> new Mark(Price.of("0.0000000001"), "manual", NOW, false, true));

        assertThat(found.unrealised()).isEqualByComparingTo("-999999.9999999999");
        assertThat(found.percentage()).contains(new BigDecimal("-100"));
    }

    @Test
    void theLatestQuoteCountsHoweverOldAndSaysWhenItIsOld() {
        assertThat(PRICING.mark(NOW, quote(NOW.minus(Duration.ofHours(24))), true, OLD_TRADE, Splits.NONE, DOLLARS))
                .isEqualTo(new Mark(Price.of("5"), "http", NOW.minus(Duration.ofHours(24)), false, true));
        assertThat(PRICING.mark(NOW, quote(NOW.minus(Duration.ofHours(25))), true, OLD_TRADE, Splits.NONE, DOLLARS)
                        .stale())
                .isTrue();
        assertThat(PRICING.mark(NOW, quote(NOW), false, TRADE, Splits.NONE, DOLLARS)
                        .stale())
                .isTrue();
    }

    @Test
    void withoutAnyQuoteThereIsTheLastTrade() {
        Mark mark = PRICING.mark(NOW, null, true, TRADE, Splits.NONE, DOLLARS);

        assertThat(mark).isEqualTo(new Mark(Price.of("7"), "last_trade", TRADE.time(), false, false));
        assertThat(mark.isCurrent()).isFalse();
        assertThat(PRICING.mark(NOW.plus(Duration.ofDays(2)), null, true, TRADE, Splits.NONE, DOLLARS)
                        .stale())
                .isTrue();
    }

    /** Of two of the same time the quote counts; a trade of a microsecond later is newer. */
    @Test
    void theNewerOfQuoteAndLastTradeCounts() {
        Instant traded = TRADE.time();

        assertThat(PRICING.mark(NOW, quote(traded.minusNanos(1_000)), true, TRADE, Splits.NONE, DOLLARS))
                .isEqualTo(new Mark(Price.of("7"), "last_trade", traded, false, true));
        assertThat(PRICING.mark(NOW, quote(traded), true, TRADE, Splits.NONE, DOLLARS))
                .isEqualTo(new Mark(Price.of("5"), "http", traded, false, true));
    }

    /** The trade is of today, but nobody but the portfolio itself says so. */
    @Test
    void aTradeThatIsNewerThanAnOldQuoteIsNoCurrentPrice() {
        Mark mark = PRICING.mark(NOW, quote(NOW.minus(Duration.ofDays(2_000))), true, TRADE, Splits.NONE, DOLLARS);

        assertThat(mark).isEqualTo(new Mark(Price.of("7"), "last_trade", TRADE.time(), false, false));
    }

    @Test
    void aTradeAtZeroIsNoObservationWhereThereIsAQuote() {
        LastTrade free = new LastTrade(Price.of("0"), NOW);

        assertThat(PRICING.mark(NOW, quote(NOW.minusSeconds(60)), true, free, Splits.NONE, DOLLARS)
                        .source())
                .isEqualTo("http");
        assertThat(PRICING.mark(NOW, null, true, free, Splits.NONE, DOLLARS).price())
                .isEqualTo(Price.of("0"));
    }

    @Test
    void aConstantIsUsedWhateverIsQuoted() {
        Mark mark = new Pricing(Optional.of(Price.of("100")), Duration.ofHours(24))
                .mark(NOW, quote(NOW), true, TRADE, Splits.NONE, DOLLARS);

        assertThat(mark).isEqualTo(new Mark(Price.of("100"), "constant", null, false, true));
        assertThat(mark.isCurrent()).isTrue();
    }

    private static PortfolioReturn valued(Map<String, Position> positions) {
        TreeMap<Ticker, HeldPosition> held = new TreeMap<>();
        positions.forEach((ticker, position) -> held.put(new Ticker(ticker), new HeldPosition(position, TRADE)));
        return PortfolioReturn.of(
                held,
                (ticker, _) -> new Mark(Price.of(ticker.equals(ACME) ? "120" : "80"), "manual", NOW, false, true));
    }

    private static Position position(String held, String cost, String realised) {
        return new Position(new BigDecimal(held), new BigDecimal(cost), new BigDecimal(realised));
    }

    private static HeldPosition inEuros(String held, String cost, String localCost) {
        return new HeldPosition(
                new Position(
                        new BigDecimal(held),
                        new BigDecimal(cost),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        new LocalAmounts.Foreign(EUR, new BigDecimal(localCost), BigDecimal.ZERO)),
                TRADE);
    }

    private static Quote quote(Instant time) {
        return new Quote(ACME, Price.of("5"), new CurrencyCode("USD"), time, new PriceSourceName("http"));
    }
}
