package io.trakkit.ingest.console;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows the progress of an import: a bar that moves on a terminal, a line now and then elsewhere. */
final class ProgressLine {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final TradeFile file;
    private final Tally tally;
    private final boolean quiet;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    ProgressLine(PrintWriter err, TradeFile file, Tally tally, boolean quiet) {
        this.err = err;
        this.file = file;
        this.tally = tally;
        this.quiet = quiet;
    }

    /** Work that is followed. */
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
            if (terminal && !quiet) {
                err.print("\r\u001b[K");
                err.flush();
            }
        }
    }

    private void show(CountDownLatch done) {
        Duration pause = terminal ? ON_A_TERMINAL : ELSEWHERE;
        try {
            while (!done.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                if (quiet) {
                    continue;
                }
                if (terminal) {
                    err.print("\r\u001b[K" + bar() + words());
                    err.flush();
                } else {
                    err.println(words());
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

    private String words() {
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
