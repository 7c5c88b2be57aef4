package io.trakkit.worker.status;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks several servers at the same time and waits for all until one deadline, so that a server that hangs keeps nobody waiting for
 * longer. For one answer.
 */
final class Probes implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long start = System.nanoTime();
    private final Duration atMost;

    /** @param atMost for all probes together */
    Probes(Duration atMost) {
        this.atMost = atMost;
    }

    /** A question that has been asked. */
    final class Probe<T> {

        private final Future<T> future;

        private Probe(Future<T> future) {
            this.future = future;
        }

        /**
         * Waits for the answer.
         *
         * @throws IllegalStateException if there is none in time; the cause is the failure of the question
         */
        T answer() {
            long left = Math.max(0, atMost.toNanos() - (System.nanoTime() - start));
            try {
                return future.get(left, TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                throw new IllegalStateException("No answer within " + atMost.toSeconds() + " s", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
    }

    <T> Probe<T> ask(Callable<T> question) {
        return new Probe<>(threads.submit(question));
    }

    /** Does not wait for questions without an answer. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
