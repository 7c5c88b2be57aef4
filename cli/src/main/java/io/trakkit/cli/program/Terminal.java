package io.trakkit.cli.program;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/** Standard error as a place for progress: one line that changes on a terminal, lines that follow one another elsewhere. */
public final class Terminal {

    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final boolean attached = isAttached();

    public Terminal(PrintWriter err) {
        this.err = err;
    }

    /** Whether a person sits in front of the program. */
    public static boolean isAttached() {
        return Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    }

    /** Whether {@link #show} replaces the line before. */
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

    /** Removes the line that changes. */
    public void clear() {
        if (attached) {
            err.print(CLEAR_LINE);
            err.flush();
        }
    }
}
