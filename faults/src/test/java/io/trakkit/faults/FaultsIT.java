package io.trakkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The short form of the suite. */
class FaultsIT {

    @Test
    void theNumbersAreRightWhateverBefalls() throws Exception {
        Seed seed = Seed.ofThisRun();
        Path folder = Folders.fresh(Path.of("target", "faults"));
        assertThat(new Suite(Form.SHORT, seed, folder, Output::line).run())
                .as("%s; the logs of the processes stand in %s", seed, folder.resolve("logs"))
                .isEmpty();
    }
}
