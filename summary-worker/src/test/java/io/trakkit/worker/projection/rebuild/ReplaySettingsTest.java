package io.trakkit.worker.projection.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ReplaySettingsTest {

    @Test
    void hasTheDefaultsThatTheOperatorsPageNames() throws IOException {
        ReplaySettings settings = bound(Map.of());

        assertThat(settings).isEqualTo(new ReplaySettings(2, Duration.ofSeconds(5), Duration.ofSeconds(30)));
        assertThat(Files.readString(Path.of("../docs/operating.md")))
                .contains("| `threads` | 2 |", "| `switch-patience` | 5s |", "| `switch-at-most` | 30s |");
    }

    @Test
    void readsEachSetting() {
        assertThat(bound(Map.of(
                        "trakkit.replay.threads", "3",
                        "trakkit.replay.switch-patience", "1s",
                        "trakkit.replay.switch-at-most", "9s")))
                .isEqualTo(new ReplaySettings(3, Duration.ofSeconds(1), Duration.ofSeconds(9)));
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplaySettings(0, Duration.ofSeconds(1), Duration.ofSeconds(1)))
                .withMessage("trakkit.replay: threads must be 1 to 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplaySettings(1, Duration.ZERO, Duration.ofSeconds(1)))
                .withMessage("trakkit.replay: switch-patience must be a millisecond or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReplaySettings(1, Duration.ofSeconds(1), Duration.ZERO))
                .withMessage("trakkit.replay: switch-at-most must be a second or more");
    }

    private static ReplaySettings bound(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("trakkit.replay", ReplaySettings.class);
    }
}
