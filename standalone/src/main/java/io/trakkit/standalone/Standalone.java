package io.trakkit.standalone;

import io.trakkit.cli.Trakkit;
import io.trakkit.cli.program.Program;

/** The program behind {@code ./trakkit}: {@code up} and {@code demo}, and the clients of the module cli. */
public final class Standalone {

    private Standalone() {}

    public static void main(String[] arguments) {
        program().exit(arguments);
    }

    static Program program() {
        return Trakkit.program(new UpCommand(), new DemoCommand());
    }
}
