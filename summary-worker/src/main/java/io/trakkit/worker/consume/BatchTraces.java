package io.trakkit.worker.consume;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Traces the batches that hold records of sampled traces, as {@link BatchSpans} describes. It learns from the transaction manager when
 * a batch commits. All other records, nearly all, cost one look at a header.
 */
public final class BatchTraces implements TransactionExecutionListener {

    /** The spans of the batch that this thread applies. */
    private static final ThreadLocal<@Nullable BatchSpans> CURRENT = new ThreadLocal<>();

    private final @Nullable Tracer tracer;

    private BatchTraces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    /** Must be added to the transaction manager. */
    public static BatchTraces of(OpenTelemetry openTelemetry) {
        return new BatchTraces(openTelemetry.getTracer("io.trakkit.worker"));
    }

    /** For a worker without traces. */
    public static BatchTraces none() {
        return new BatchTraces(null);
    }

    /** Runs work on a batch, given by partition. A failure is noted in the spans. */
    <T> T apply(List<? extends List<? extends ConsumerRecord<?, ?>>> records, Supplier<T> work) {
        if (tracer == null) {
            return work.get();
        }
        List<TracedRecords> traced = TracedRecords.in(records);
        if (traced.isEmpty()) {
            return work.get();
        }
        BatchSpans spans =
                BatchSpans.start(traced, records.stream().mapToLong(List::size).sum(), tracer);
        CURRENT.set(spans);
        // As the context of this thread, lines of the log name its trace.
        try (Scope _ = spans.batch().makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            spans.fail(e);
            throw e;
        } finally {
            CURRENT.remove();
            spans.end();
        }
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        BatchSpans spans = CURRENT.get();
        if (spans != null) {
            spans.startCommit();
        }
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        endCommit(failure == null);
    }

    /** A commit that the database refuses ends here, too. */
    @Override
    public void afterRollback(TransactionExecution transaction, @Nullable Throwable failure) {
        endCommit(false);
    }

    private static void endCommit(boolean isDone) {
        BatchSpans spans = CURRENT.get();
        if (spans != null) {
            spans.endCommit(isDone);
        }
    }
}
