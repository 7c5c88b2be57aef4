package io.trakkit.standalone.demo;

import java.io.PrintStream;

/** Shows the progress of a long job: one changing line on a terminal, a line for each quarter elsewhere. */
final class DemoProgress {

    private final PrintStream out;
    private final boolean terminal;
    private final String job;
    private final int total;
    private final int interval;
    private int done;

    DemoProgress(PrintStream out, boolean terminal, String job, int total) {
        this.out = out;
        this.terminal = terminal;
        this.job = job;
        this.total = total;
        this.interval = Math.max(1, terminal ? total / 100 : (total + 3) / 4);
    }

    /** Counts one more step. */
    synchronized void step() {
        done++;
        boolean finished = done == total;
        if (finished || done % interval == 0) {
            String line = "%s: %d of %d".formatted(job, done, total);
            if (terminal) {
                out.print("\r" + line + (finished ? System.lineSeparator() : ""));
                out.flush();
            } else {
                out.println(line);
            }
        }
    }
}
