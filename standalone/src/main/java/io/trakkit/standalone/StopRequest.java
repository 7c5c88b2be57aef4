package io.trakkit.standalone;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a request: the main thread comes to its own end, closes what it has opened in the order that is
 * right, and decides the exit code. Left to itself, the JVM would end in the middle of everything, with 143.
 */
final class StopRequest {

    /** Longer than any orderly stop; then the process ends as it is. */
    private static final long LIMIT_SECONDS = 120;

    private static final int FAILED = 1;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private volatile int status = FAILED;

    private StopRequest() {}

    /** From now on, the signals are requests. */
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
                status = FAILED;
            }
        } catch (InterruptedException e) {
            status = FAILED;
        }
        Runtime.getRuntime().halt(status);
    }

    /** Waits until somebody asks for the end. */
    void await() {
        try {
            requested.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @throws StoppedException if somebody has asked for the end */
    void check() {
        if (requested.getCount() == 0) {
            throw new StoppedException();
        }
    }

    /** Ends the process. All that was open is closed by now. */
    void exit(int exitCode) {
        status = exitCode;
        finished.countDown();
        System.exit(exitCode);
    }

    /** Work was broken off because somebody asked for the end. */
    static final class StoppedException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        StoppedException() {
            super("Stopped before the end");
        }
    }
}
