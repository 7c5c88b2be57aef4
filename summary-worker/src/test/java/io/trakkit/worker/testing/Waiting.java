package io.trakkit.worker.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.awaitility.core.ConditionFactory;

/** How long the tests wait for what a worker does in milliseconds, on a machine that is busy with something else. */
public final class Waiting {

    private Waiting() {}

    public static ConditionFactory patiently() {
        return await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(1));
    }
}
