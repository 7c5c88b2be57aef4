package io.trakkit.store.prices;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.store.prices.FxRates.KnownRate;
import io.trakkit.store.query.RecordedRates;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.Seed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    /** Random rates of both directions: what one statement finds for many times is what a look-up of each finds. */
    @Test
    void manyTimesAreReadWithOneStatement() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        Instant start = Instant.parse("2020-01-01T00:00:00Z");
        for (int i = 0; i < 300; i++) {
            boolean direct = random.nextBoolean();
            rates.record(
                    direct ? EUR : USD,
                    direct ? USD : EUR,
                    new KnownRate(
                            FxRate.of("1." + random.nextInt(1, 1_000)),
                            start.plus(Duration.ofHours(random.nextInt(24 * 365))),
                            new PriceSourceName("desk")));
        }
        List<Instant> days = Stream.iterate(start.minus(Duration.ofDays(30)), day -> day.plus(Duration.ofDays(1)))
                .limit(5 * 365)
                .toList();

        try (PlanWatch watch = PlanWatch.ofReader(database, true)) {
            List<Optional<KnownRate>> found = new FxRates(watch.jdbc()).ratesAt(USD, EUR, days);

            assertThat(watch.takePlans()).hasSize(1);
            assertThat(found)
                    .as(seed.toString())
                    .isEqualTo(days.stream()
                            .map(day -> rates.rateAt(USD, EUR, day))
                            .toList());
            assertThat(found).contains(Optional.empty());
            assertThat(new RecordedRates(new FxRates(watch.jdbc())).rates(USD, EUR, days))
                    .hasSameSizeAs(days);
            assertThat(watch.takePlans()).hasSize(1);
        }
    }

    @Test
    void aSpanHasTheRatesOfItsTimes() {
        Seed seed = Seed.ofThisRun();
        RandomGenerator random = seed.random();
        Instant start = Instant.parse("2026-10-01T00:00:00Z");
        for (int i = 0; i < 60; i++) {
            boolean direct = random.nextBoolean();
            rates.record(
                    direct ? EUR : USD,
                    direct ? USD : EUR,
                    rate(
                            "1." + random.nextInt(1, 1_000),
                            start.plus(Duration.ofHours(random.nextInt(-100, 800)))
                                    .toString()));
        }

        for (int most : new int[] {3, 100}) {
            FxRates.RateSpan span = rates.span(USD, EUR, start, start.plus(Duration.ofDays(31)), most);
            for (Instant time = start; span.includes(time); time = time.plus(Duration.ofMinutes(90))) {
                assertThat(span.rateFor(time)).as(seed.toString()).isEqualTo(rates.rateFor(USD, EUR, time));
            }
            assertThat(span.includes(start.plus(Duration.ofDays(31)).minusNanos(1_000)))
                    .as(seed.toString())
                    .isEqualTo(most == 100);
            assertThat(span.includes(start.minusNanos(1_000))).isFalse();
        }
    }

    @Test
    void moreThanTenThousandTimesAreReadInParts() {
        rates.record(EUR, USD, rate("1.25", "2026-11-02T12:00:00Z"));
        Instant start = Instant.parse("2026-11-02T11:00:00Z");
        List<Instant> seconds =
                IntStream.range(0, 20_001).mapToObj(start::plusSeconds).toList();

        try (PlanWatch watch = PlanWatch.ofReader(database, true)) {
            List<Optional<KnownRate>> found = new FxRates(watch.jdbc()).ratesAt(EUR, USD, seconds);

            assertThat(watch.takePlans()).hasSize(3);
            assertThat(found).hasSize(20_001);
            assertThat(found.indexOf(Optional.of(rate("1.25", "2026-11-02T12:00:00Z"))))
                    .isEqualTo(3_600);
            assertThat(found.getLast()).isPresent();
        }
    }
}
