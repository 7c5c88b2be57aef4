package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.ingest.database.Database;
import io.trakkit.store.prices.FxRates;
import io.trakkit.store.testing.PlanWatch;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.json.Fields;
import io.trakkit.wire.trade.StatedCurrency;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** The look-ups of rates for the records of a file. */
class ConversionsTest {

    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode CHF = new CurrencyCode("CHF");
    private static final Instant START = Instant.parse("2026-09-01T00:00:00Z");

    private final TestDatabase database = TestDatabase.create();
    private final PlanWatch watch = new PlanWatch(database, false);
    private final Conversions conversions =
            new Conversions(new Database(database.dataSource()), new FxRates(watch.jdbc()));

    @AfterEach
    void close() {
        watch.close();
        database.close();
    }

    private void rate(String rate, Instant time) {
        new FxRates(database.jdbc())
                .record(EUR, CHF, new FxRates.KnownRate(FxRate.of(rate), time, new PriceSourceName("test")));
    }

    private String lookedUp(Instant time, boolean isOneOfMany) {
        Conversion found = conversions
                .ofCreation(
                        Fields.of(JsonNodeFactory.instance.objectNode()),
                        new StatedCurrency(Optional.of(EUR), Optional.empty()),
                        CHF,
                        time,
                        isOneOfMany)
                .orElseThrow();
        assertThat(found.lookedUp()).isTrue();
        return found.rate().toString();
    }

    /** A statement for each month, and for each second that passes meanwhile, instead of one for each of 1,440 hours. */
    @Test
    void theRatesOfAMonthAreReadWithOneStatement() {
        for (int day = 0; day < 60; day++) {
            rate("0.9" + (10 + day), START.plus(Duration.ofDays(day)));
        }
        long begun = System.nanoTime();

        for (int hour = 0; hour < 24 * 60; hour++) {
            assertThat(lookedUp(START.plus(Duration.ofHours(hour)), true))
                    .isEqualTo(FxRate.of("0.9" + (10 + hour / 24)).toString());
        }

        long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(watch.takePlans()).hasSizeBetween(2, 2 + (int) seconds);
    }

    @Test
    void whatIsNotReadAheadIsLookedUp() {
        rate("0.9", START);
        for (int minute = 1; minute <= 1_001; minute++) {
            rate("0.95", START.plus(Duration.ofMinutes(minute)));
        }
        rate("0.96", START.plus(Duration.ofDays(1)));

        assertThat(lookedUp(START, true)).isEqualTo("0.9");
        assertThat(lookedUp(START.plus(Duration.ofMinutes(500)), true)).isEqualTo("0.95");
        assertThat(lookedUp(START.plus(Duration.ofDays(2)), true)).isEqualTo("0.96");
    }

    @Test
    void aSingleRecordHasTheRateOfThisMoment() {
        rate("0.9", START);
        assertThat(lookedUp(START.plus(Duration.ofDays(1)), true)).isEqualTo("0.9");
        rate("0.91", START.plus(Duration.ofHours(1)));

        assertThat(lookedUp(START.plus(Duration.ofDays(1)), false)).isEqualTo("0.91");
    }
}
