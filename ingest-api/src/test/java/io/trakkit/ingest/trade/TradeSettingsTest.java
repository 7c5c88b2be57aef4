package io.trakkit.ingest.trade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.value.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class TradeSettingsTest {

    private static final Instant RECEIPT = Instant.parse("2026-11-28T17:00:00Z");

    private static TradeSettings bound(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("trakkit.ingest.trades", TradeSettings.class);
    }

    @Test
    void clocksMayDifferByFiveMinutesUnlessSaidOtherwise() {
        assertThat(bound(Map.of()).maxClockSkew()).isEqualTo(Duration.ofMinutes(5));
        assertThat(bound(Map.of("trakkit.ingest.trades.max-clock-skew", "90s")).maxClockSkew())
                .isEqualTo(Duration.ofSeconds(90));
    }

    @Test
    void aSkewIsNeitherNegativeNorMoreThanTheLogAdmits() {
        for (Duration wrong : new Duration[] {Duration.ofSeconds(-1), Duration.ofHours(25)}) {
            assertThatThrownBy(() -> new TradeSettings(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("trakkit.ingest.trades.max-clock-skew must be between 0 and 24 hours");
        }
    }

    @Test
    void aTimeIsTakenUpToTheSkewAfterReceiptAndNotBeyond() {
        TradeSettings settings = new TradeSettings(Duration.ofMinutes(5));
        Instant last = Instant.parse("2026-11-28T17:05:00Z");

        assertThat(settings.executedAt(last, RECEIPT)).isEqualTo(last);
        assertThatThrownBy(() -> settings.executedAt(last.plusNanos(1_000), RECEIPT))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("is 2026-11-28T17:05:00.000001Z, which is more than 5 minutes after receipt at"
                        + " 2026-11-28T17:00:00Z; was a local time sent as UTC?");
        assertThatThrownBy(() -> new TradeSettings(Duration.ofSeconds(90)).executedAt(last, RECEIPT))
                .hasMessageContaining("more than 90 seconds after receipt");
    }
}
