package io.trakkit.ingest.publish;

import io.trakkit.store.log.LogPartition;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The end offsets of the log. One request to Kafka runs at a time. Callers that come during a request share the next one,
 * because an answer must not be older than its caller.
 */
public final class LogEnd {

    private final Supplier<Map<LogPartition, Long>> question;
    private @Nullable CompletableFuture<Map<LogPartition, Long>> next;
    private boolean asking;

    LogEnd(Supplier<Map<LogPartition, Long>> question) {
        this.question = question;
    }

    /**
     * The end offsets of the partitions of the trades: every record that was acknowledged before this call is below them.
     * The records of open transactions count, because an acknowledged record may stand behind one; the worker reaches it
     * when the transaction ends, which Kafka sees to.
     *
     * @throws LogUnavailableException if Kafka does not answer
     */
    public Map<LogPartition, Long> now() {
        try {
            return nextAnswer().join();
        } catch (CompletionException e) {
            throw new LogUnavailableException("Where the log ends is not known", e);
        }
    }

    private synchronized CompletableFuture<Map<LogPartition, Long>> nextAnswer() {
        CompletableFuture<Map<LogPartition, Long>> answer = next;
        if (answer == null) {
            answer = new CompletableFuture<>();
            next = answer;
        }
        if (!asking) {
            asking = true;
            Thread.ofVirtual().name("log-end").start(this::askWhileWanted);
        }
        return answer;
    }

    private void askWhileWanted() {
        CompletableFuture<Map<LogPartition, Long>> answer = takeNext();
        while (answer != null) {
            try {
                answer.complete(question.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
            answer = takeNext();
        }
    }

    /** Later callers wait for the request after this one. */
    private synchronized @Nullable CompletableFuture<Map<LogPartition, Long>> takeNext() {
        CompletableFuture<Map<LogPartition, Long>> answer = next;
        next = null;
        asking = answer != null;
        return answer;
    }
}
