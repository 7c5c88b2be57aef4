package io.trakkit.faults.site;

import io.trakkit.standalone.embedded.ExitStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** Signals to processes, which Java has no call for. */
final class Signals {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Signals() {}

    static void send(String signal, long pid) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .redirectErrorStream(true)
                    .start();
            int status = ExitStatus.of(kill, LIMIT);
            if (status != 0) {
                throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
