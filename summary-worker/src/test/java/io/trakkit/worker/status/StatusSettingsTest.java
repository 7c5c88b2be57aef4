package io.trakkit.worker.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.NestedExceptionUtils;

class StatusSettingsTest {

    @Test
    void eachHasADefaultAndCanBeSet() {
        assertThat(settings(Map.of())).isEqualTo(new StatusSettings(Duration.ofSeconds(30), Duration.ofSeconds(60)));
        assertThat(settings(Map.of("warn-after", "5s", "stalled-after", "2m")))
                .isEqualTo(new StatusSettings(Duration.ofSeconds(5), Duration.ofMinutes(2)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"warn-after", "stalled-after"})
    void lessThanASecondIsRefused(String name) {
        assertThatThrownBy(() -> settings(Map.of(name, "999ms")))
                .satisfies(e -> assertThat(NestedExceptionUtils.getRootCause(e))
                        .hasMessage("trakkit.status." + name + " must be a second or more, not PT0.999S"));
    }

    @Test
    void operatorsFindEachInTheirDocument() throws IOException {
        assertThat(Files.readString(Path.of("../docs/operating.md")))
                .contains("`trakkit.status.*`", "`warn-after`", "`stalled-after`");
    }

    private static StatusSettings settings(Map<String, Object> properties) {
        Map<String, Object> prefixed = new HashMap<>();
        properties.forEach((name, value) -> prefixed.put("trakkit.status." + name, value));
        return new Binder(new MapConfigurationPropertySource(prefixed))
                .bindOrCreate("trakkit.status", StatusSettings.class);
    }
}
