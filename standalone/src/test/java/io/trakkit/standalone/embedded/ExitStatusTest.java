package io.trakkit.standalone.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.testing.Waiting;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ExitStatusTest {

    @Test
    void isWhatAProgramEndsWith() throws IOException {
        assertThat(ExitStatus.of(started("exit 7"), Waiting.LIMIT)).isEqualTo(7);
    }

    @Test
    void ofOneThatTakesTooLongIsThatItWasKilledAndItIsGone() throws IOException {
        Process program = started("exec sleep 600");

        assertThat(ExitStatus.of(program, Duration.ofMillis(10))).isEqualTo(ExitStatus.KILLED);
        assertThat(program.isAlive()).isFalse();
    }

    @Test
    void isWaitedForInSpiteOfAnInterruptWhichIsThereAfterwards() throws IOException {
        Thread.currentThread().interrupt();

        assertThat(ExitStatus.of(started("sleep 0.2; exit 7"), Waiting.LIMIT)).isEqualTo(7);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static Process started(String script) throws IOException {
        return new ProcessBuilder("sh", "-c", script).start();
    }
}
