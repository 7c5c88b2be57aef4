package io.trakkit.standalone;

import io.trakkit.cli.program.ExitCode;
import io.trakkit.worker.admin.FirstKey;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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

    @Option(
            names = "--auth",
            description = "ask every call for an API key. The first start creates the key of an administrator in"
                    + " DIR/admin.key; without --auth, calls need no key and act for the client 'default'")
    private boolean auth;

    @Override
    List<String> settings() {
        return auth ? List.of("--trakkit.access.mode=keys") : List.of();
    }

    @Override
    void prepare(Server server, Path data) {
        if (auth) {
            new AdminKeyFile(data).createIfMissing(server.context().getBean(FirstKey.class));
        }
    }

    @Override
    void serve(Server server, Path data, StopRequest stop) {
        if (auth) {
            System.out.println(new AdminKeyFile(data).howToUse(server.address()));
        }
        stop.await();
    }

    @Override
    int exitCodeWhenStoppedEarly() {
        return ExitCode.DONE;
    }
}
