package io.trakkit.store.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.store.prices.FxRates.KnownRate;
import io.trakkit.store.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FxRatesTest {

    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final CurrencyCode INR = new CurrencyCode("INR");

    private final TestDatabase database = TestDatabase.create();
    private final FxRates rates = new FxRates(database.jdbc());

    @AfterEach
    void close() {
        database.close();
    }

    private static KnownRate rate(String rate, String time) {
        return new KnownRate(FxRate.of(rate), Instant.parse(time), new PriceSourceName("desk"));
    }

    @Test
    void aRateIsFoundFromItsTimeOn() {
        KnownRate monday = rate("1.0812", "2026-11-02T12:03:00.123456Z");
        KnownRate tuesday = rate("1.09", "2026-11-03T12:00:00Z");
        assertThat(rates.record(EUR, USD, monday)).isEqualTo(monday);
        assertThat(rates.record(EUR, USD, tuesday)).isEqualTo(tuesday);

        assertThat(rates.rateAt(EUR, USD, monday.time())).contains(monday);
        assertThat(rates.rateAt(EUR, USD, tuesday.time().minusNanos(1_000))).contains(monday);
        assertThat(rates.rateAt(EUR, USD, tuesday.time())).contains(tuesday);
        assertThat(rates.rateAt(EUR, USD, monday.time().minusNanos(1_000))).isEmpty();
        assertThat(rates.rateAt(EUR, INR, tuesday.time())).isEmpty();
    }

    @Test
    void theInversePairIsDividedAndTheNewerOfBothCounts() {
        rates.record(EUR, USD, rate("1.25", "2026-11-02T12:00:00Z"));

        assertThat(rates.rateAt(USD, EUR, Instant.parse("2026-11-02T13:00:00Z")))
                .contains(rate("0.8", "2026-11-02T12:00:00Z"));

        rates.record(USD, EUR, rate("0.81", "2026-11-02T12:00:00Z"));
        assertThat(rates.rateAt(USD, EUR, Instant.parse("2026-11-02T13:00:00Z")))
                .contains(rate("0.81", "2026-11-02T12:00:00Z"));
        assertThat(rates.rateAt(EUR, USD, Instant.parse("2026-11-02T13:00:00Z")))
                .contains(rate("1.25", "2026-11-02T12:00:00Z"));

        rates.record(EUR, USD, rate("3", "2026-11-02T14:00:00Z"));
        assertThat(rates.rateAt(USD, EUR, Instant.parse("2026-11-02T15:00:00Z")))
                .contains(rate("0.333333333333333333", "2026-11-02T14:00:00Z"));
    }

    @Test
    void theFirstRateOfATimeStays() {
        KnownRate first = rate("1.25", "2026-11-02T12:00:00Z");
        rates.record(EUR, USD, first);

        assertThat(rates.record(EUR, USD, rate("1.3", "2026-11-02T12:00:00Z"))).isEqualTo(first);
    }

    @Test
    void aRateOfMoreThanSevenDaysBeforeIsNotUsed() {
        KnownRate monday = rate("1.25", "2026-11-02T12:00:00Z");
        rates.record(EUR, USD, monday);
        Instant last = monday.time().plus(Duration.ofDays(7));

        assertThat(rates.rateFor(EUR, USD, last)).contains(FxRate.of("1.25"));
        assertThat(rates.rateFor(EUR, USD, last.plusNanos(1_000))).isEmpty();
        assertThat(rates.rateAt(EUR, USD, last.plusNanos(1_000))).contains(monday);
    }
}
