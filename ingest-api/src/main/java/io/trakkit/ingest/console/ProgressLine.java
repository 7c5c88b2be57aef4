package io.trakkit.ingest.console;

import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Shows how far it is while it runs: a bar that moves on a terminal, a line now and then elsewhere. */
final class ProgressLine {

    private static final Duration ON_A_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WIDTH = 30;

    private final PrintWriter err;
    private final Upload upload;
    private final Tally tally;
    private final boolean quiet;
    private final boolean terminal =
            Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);

    ProgressLine(PrintWriter err, Upload upload, Tally tally, boolean quiet) {
        this.err = err;
        this.upload = upload;
        this.tally = tally;
        this.quiet = quiet;
    }

    /** Shows it until the work is done. */
    void follow(Runnable work) {
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
                if (upload.nanosSinceMoved() > PATIENCE.toNanos()) {
                    upload.close();
                }
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
        } catch (IOException e) {
            err.println("trakkit: " + e.getMessage());
        }
    }

    private String bar() {
        int filled = (int) (WIDTH * upload.sent() / Math.max(1, upload.size()));
        return "[" + "#".repeat(filled) + " ".repeat(WIDTH - filled) + "] ";
    }

    private String words() {
        long perSecond = tally.results() * 1000 / Math.max(1, tally.elapsed().toMillis());
        return "%d %% sent, %,d results, %,d not taken, %,d/s"
                .formatted(
                        100 * upload.sent() / Math.max(1, upload.size()), tally.results(), tally.notTaken(), perSecond);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
