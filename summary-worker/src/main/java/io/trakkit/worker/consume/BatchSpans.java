package io.trakkit.worker.consume;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The spans of a batch. Its records are of many traces, so it has a trace of its own: a span that links to those that published the
 * records, and one for each commit. Each of the records' traces gets spans of the same times, which link to the batch: a trade's
 * trace shows all of its way.
 */
final class BatchSpans {

    private final Tracer tracer;
    private final Span batch;
    private final List<Span> ofRecords;
    private final List<Span> commits = new ArrayList<>();

    private BatchSpans(Tracer tracer, Span batch, List<Span> ofRecords) {
        this.tracer = tracer;
        this.batch = batch;
        this.ofRecords = ofRecords;
    }

    /**
     * Starts the spans.
     *
     * @param records of the batch, traced or not
     */
    static BatchSpans start(List<TracedRecords> traced, long records, Tracer tracer) {
        SpanBuilder builder = tracer.spanBuilder("apply batch").setNoParent().setSpanKind(SpanKind.CONSUMER);
        traced.forEach(one -> builder.addLink(one.span()));
        Span batch =
                builder.setAttribute("messaging.batch.message_count", records).startSpan();
        return new BatchSpans(
                tracer,
                batch,
                traced.stream().map(one -> start(one, batch, tracer)).toList());
    }

    private static Span start(TracedRecords traced, Span batch, Tracer tracer) {
        ConsumerRecord<?, ?> first = traced.first();
        return tracer.spanBuilder("apply " + first.topic())
                .setParent(traced.context())
                .setSpanKind(SpanKind.CONSUMER)
                .addLink(batch.getSpanContext())
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.destination.name", first.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(first.partition()))
                .setAttribute("messaging.kafka.offset", first.offset())
                .setAttribute(
                        "messaging.batch.message_count", (long) traced.records().size())
                .startSpan();
    }

    /** The span of the batch itself. */
    Span batch() {
        return batch;
    }

    void startCommit() {
        commits.add(commit(batch));
        ofRecords.forEach(span -> commits.add(commit(span)));
    }

    private Span commit(Span parent) {
        return tracer.spanBuilder("commit")
                .setParent(Context.root().with(parent))
                .startSpan();
    }

    /** Does nothing if no commit has started. */
    void endCommit(boolean isDone) {
        for (Span commit : commits) {
            if (!isDone) {
                commit.setStatus(StatusCode.ERROR);
            }
            commit.end();
        }
        commits.clear();
    }

    void fail(RuntimeException e) {
        noteFailure(batch, e);
        ofRecords.forEach(span -> noteFailure(span, e));
    }

    private static void noteFailure(Span span, RuntimeException e) {
        span.setStatus(StatusCode.ERROR).recordException(e);
    }

    void end() {
        ofRecords.forEach(Span::end);
        batch.end();
    }
}
