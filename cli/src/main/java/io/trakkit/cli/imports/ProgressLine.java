package io.trakkit.cli.imports;

import io.trakkit.cli.program.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows the progress of an import: a bar on a terminal, a line every ten seconds elsewhere. */
final class ProgressLine {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final int WIDTH = 30;

    private final Terminal terminal;
    private final TradeFile file;
    private final Tally tally;
    private final boolean quiet;

    ProgressLine(PrintWriter err, TradeFile file, Tally tally, boolean quiet) {
        terminal = new Terminal(err);
        this.file = file;
        this.tally = tally;
        this.quiet = quiet;
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
        Duration pause = terminal.replaces() ? ON_A_TERMINAL : ELSEWHERE;
        try {
            while (!done.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (!quiet) {
                    terminal.show(terminal.replaces() ? bar() + counts() : counts());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String bar() {
        int filled = WIDTH * file.percent() / 100;
        return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] ";
    }

    private String counts() {
        long perSecond = tally.records() * 1000 / Math.max(1, tally.elapsed().toMillis());
        return "%d %% read, %,d records, %,d do not count, %,d/s"
                .formatted(file.percent(), tally.records(), tally.notCounted(), perSecond);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
