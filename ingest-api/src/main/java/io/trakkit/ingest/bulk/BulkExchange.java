package io.trakkit.ingest.bulk;

import io.trakkit.wire.http.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request of many records, while it is being served. Three threads, of the operating system so that none of them keeps
 * the virtual ones of other requests from running: one reads and publishes, one makes result lines, one writes them to the
 * caller. None waits for the caller to read. The request's own thread watches that something moves.
 */
final class BulkExchange {

    private static final Logger log = LoggerFactory.getLogger(BulkExchange.class);

    private static final Duration WATCHED_EVERY = Duration.ofMillis(200);

    /** How long a body of which nothing more is taken is read on, so that its sender gets to see why. */
    private static final Duration DRAINED_FOR = Duration.ofSeconds(30);

    /** How long a stop waits for a caller that is neither sending nor reading. */
    private static final Duration STOPPED_AFTER = Duration.ofSeconds(3);

    private final Intake intake;
    private final ResultLines results;
    private final Outbox outbox;
    private final Progress progress;
    private final InputStream in;
    private final OutputStream out;
    private final Optional<Connection> connection;
    private final CountDownLatch running = new CountDownLatch(3);
    private final CountDownLatch bodyRead = new CountDownLatch(1);
    private volatile boolean failed;
    private volatile @Nullable Counts counts;
    private volatile long stoppedAt;

    BulkExchange(
            Intake intake,
            ResultLines results,
            Outbox outbox,
            Progress progress,
            InputStream in,
            OutputStream out,
            Optional<Connection> connection) {
        this.intake = intake;
        this.results = results;
        this.outbox = outbox;
        this.progress = progress;
        this.in = in;
        this.out = out;
        this.connection = connection;
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    /**
     * Serves the request to its end.
     *
     * @param answerAfterBody whether to begin the answer only when the body has been read
     * @param idleTimeout how long nothing may move
     * @return how many records ended in which way
     * @throws IOException if the answer could not be brought to its end
     */
    Counts run(boolean answerAfterBody, Duration idleTimeout) throws IOException {
        List<Thread> threads = List.of(
                thread("bulk-intake", this::takeIn),
                thread("bulk-results", this::makeLines),
                thread("bulk-answer", () -> answer(answerAfterBody)));
        threads.forEach(Thread::start);
        try (outbox) {
            while (!awaitEnd()) {
                if (progress.nanosSinceMoved() > idleTimeout.toNanos() || isOverdue()) {
                    failed = true;
                }
                if (failed) {
                    cut(threads);
                }
            }
        }
        Counts known = counts;
        if (failed || known == null) {
            throw new EOFException("The caller did not get all results");
        }
        return known;
    }

    private Thread thread(String name, Work work) {
        return Thread.ofPlatform().name(name).unstarted(() -> {
            try {
                work.run();
            } catch (IOException e) {
                log.debug("The caller has gone", e);
                failed = true;
            } catch (InterruptedException e) {
                failed = true;
            } catch (RuntimeException | Error e) {
                log.error("{} failed", name, e);
                failed = true;
            } finally {
                running.countDown();
            }
        });
    }

    private boolean awaitEnd() {
        try {
            return running.await(WATCHED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            // The threads work on what belongs to this request, and must end before it does.
            failed = true;
            return false;
        }
    }

    private boolean isOverdue() {
        return stoppedAt != 0 && System.nanoTime() - stoppedAt > STOPPED_AFTER.toNanos();
    }

    /** Makes the threads end that wait for the caller. */
    private void cut(List<Thread> threads) {
        progress.end(Problem.INTERNAL.status(), "The connection was cut");
        outbox.close();
        connection.ifPresent(Connection::cut);
        threads.forEach(Thread::interrupt);
    }

    /** Ends it soon: what is on its way gets its result. */
    void stop() {
        progress.end(Problem.UNAVAILABLE.status(), "The service is stopping; to post it all again is safe");
        stoppedAt = System.nanoTime();
    }

    private void takeIn() throws InterruptedException {
        try {
            intake.run();
            drain();
        } finally {
            bodyRead.countDown();
        }
    }

    private void drain() {
        long end = System.nanoTime() + DRAINED_FOR.toNanos();
        byte[] ignored = new byte[64 * 1024];
        try {
            while (stoppedAt == 0 && System.nanoTime() < end && in.read(ignored) > 0) {
                progress.moved();
            }
        } catch (IOException e) {
            log.debug("The rest of the body can't be read", e);
        }
    }

    private void makeLines() throws InterruptedException {
        counts = results.run();
        outbox.end();
    }

    private void answer(boolean afterBody) throws IOException, InterruptedException {
        if (afterBody) {
            bodyRead.await();
        }
        byte[] piece;
        while ((piece = outbox.take()) != null) {
            out.write(piece);
            if (outbox.isEmpty()) {
                out.flush();
            }
            progress.moved();
        }
        // To end the answer ends the reading of the body as well.
        while (!bodyRead.await(WATCHED_EVERY.toMillis(), TimeUnit.MILLISECONDS) && stoppedAt == 0) {
            out.flush();
        }
        if (!failed) {
            out.close();
        }
    }
}
