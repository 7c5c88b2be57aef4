package io.trakkit.bench;

import io.trakkit.bench.scenario.Scenario;
import io.trakkit.bench.scenario.Start;
import io.trakkit.bench.scenario.action.Actions;
import io.trakkit.bench.scenario.apply.Charged;
import io.trakkit.bench.scenario.apply.Drain;
import io.trakkit.bench.scenario.apply.Hot;
import io.trakkit.bench.scenario.apply.Late;
import io.trakkit.bench.scenario.apply.Memory;
import io.trakkit.bench.scenario.apply.Traced;
import io.trakkit.bench.scenario.client.Access;
import io.trakkit.bench.scenario.client.Guarded;
import io.trakkit.bench.scenario.client.Noisy;
import io.trakkit.bench.scenario.post.Bulk;
import io.trakkit.bench.scenario.post.Ingest;
import io.trakkit.bench.scenario.post.Visible;
import io.trakkit.bench.scenario.read.Lots;
import io.trakkit.bench.scenario.read.Past;
import io.trakkit.bench.scenario.read.Read;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The scenarios as the command line names them, in the order in which they run. */
enum ScenarioName {
    DRAIN,
    HOT,
    CHARGED,
    TRACED,
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
    GUARDED,
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
            case TRACED -> new Traced();
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
            case GUARDED -> new Guarded();
            case MEMORY -> new Memory();
            case START -> new Start();
        };
    }
}
