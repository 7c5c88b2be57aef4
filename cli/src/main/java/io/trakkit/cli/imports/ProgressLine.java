package io.trakkit.cli.imports;

import io.trakkit.cli.program.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Shows the progress of reading a file: a bar on a terminal, a line every ten seconds elsewhere. */
final class ProgressLine {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final int WIDTH = 30;

    private final Terminal terminal;
    private final Supplier<String> counts;
    private final IntSupplier percent;
    private final boolean quiet;
    private final Duration pause;

    /**
     * @param counts what the line says
     * @param percent how much of the file has been read
     */
    ProgressLine(PrintWriter err, Supplier<String> counts, IntSupplier percent, boolean quiet) {
        this(err, counts, percent, quiet, Terminal.isAttached() ? ON_A_TERMINAL : ELSEWHERE);
    }

    ProgressLine(PrintWriter err, Supplier<String> counts, IntSupplier percent, boolean quiet, Duration pause) {
        terminal = new Terminal(err);
        this.counts = counts;
        this.percent = percent;
        this.quiet = quiet;
        this.pause = pause;
    }

    /** The work whose progress is shown. */
    interface Work {
        void run() throws IOException;
    }

    /** Shows the progress until the work is done. */
    void follow(Work work) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        Thread shower = Thread.ofPlatform().name("progress").daemon().start(() -> show(done));
        try {
            work.run();
        } finally {
            done.countDown();
            join(shower);
            if (!quiet) {
                terminal.clear();
            }
        }
    }

    private void show(CountDownLatch done) {
        try {
            while (!done.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!quiet) {
                    terminal.show(terminal.replaces() ? bar() + counts.get() : counts.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String bar() {
        int filled = WIDTH * percent.getAsInt() / 100;
        return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] ";
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
