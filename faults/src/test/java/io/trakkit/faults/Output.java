package io.trakkit.faults;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Shows how far the suite is. */
final class Output {

    private Output() {}

    static void line(String line) {
        System.out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " faults: " + line);
    }
}
