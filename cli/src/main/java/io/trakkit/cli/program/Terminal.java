package io.trakkit.cli.program;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** Shows progress on standard error: one changing line on a terminal, a new line each time elsewhere. */
public final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean attached = isAttached();

    public Terminal(PrintWriter err) {
        this.err = err;
    }

    /** Whether the program runs on a terminal. */
    public static boolean isAttached() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Whether {@link #show} replaces the previous line. */
    public boolean replaces() {
        return attached;
    }

    public void show(String line) {
        if (attached) {
            err.print(CLEAR_LINE + line);
            err.flush();
        } else {
            err.println(line);
        }
    }

    /** Removes the changing line. */
    public void clear() {
        if (attached) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
