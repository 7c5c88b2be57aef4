package io.trakkit.domain.valuation;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.RatesAt;
import io.trakkit.domain.price.RatesAt.ObservedRate;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Prices in other currencies, and prices from before a split. */
class ForeignPricesTest {

    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");
    private static final Ticker ACME = new Ticker("ACME");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Pricing PRICING = new Pricing(Optional.empty(), Duration.ofDays(4));
    private static final Quote IN_DOLLARS =
            new Quote(ACME, Price.of("120"), USD, NOW.minusSeconds(60), new PriceSourceName("http"));
    private static final LastTrade IN_DOLLARS_BEFORE =
            new LastTrade(Price.of("100"), NOW.minusSeconds(3_600), Optional.of(new Conversion(USD, FxRate.of("0.9"))));
    private static final LastTrade IN_EUROS_BEFORE = new LastTrade(Price.of("90"), NOW.minusSeconds(3_600));

    private static Valuation euros(String rate, Instant since) {
        return new Valuation(
                EUR,
                (base, quote, time) -> base.equals(USD) && quote.equals(EUR) && !since.isAfter(time)
                        ? Optional.of(new ObservedRate(FxRate.of(rate), since))
                        : Optional.empty());
    }

    @Test
    void aPriceIsConvertedAtTheRateOfTheValuation() {
        Mark mark =
                PRICING.mark(NOW, IN_DOLLARS, true, IN_DOLLARS_BEFORE, Splits.NONE, euros("0.95", NOW.minusSeconds(5)));

        assertThat(mark.value(new BigDecimal("10"))).isEqualByComparingTo("1140");
        assertThat(mark.price()).isEqualTo(Price.of("120"));
        assertThat(mark.foreign()).contains(new Mark.Foreign(USD, FxRate.of("0.95")));
        assertThat(mark.stale()).isFalse();
        assertThat(mark.isCurrent()).isTrue();
    }

    @Test
    void withoutARateTheLastTradesOwnIsUsedAndMarked() {
        Mark mark =
                PRICING.mark(NOW, IN_DOLLARS, true, IN_DOLLARS_BEFORE, Splits.NONE, new Valuation(EUR, RatesAt.NONE));

        assertThat(mark.value(new BigDecimal("10"))).isEqualByComparingTo("1080");
        assertThat(mark.stale()).isTrue();
        assertThat(mark.isCurrent()).isFalse();
    }

    @Test
    void withoutAnyRateTheQuoteIsLeftAside() {
        Mark mark = PRICING.mark(NOW, IN_DOLLARS, true, IN_EUROS_BEFORE, Splits.NONE, new Valuation(EUR, RatesAt.NONE));

        assertThat(mark.value(new BigDecimal("10"))).isEqualByComparingTo("900");
        assertThat(mark.source()).isEqualTo(Mark.LAST_TRADE);
        assertThat(mark.stale()).isTrue();
        assertThat(mark.isCurrent()).isFalse();
    }

    @Test
    void anOldRateIsUsedAndMarked() {
        Mark mark = PRICING.mark(
                NOW, IN_DOLLARS, true, IN_DOLLARS_BEFORE, Splits.NONE, euros("0.95", NOW.minus(Duration.ofDays(5))));

        assertThat(mark.value(BigDecimal.ONE)).isEqualByComparingTo("114");
        assertThat(mark.stale()).isTrue();
        assertThat(mark.isCurrent()).isFalse();
    }

    @Test
    void theLastTradeIsValuedAtTheRateOfToday() {
        Mark mark = PRICING.mark(NOW, null, true, IN_DOLLARS_BEFORE, Splits.NONE, euros("0.95", NOW));

        assertThat(mark.value(BigDecimal.ONE)).isEqualByComparingTo("95");
        assertThat(mark.stale()).isFalse();
    }

    /**
     * 10 bought at 100 USD and 0.90: cost 900 EUR. Now 120 USD at 0.95: 1,140 EUR, a gain of 240. Of it 1,000 × 0.95 − 900 = 50
     * come from the rate and (1,200 − 1,000) × 0.95 = 190 from the price.
     */
    @Test
    void theGainIsThatOfThePriceAndThatOfTheRate() {
        ValuedPosition valued = valued(new LocalAmounts.Foreign(USD, new BigDecimal("1000"), BigDecimal.ZERO));

        assertThat(valued.unrealised()).isEqualByComparingTo("240");
        assertThat(valued.unrealisedByRate().orElseThrow()).isEqualByComparingTo("50");
        assertThat(valued.unrealisedByPrice().orElseThrow()).isEqualByComparingTo("190");
    }

    @Test
    void ofSeveralCurrenciesTheGainIsNotSplit() {
        assertThat(valued(LocalAmounts.MIXED).unrealisedByRate()).isEmpty();
        assertThat(valued(LocalAmounts.MIXED).unrealisedByPrice()).isEmpty();
        assertThat(valued(LocalAmounts.PORTFOLIO).unrealisedByRate()).contains(BigDecimal.ZERO);
    }

    private static ValuedPosition valued(LocalAmounts local) {
        Mark mark = PRICING.mark(NOW, IN_DOLLARS, true, IN_DOLLARS_BEFORE, Splits.NONE, euros("0.95", NOW));
        return new ValuedPosition(
                ACME,
                new Position(
                        new BigDecimal("10"),
                        new BigDecimal("900"),
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        BigDecimal.ZERO,
                        local),
                mark);
    }

    @Test
    void aQuoteFromBeforeASplitIsRestatedFromTheSplitOn() {
        Instant ex = Instant.parse("2026-11-02T00:00:00Z");
        Splits splits = new Splits(List.of(new Splits.Change(ex, new Ratio(new BigDecimal("4"), BigDecimal.ONE))));
        Price before = Price.of("400");

        assertThat(splits.restated(before, ex.minusSeconds(1), ex.minusSeconds(1)))
                .isEqualTo(before);
        assertThat(splits.restated(before, ex.minusSeconds(1), ex)).isEqualTo(Price.of("100"));
        assertThat(splits.restated(Price.of("101"), ex, NOW)).isEqualTo(Price.of("101"));
    }

    /** Splits 4:1 and 3:2: of 600 raw, a source that adjusts makes 150 after the first, and 100 after both. */
    @Test
    void anAdjustedQuoteIsRestatedByTheSplitsBetweenItsObservationAndTheValuation() {
        Instant first = Instant.parse("2026-06-01T00:00:00Z");
        Instant second = Instant.parse("2026-09-01T00:00:00Z");
        Splits splits = new Splits(List.of(
                new Splits.Change(first, new Ratio(new BigDecimal("4"), BigDecimal.ONE)),
                new Splits.Change(second, new Ratio(new BigDecimal("3"), BigDecimal.TWO))));
        Instant before = Instant.parse("2026-05-29T20:00:00Z");

        assertThat(priceAt(before, "100", NOW, splits)).isEqualTo("600");
        assertThat(priceAt(before, "150", second.minusSeconds(1), splits)).isEqualTo("600");
        assertThat(priceAt(before, "600", first.minusSeconds(1), splits)).isEqualTo("600");
        assertThat(priceAt(first, "100", NOW, splits)).isEqualTo("150");
        assertThat(priceAt(first, "150", first, splits)).isEqualTo("150");
        assertThat(priceAt(NOW, "150", first, splits)).isEqualTo("100");
        assertThat(priceAt(NOW, "100", second, splits)).isEqualTo("100");
    }

    /** The price at a time by a quote of 29 May, which was observed later. */
    private static String priceAt(Instant at, String price, Instant observedAt, Splits splits) {
        Quote quote = new Quote(
                ACME,
                Price.of(price),
                EUR,
                Instant.parse("2026-05-29T20:00:00Z"),
                new PriceSourceName("csv"),
                Optional.of(observedAt));
        return PRICING.mark(at, quote, true, null, splits, new Valuation(EUR, RatesAt.NONE))
                .price()
                .toString();
    }
}
