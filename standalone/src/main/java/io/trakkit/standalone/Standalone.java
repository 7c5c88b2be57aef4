package io.trakkit.standalone;

import io.trakkit.standalone.CommandLine.Help;
import io.trakkit.standalone.CommandLine.Run;
import io.trakkit.standalone.CommandLine.Wrong;
import io.trakkit.standalone.StopRequest.StoppedException;
import io.trakkit.standalone.demo.Demo;
import io.trakkit.standalone.demo.DemoException;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedServerException;
import java.io.Console;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program behind {@code ./trakkit up} and {@code ./trakkit demo}. */
public final class Standalone {

    private static final Logger LOG = LoggerFactory.getLogger(Standalone.class);

    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;

    private final Run run;
    private final StopRequest stop;

    private Standalone(Run run, StopRequest stop) {
        this.run = run;
        this.stop = stop;
    }

    public static void main(String[] arguments) {
        Path home = Path.of(System.getProperty("trakkit.home", ""));
        switch (CommandLine.parse(List.of(arguments), home.resolve(".trakkit"), onTerminal())) {
            case Help(String text) -> System.out.print(text);
            case Wrong(String reason) -> {
                System.err.println("trakkit: " + reason);
                System.exit(WRONG_USAGE);
            }
            case Run run -> {
                StopRequest stop = StopRequest.listen();
                stop.exit(new Standalone(run, stop).exitCode());
            }
        }
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    private int exitCode() {
        try {
            serve();
            return DONE;
        } catch (StoppedException e) {
            return whenStoppedEarly();
        } catch (StartException | EmbeddedServerException | DemoException e) {
            LOG.debug("Failed", e);
            System.err.println("trakkit: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.error("Failed because of a defect in trakkit: please report it with these lines", e);
        }
        return FAILED;
    }

    private void serve() {
        System.err.println(
                "starting on the data in " + run.data().toAbsolutePath().normalize());
        Server.Options options =
                new Server.Options(run.port(), run.data(), run.fresh(), Durability.POWER_LOSS, settings(run.command()));
        try (Server server = Server.start(options, stop::check)) {
            System.out.println("ready " + server.address());
            switch (run.command()) {
                case UP -> stop.await();
                case DEMO -> demo(server);
            }
        }
    }

    private static List<String> settings(CommandLine.Command command) {
        return switch (command) {
            case UP -> List.of();
            case DEMO -> Demo.PRICES;
        };
    }

    private void demo(Server server) {
        new Demo(server.address(), System.out, System.err, onTerminal(), stop::check).runWithMovingPrices();
        if (run.stay()) {
            System.out.println(Demo.whatToTry(server.address()));
            stop.await();
        }
    }

    /** Who stops a server that is still starting has what they want; who stops a demo has not seen its tables. */
    private int whenStoppedEarly() {
        return switch (run.command()) {
            case UP -> DONE;
            case DEMO -> FAILED;
        };
    }
}
