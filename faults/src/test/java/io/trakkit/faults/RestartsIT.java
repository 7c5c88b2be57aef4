package io.trakkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The short form of the random restarts. */
class RestartsIT {

    @Test
    void everyPartitionIsAppliedSoonAfterReadyWhenTheWholeWasKilledAtAnyMoment() throws Exception {
        Seed seed = Seed.ofThisRun();
        Path folder = Folders.fresh(Path.of("target", "restarts"));
        assertThat(new Restarts(Restarts.SHORT, seed, folder, Output::line).run())
                .as("%s; logs and data are in %s", seed, folder)
                .isEmpty();
    }
}
