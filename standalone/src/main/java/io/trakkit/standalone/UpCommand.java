package io.trakkit.standalone;

import io.trakkit.cli.program.ExitCode;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code up}: starts everything and serves until it is stopped. */
@Command(
        name = "up",
        description = {
            "Start an embedded PostgreSQL, Kafka and Redis, and the apps, in one process.",
            "",
            "It prints 'ready http://127.0.0.1:PORT' once it serves HTTP and applies trades, and runs until Ctrl-C or"
                    + " SIGTERM. It listens on loopback only."
        },
        exitCodeList = {"0:stopped by the user", "1:failed", "2:wrong usage"})
final class UpCommand extends ServerCommand {

    @Override
    List<String> settings() {
        return List.of();
    }

    @Override
    void serve(Server server, StopRequest stop) {
        stop.await();
    }

    @Override
    int exitCodeWhenStoppedEarly() {
        return ExitCode.DONE;
    }
}
