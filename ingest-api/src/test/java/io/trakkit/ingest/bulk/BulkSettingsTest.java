package io.trakkit.ingest.bulk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

class BulkSettingsTest {

    @Test
    void theDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new BulkSettings(4, 4096, DataSize.ofGigabytes(1), null, 500));
        assertThat(bound(Map.of()).folder()).isEqualTo(Path.of(System.getProperty("java.io.tmpdir")));
    }

    @Test
    void everySettingCanBeGiven() {
        Map<String, String> given = Map.of(
                "trakkit.ingest.bulk.max-requests", "2",
                "trakkit.ingest.bulk.window", "100",
                "trakkit.ingest.bulk.spill-limit", "10MB",
                "trakkit.ingest.bulk.spill-folder", "/var/spool/trakkit",
                "trakkit.ingest.bulk.lookups-per-second", "50");

        assertThat(bound(given))
                .isEqualTo(new BulkSettings(2, 100, DataSize.ofMegabytes(10), Path.of("/var/spool/trakkit"), 50));
    }

    @Test
    void whatMakesNoSenseIsRefusedAtTheStart() {
        assertThatThrownBy(() -> bound(Map.of("trakkit.ingest.bulk.window", "0")))
                .isInstanceOf(BindException.class)
                .rootCause()
                .hasMessageContaining("window must be more than zero");
    }

    private static BulkSettings bound(Map<String, String> given) {
        return new Binder(new MapConfigurationPropertySource(given))
                .bindOrCreate("trakkit.ingest.bulk", BulkSettings.class);
    }
}
