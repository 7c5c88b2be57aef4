package io.trakkit.bench;

import io.trakkit.bench.scenario.Access;
import io.trakkit.bench.scenario.Actions;
import io.trakkit.bench.scenario.Bulk;
import io.trakkit.bench.scenario.Charged;
import io.trakkit.bench.scenario.Drain;
import io.trakkit.bench.scenario.Hot;
import io.trakkit.bench.scenario.Ingest;
import io.trakkit.bench.scenario.Late;
import io.trakkit.bench.scenario.Lots;
import io.trakkit.bench.scenario.Memory;
import io.trakkit.bench.scenario.Noisy;
import io.trakkit.bench.scenario.Past;
import io.trakkit.bench.scenario.Read;
import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Start;
import io.trakkit.bench.scenario.Visible;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The scenarios as the command line names them, in the order in which they run. */
enum ScenarioName {
    DRAIN,
    HOT,
    CHARGED,
    LATE,
    INGEST,
    BULK,
    VISIBLE,
    READ,
    PAST,
    LOTS,
    ACTIONS,
    NOISY,
    ACCESS,
    MEMORY,
    START;

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
            case HOT -> new Hot();
            case CHARGED -> new Charged();
            case LATE -> new Late();
            case BULK -> new Bulk();
            case INGEST -> new Ingest();
            case VISIBLE -> new Visible();
            case READ -> new Read();
            case PAST -> new Past();
            case LOTS -> new Lots();
            case ACTIONS -> new Actions();
            case NOISY -> new Noisy();
            case ACCESS -> new Access();
            case MEMORY -> new Memory();
            case START -> new Start();
        };
    }
}
