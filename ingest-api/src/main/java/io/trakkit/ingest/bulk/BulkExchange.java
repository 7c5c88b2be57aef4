package io.trakkit.ingest.bulk;

import io.trakkit.ingest.bulk.result.ResultBuffer;
import io.trakkit.ingest.bulk.result.ResultCounts;
import io.trakkit.store.postgres.ClientScope;
import io.trakkit.wire.http.problem.Problem;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bulk request: one thread reads the body and publishes its records, another makes the result lines; both are
 * threads of the operating system, since two busy virtual ones would keep all others of two processors from running.
 * The request's own thread writes the answer once the body has been read.
 */
final class BulkExchange {

    private static final Logger log = LoggerFactory.getLogger(BulkExchange.class);

    private static final Duration CHECKED_EVERY = Duration.ofMillis(200);

    /** How long the rest of a body is read and dropped: most senders read an answer only after they have sent all of it. */
    private static final Duration DRAINED_FOR = Duration.ofSeconds(30);

    /** How long a stop of the app waits for a caller that sends nothing. */
    private static final Duration STOPPED_AFTER = Duration.ofSeconds(3);

    /**
     * How long a stop waits, after the answer, for a caller that goes on sending. A connection that is closed with unread
     * bytes in it breaks, often before the caller has seen the answer.
     */
    private static final Duration LINGERED_FOR = Duration.ofSeconds(2);

    private final BulkRecordProcessor bulkRecordProcessor;
    private final ResultLines results;
    private final ResultBuffer resultBuffer;
    private final EarlyEnd earlyEnd;
    private final InputStream in;
    private final OutputStream out;
    private final BooleanSupplier allowed;
    private final CountDownLatch bodyRead = new CountDownLatch(1);
    private volatile boolean failed;
    private volatile @Nullable ResultCounts resultCounts;
    private volatile long stoppedAt;
    private volatile boolean ended;

    /** @param allowed whether the caller may still send records; asked several times a second */
    BulkExchange(
            BulkRecordProcessor bulkRecordProcessor,
            ResultLines results,
            ResultBuffer resultBuffer,
            EarlyEnd earlyEnd,
            InputStream in,
            OutputStream out,
            BooleanSupplier allowed) {
        this.bulkRecordProcessor = bulkRecordProcessor;
        this.results = results;
        this.resultBuffer = resultBuffer;
        this.earlyEnd = earlyEnd;
        this.in = in;
        this.out = out;
        this.allowed = allowed;
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    /**
     * Serves the request to its end.
     *
     * @return how many records ended in which way
     * @throws IOException if the caller did not get the whole answer
     */
    ResultCounts run() throws IOException {
        Thread reader = start("bulk-intake", this::takeIn);
        Thread writer = start("bulk-results", this::makeLines);
        try (resultBuffer) {
            awaitBody();
            answer(reader);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failed = true;
        } finally {
            ended = true;
            earlyEnd.end(Problem.INTERNAL.status(), "The request was ended");
            reader.interrupt();
            writer.interrupt();
        }
        ResultCounts known = resultCounts;
        if (failed || known == null) {
            throw new EOFException("The caller did not get all results");
        }
        return known;
    }

    private Thread start(String name, Work work) {
        return Thread.ofPlatform().name(name).start(ClientScope.handedOver(() -> {
            try {
                work.run();
            } catch (InterruptedException e) {
                failed = true;
            } catch (RuntimeException | Error e) {
                log.error("{} failed", name, e);
                failed = true;
                resultBuffer.close();
            }
        }));
    }

    private void awaitBody() throws IOException, InterruptedException {
        while (!bodyRead.await(CHECKED_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
            boolean overdue = isStopping() && System.nanoTime() - stoppedAt > STOPPED_AFTER.toNanos();
            if (failed) {
                throw new EOFException("The body was not read to its end");
            }
            if (!allowed.getAsBoolean()) {
                earlyEnd.end(
                        Problem.UNAUTHENTICATED.status(),
                        "The key was revoked or has expired, or the client is suspended. No record from this line on was"
                                + " taken; those before it are in the log");
            }
            if (overdue) {
                // The read can't be interrupted; it ends when the container closes the connection.
                bulkRecordProcessor.breakOff();
                return;
            }
        }
    }

    /** Ends it soon: records that were published get their results. */
    void stop() {
        earlyEnd.end(Problem.UNAVAILABLE.status(), "The service is stopping; it is safe to post all of it again");
        stoppedAt = System.nanoTime();
    }

    private boolean isStopping() {
        return stoppedAt != 0;
    }

    private void takeIn() throws InterruptedException {
        try {
            bulkRecordProcessor.run();
            drain(() -> !isStopping());
        } finally {
            bodyRead.countDown();
        }
        // While the answer is written, and for a while after it.
        drain(() -> isStopping() && !ended);
    }

    private void drain(BooleanSupplier still) {
        long end = System.nanoTime() + DRAINED_FOR.toNanos();
        byte[] ignored = new byte[64 * 1024];
        try {
            while (still.getAsBoolean() && System.nanoTime() < end && in.read(ignored) > 0) {
                log.trace("Part of the body is ignored");
            }
        } catch (IOException e) {
            log.debug("The rest of the body can't be read", e);
        }
    }

    private void makeLines() throws InterruptedException {
        resultCounts = results.run();
        resultBuffer.end();
    }

    private void answer(Thread reader) throws IOException, InterruptedException {
        byte[] piece;
        while ((piece = resultBuffer.take()) != null) {
            out.write(piece);
        }
        if (!failed) {
            out.flush();
            boolean silent = bodyRead.getCount() > 0;
            if (isStopping() && !silent) {
                reader.join(LINGERED_FOR);
            }
            out.close();
        }
    }
}
