package io.trakkit.domain.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuoteRulesTest {

    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final Instant NOON = Instant.parse("2026-11-02T12:00:00Z");

    private final QuoteRules rules = new QuoteRules(USD, new BigDecimal("10"), Duration.ofMinutes(1));

    private static Quote quote(String price, Instant time) {
        return quote(price, "USD", time);
    }

    private static Quote quote(String price, String currency, Instant time) {
        return new Quote(
                new Ticker("AAPL"), Price.of(price), new CurrencyCode(currency), time, new PriceSourceName("test"));
    }

    private QuoteDecision decide(Quote quote, @Nullable Quote before) {
        return rules.decide(quote, before, true, NOON);
    }

    @Test
    void theFirstQuoteOfATickerIsAccepted() {
        assertThat(decide(quote("188.38", NOON), null)).isEqualTo(QuoteDecision.ACCEPTED);
    }

    @Test
    void anOlderQuoteIsForTheHistoryAndAnotherPriceOfTheSameTimeForNothing() {
        Quote known = quote("188.38", NOON.minusSeconds(1));

        assertThat(decide(quote("189", NOON), known)).isEqualTo(QuoteDecision.ACCEPTED);
        assertThat(rules.decide(quote("189", NOON), known, false, NOON)).isEqualTo(QuoteDecision.BACKFILLED);
        assertThat(rules.decide(quote("189", NOON), null, false, NOON)).isEqualTo(QuoteDecision.BACKFILLED);
        assertThat(decide(quote("189", known.time()), known)).isEqualTo(QuoteDecision.CONFLICT);
        assertThat(decide(quote("188.380", known.time()), known)).isEqualTo(QuoteDecision.REPEATED);
    }

    @ParameterizedTest
    @CsvSource({
        "100, 1000, ACCEPTED",
        "100, 1000.0000000001, JUMP",
        "100, 10, ACCEPTED",
        "100, 9.9999999999, JUMP",
        "999999999999, 0.0000000001, JUMP"
    })
    void aPriceMayBeTenTimesTheOneBeforeOrATenthAndNoMore(String before, String after, QuoteDecision verdict) {
        assertThat(decide(quote(after, NOON), quote(before, NOON.minusSeconds(1))))
                .isEqualTo(verdict);
    }

    @Test
    void aQuoteMayBeAMinuteAheadOfTheClockAndNoMore() {
        assertThat(decide(quote("1", NOON.plusSeconds(60)), null)).isEqualTo(QuoteDecision.ACCEPTED);
        assertThat(decide(quote("1", NOON.plusSeconds(61)), null)).isEqualTo(QuoteDecision.FUTURE);
        assertThat(rules.standsAt(NOON, quote("1", NOON.plusSeconds(61)))).isFalse();
    }

    @Test
    void aQuoteInAnotherCurrencyIsRefused() {
        assertThat(decide(quote("188.38", "EUR", NOON), null)).isEqualTo(QuoteDecision.OTHER_CURRENCY);
        assertThat(rules.standsAt(NOON, quote("188.38", "EUR", NOON))).isFalse();
    }

    @Test
    void anAgeIsNeverNegative() {
        assertThat(quote("1", NOON).age(NOON.plusSeconds(90))).isEqualTo(Duration.ofSeconds(90));
        assertThat(quote("1", NOON).age(NOON.minusSeconds(90))).isZero();
    }

    @Test
    void rulesThatRefuseEverythingAreNone() {
        assertThatThrownBy(() -> new QuoteRules(USD, BigDecimal.ONE, Duration.ZERO))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> new QuoteRules(USD, BigDecimal.TWO, Duration.ofNanos(-1)))
                .isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "US", "usd", "USDX", "U D", "US1"})
    void aCurrencyHasThreeLetters(String text) {
        assertThatThrownBy(() -> new CurrencyCode(text)).isInstanceOf(InvalidValueException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Desk", "a b", "é"})
    void aSourceHasAPlainName(String text) {
        assertThatThrownBy(() -> new PriceSourceName(text)).isInstanceOf(InvalidValueException.class);
        assertThat(new PriceSourceName("csv-replay_2.0")).hasToString("csv-replay_2.0");
    }
}
