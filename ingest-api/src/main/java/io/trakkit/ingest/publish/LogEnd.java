package io.trakkit.ingest.publish;

import io.trakkit.store.log.LogPartition;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the log; concurrent callers share a request. Kafka is asked one question at a time, however many
 * want to know: who comes while it is being asked shares the next question with all others who do, since the answer
 * must not be older than the one who wants it.
 */
public final class LogEnd {

    private final Supplier<Map<LogPartition, Long>> question;
    private @Nullable CompletableFuture<Map<LogPartition, Long>> next;
    private boolean asking;

    LogEnd(Supplier<Map<LogPartition, Long>> question) {
        this.question = question;
    }

    /**
     * The offsets at which the partitions of the trades' topic end: everything that was acknowledged before this call lies
     * below them.
     *
     * @throws LogUnavailableException if the cluster does not say
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

    /** Who comes from now on waits for the question after this one. */
    private synchronized @Nullable CompletableFuture<Map<LogPartition, Long>> takeNext() {
        CompletableFuture<Map<LogPartition, Long>> answer = next;
        next = null;
        asking = answer != null;
        return answer;
    }
}
