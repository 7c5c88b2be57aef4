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
import java.util.Optional;
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
    void aQuoteMayBeInAnyCurrency() {
        assertThat(decide(quote("188.38", "EUR", NOON), null)).isEqualTo(QuoteDecision.ACCEPTED);
        assertThat(rules.standsAt(NOON, quote("188.38", "EUR", NOON))).isTrue();
    }

    /** 100 USD are some 15,000 JPY: no jump. At the same time 100 USD and 100 JPY are two prices. */
    @Test
    void pricesInDifferentCurrenciesAreNotCompared() {
        Quote dollars = quote("100", "USD", NOON.minusSeconds(1));

        assertThat(decide(quote("15000", "JPY", NOON), dollars)).isEqualTo(QuoteDecision.ACCEPTED);
        assertThat(decide(quote("100", "JPY", dollars.time()), dollars)).isEqualTo(QuoteDecision.CONFLICT);
        assertThat(decide(quote("15000", "USD", NOON), dollars)).isEqualTo(QuoteDecision.JUMP);
    }

    /** Before a split 20:1 the raw price is 2,000, and 100 from a source that adjusts. */
    @Test
    void aRawAndAnAdjustedPriceAreNotCompared() {
        Quote raw = quote("2000", NOON.minusSeconds(1));
        Quote same = adjusted("2000", raw.time(), NOON);

        assertThat(decide(adjusted("100", NOON, NOON), raw)).isEqualTo(QuoteDecision.ACCEPTED);
        assertThat(decide(same, raw)).isEqualTo(QuoteDecision.CONFLICT);
        assertThat(decide(adjusted("2000", raw.time(), NOON.plusSeconds(5)), same))
                .isEqualTo(QuoteDecision.REPEATED);
        assertThat(decide(adjusted("100", NOON, NOON), same)).isEqualTo(QuoteDecision.JUMP);
    }

    @Test
    void anAdjustedPriceIsOfUnitsNoOlderThanItsTimeAndNoNewerThanItsReceipt() {
        Quote old = adjusted("100", NOON, NOON.minusSeconds(60));
        Quote ahead = adjusted("100", NOON.plusSeconds(30), NOON.plusSeconds(60));

        assertThat(old.unitsOf()).isEqualTo(NOON);
        assertThat(quote("100", NOON).unitsOf()).isEqualTo(NOON);
        assertThat(ahead.receivedAt(NOON)).isEqualTo(adjusted("100", NOON, NOON));
        assertThat(old.receivedAt(NOON)).isSameAs(old);
    }

    private static Quote adjusted(String price, Instant time, Instant adjustedAt) {
        return new Quote(
                new Ticker("AAPL"), Price.of(price), USD, time, new PriceSourceName("test"), Optional.of(adjustedAt));
    }

    @Test
    void aCurrencyOfAPriceIsWrittenAsIsoWritesIt() {
        assertThat(CurrencyCode.exactly("GBP")).isEqualTo(new CurrencyCode("GBP"));
        assertThatThrownBy(() -> CurrencyCode.exactly("GBp")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> CurrencyCode.exactly("GBX"))
                .hasMessage("must be a currency of ISO 4217, such as USD, not \"GBX\"");
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
