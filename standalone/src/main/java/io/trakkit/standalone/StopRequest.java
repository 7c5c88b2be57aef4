package io.trakkit.standalone;

import io.trakkit.cli.program.ExitCode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into a request: the main thread closes everything in the right order and sets the exit code.
 * Without it, the JVM would end at once, with 143.
 */
final class StopRequest {

    /** Longer than any orderly stop. After it, the process ends at once. */
    private static final long LIMIT_SECONDS = 120;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status = ExitCode.FAILED;

    private StopRequest() {}

    /** From this call on, a signal is a request. */
    static StopRequest listen() {
        StopRequest request = new StopRequest();
        Runtime.getRuntime().addShutdownHook(new Thread(request::onShutdown, "stop-request"));
        return request;
    }

    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        requested.countDown();
        try {
            if (!finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                status = ExitCode.FAILED;
            }
        } catch (InterruptedException e) {
            status = ExitCode.FAILED;
        }
        Runtime.getRuntime().halt(status);
    }

    /** Waits for a request to stop. */
    void await() {
        try {
            requested.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws StoppedException if a stop was requested */
    void check() {
        if (requested.getCount() == 0) {
            throw new StoppedException();
        }
    }

    /** Sets the exit code. Everything is closed; if a stop was requested, the process ends now. */
    void finish(int exitCode) {
        status = exitCode;
        finished.countDown();
    }

    /** The work ended early, because a stop was requested. */
    static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("Stopped before the end");
        }
    }
}
