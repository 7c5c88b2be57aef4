package io.trakkit.query.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Price;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** At which prices positions are valued, by the settings. */
class ReturnsSettingsTest {

    @Test
    void withoutSettingsPricesAreTheMarketsAndFourDaysGood() {
        assertThat(pricing(Map.of())).isEqualTo(new Pricing(Optional.empty(), Duration.ofDays(4)));
    }

    @Test
    void aConstantPriceIsAnExplicitSetting() {
        assertThat(pricing(Map.of("trakkit.returns.constant-price", "100", "trakkit.returns.stale-after", "15m")))
                .isEqualTo(new Pricing(Optional.of(Price.of("100")), Duration.ofMinutes(15)));
    }

    @Test
    void aPriceThatIsNoneIsRefusedAtTheStart() {
        assertThatThrownBy(() -> pricing(Map.of("trakkit.returns.constant-price", "0")))
                .isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> pricing(Map.of("trakkit.returns.stale-after", "0s")))
                .isInstanceOf(InvalidValueException.class);
    }

    private static Pricing pricing(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("trakkit.returns", ReturnsSettings.class)
                .pricing();
    }
}
