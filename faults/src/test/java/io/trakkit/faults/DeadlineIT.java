package io.trakkit.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.standalone.embedded.ExitStatus;
import io.trakkit.testing.Waiting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that hangs where no interrupt reaches it. */
class DeadlineIT {

    /** Waits for what never comes. */
    static final class Hanging {

        private Hanging() {}

        public static void main(String[] arguments) {
            try (Deadline _ = Deadline.in(Duration.ofMillis(100), Path.of(arguments[0]))) {
                new CompletableFuture<>().join();
            }
        }
    }

    @Test
    void endsAndTellsWhereItStood(@TempDir Path logs) throws Exception {
        Process hanging = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Hanging.class.getName(),
                        logs.toString()))
                .redirectErrorStream(true)
                .start();

        String said = new String(hanging.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(ExitStatus.of(hanging, Waiting.LIMIT)).isEqualTo(70);
        assertThat(said).contains("no end after").contains("DeadlineIT$Hanging.main");
        assertThat(logs.resolve("threads.txt")).content().contains("DeadlineIT$Hanging.main");
    }
}
