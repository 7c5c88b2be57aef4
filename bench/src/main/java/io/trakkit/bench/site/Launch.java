package io.trakkit.bench.site;

import io.trakkit.standalone.embedded.Durability;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Deviations from the default start of the processes, for tuning. Published figures use none.
 *
 * @param heap of each app ("512m")
 * @param trained whether the apps start from what the JVM learned of them beforehand, as those of the images do; it takes
 *     some seconds
 * @param javaOptions further options of their JVMs
 * @param settings further settings, {@code --name=value}
 * @param broker whether the broker waits for the disk, as that of {@code ./trakkit up} does; those of a cluster rely on
 *     each other instead
 * @param recordings where each app leaves a recording of the JDK Flight Recorder
 */
public record Launch(
        String heap,
        boolean trained,
        List<String> javaOptions,
        List<String> settings,
        Durability broker,
        Optional<Path> recordings) {

    public static final Launch AS_DEPLOYED =
            new Launch("512m", true, List.of(), List.of(), Durability.POWER_LOSS, Optional.empty());

    /** For a start that is not measured. */
    public Launch untrained() {
        return new Launch(heap, false, javaOptions, settings, broker, recordings);
    }
}
