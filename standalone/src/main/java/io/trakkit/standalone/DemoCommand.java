package io.trakkit.standalone;

import io.trakkit.cli.program.ExitCode;
import io.trakkit.cli.program.Terminal;
import io.trakkit.standalone.demo.Demo;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code demo}: starts everything, posts the sample trades and shows the returns as prices change. */
@Command(
        name = "demo",
        description = {
            "Start everything as 'up' does, and post the trades of samples/ over HTTP.",
            "",
            "First it prints the address of the page: open it in a browser to see the portfolios, live. Then it prints a"
                    + " table of each portfolio: ticker, held, average, cost, realised, price and return, and prints them"
                    + " again whenever prices change: the samples' months, one every two seconds.",
            "",
            "On a terminal it then keeps running until Ctrl-C, for you to explore; elsewhere it ends. A second run on the"
                    + " same data posts nothing new."
        },
        exitCodeList = {"0:done", "1:failed, or stopped before the tables", "2:wrong usage"})
final class DemoCommand extends ServerCommand {

    @ArgGroup
    private @Nullable Ending ending;

    /** What the demo does after the tables. */
    static final class Ending {

        @Option(names = "--exit", description = "end after the tables, even on a terminal")
        private boolean exit;

        @Option(names = "--stay", description = "keep running after the tables, even without a terminal")
        private boolean stay;
    }

    @Override
    List<String> settings() {
        return Demo.PRICES;
    }

    @Override
    void serve(Server server, Path data, StopRequest stop) {
        System.out.println("Open " + server.address() + "/ in a browser: it shows the portfolios of the demo, live.");
        boolean terminal = Terminal.isAttached();
        new Demo(server.address(), System.out, System.err, terminal, stop::check).runWithMovingPrices();
        if (stays(terminal)) {
            System.out.println(Demo.whatToTry(server.address()));
            stop.await();
        }
    }

    /** Whether the demo keeps running after the tables. */
    boolean stays(boolean terminal) {
        if (ending == null) {
            return terminal;
        }
        return ending.stay && !ending.exit;
    }

    /** The user has not seen the tables. */
    @Override
    int exitCodeWhenStoppedEarly() {
        return ExitCode.FAILED;
    }
}
