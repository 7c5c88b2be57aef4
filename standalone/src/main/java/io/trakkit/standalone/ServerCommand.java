package io.trakkit.standalone;

import io.trakkit.cli.program.CommandException;
import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.HelpOption;
import io.trakkit.standalone.StopRequest.StoppedException;
import io.trakkit.standalone.demo.DemoException;
import io.trakkit.standalone.embedded.Durability;
import io.trakkit.standalone.embedded.EmbeddedServerException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that starts everything in this process. */
@Command(
        footerHeading = "%nEnvironment:%n",
        footer = {
            "  JAVA_HOME          the folder of a JDK 25, if it is in an unusual place",
            "  TRAKKIT_JAVA_OPTS  more options for the JVM, such as -Xmx1g"
        })
abstract class ServerCommand implements Callable<Integer> {

    private static final int HIGHEST_PORT = 65_535;
    private static final String DATA = ".trakkit";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "where to serve HTTP (default: ${DEFAULT-VALUE}; 0 picks a free one)",
            defaultValue = "8080")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "where to keep the data (default: .trakkit/ in the checkout); the next start on the same DIR"
                    + " continues with them")
    private @Nullable Path data;

    @Option(names = "--fresh", description = "delete the data in DIR first")
    private boolean fresh;

    @Mixin
    @SuppressWarnings("unused")
    private HelpOption help = new HelpOption();

    /** The settings of the apps, as on their command line. */
    abstract List<String> settings();

    /** What the command does before it says that the server is ready. */
    void prepare(Server server, Path data) {}

    /** What the command does once the server is ready. */
    abstract void serve(Server server, Path data, StopRequest stop);

    /** The exit code if the user stops the command before {@link #serve} is done. */
    abstract int exitCodeWhenStoppedEarly();

    /** @throws CommandException if an option is wrong */
    Server.Options options() {
        if (port < 0 || port > HIGHEST_PORT) {
            throw CommandException.wrongUsage("--port must be a number from 0 to " + HIGHEST_PORT + ", not " + port);
        }
        Path folder =
                data == null ? Path.of(System.getProperty("trakkit.home", "")).resolve(DATA) : data;
        return new Server.Options(port, folder, fresh, Durability.POWER_LOSS, settings());
    }

    @Override
    public Integer call() {
        Server.Options options = options();
        StopRequest stop = StopRequest.listen();
        int exitCode = run(options, stop);
        stop.finish(exitCode);
        return exitCode;
    }

    private int run(Server.Options options, StopRequest stop) {
        System.err.println(
                "starting on the data in " + options.data().toAbsolutePath().normalize());
        try (Server server = Server.start(options, stop::check)) {
            prepare(server, options.data());
            System.out.println("ready " + server.address());
            serve(server, options.data(), stop);
            return ExitCode.DONE;
        } catch (StoppedException e) {
            return exitCodeWhenStoppedEarly();
        } catch (StartException | EmbeddedServerException | DemoException e) {
            LoggerFactory.getLogger(getClass()).debug("Failed", e);
            System.err.println("trakkit: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LoggerFactory.getLogger(getClass())
                    .error("Failed because of a defect in trakkit: please report it with these lines", e);
        }
        return ExitCode.FAILED;
    }
}
