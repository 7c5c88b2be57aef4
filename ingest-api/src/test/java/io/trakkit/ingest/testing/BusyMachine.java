package io.trakkit.ingest.testing;

import java.util.Map;
import java.util.stream.Stream;
import org.springframework.test.context.DynamicPropertyRegistry;

/**
 * Settings with which the app is as patient with its servers as its tests are: by default a caller is told within seconds
 * that one of them is away, which a broker on a busy machine can seem to be.
 */
public final class BusyMachine {

    private static final Map<String, String> SETTINGS = Map.of(
            "trakkit.ingest.log.max-block", "30s",
            "trakkit.ingest.log.request-timeout", "30s",
            "trakkit.ingest.log.delivery-timeout", "40s",
            "spring.datasource.hikari.connection-timeout", "30000",
            "spring.datasource.hikari.data-source-properties.connectTimeout", "30",
            "spring.datasource.hikari.data-source-properties.socketTimeout", "60");

    private BusyMachine() {}

    /** For an app whose servers are not taken away in the test. */
    public static void allow(DynamicPropertyRegistry properties) {
        SETTINGS.forEach((name, value) -> properties.add(name, () -> value));
    }

    /** The same, for an app that is started with arguments. */
    public static Stream<String> arguments() {
        return SETTINGS.entrySet().stream().map(setting -> "--" + setting.getKey() + "=" + setting.getValue());
    }
}
