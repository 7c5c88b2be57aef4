package io.trakkit.bench;

import io.trakkit.bench.scenario.Drain;
import io.trakkit.bench.scenario.Scenario;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The scenarios as the command line names them, in the order in which they run. */
enum ScenarioName {
    DRAIN;

    static List<String> all() {
        return Arrays.stream(values())
                .map(name -> name.name().toLowerCase(Locale.ROOT))
                .toList();
    }

    static ScenarioName of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    Scenario scenario() {
        return switch (this) {
            case DRAIN -> new Drain();
        };
    }
}
