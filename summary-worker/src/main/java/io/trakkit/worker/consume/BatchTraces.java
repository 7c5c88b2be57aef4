package io.trakkit.worker.consume;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * The spans of a batch that holds traced records. A batch is of many traces, so it has a trace of its own: a span that links to the
 * contexts of its records, with a span for each commit. Each of these contexts, in turn, gets spans of the same times in its own
 * trace, which links to that of the batch: a trade's trace shows all of its way. Records without a sampled context, as nearly all
 * are, cost one look at a header.
 */
public final class BatchTraces implements TransactionExecutionListener {

    private static final String HEADER = "traceparent";

    /** The last two digits of a header, whose lowest bit says that the trace is sampled. */
    private static final int FLAG_FROM_END = 1;

    /** A batch of more traces shows the first of them. */
    private static final int MOST_TRACES = 100;

    private static final TextMapGetter<String> GETTER = new TextMapGetter<>() {

        @Override
        public Iterable<String> keys(String carrier) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String carrier, String key) {
            return key.equals(HEADER) ? carrier : null;
        }
    };

    private final @Nullable Tracer tracer;
    private final ThreadLocal<@Nullable List<Span>> commits = new ThreadLocal<>();
    private final ThreadLocal<@Nullable Spans> batch = new ThreadLocal<>();

    private BatchTraces(@Nullable Tracer tracer) {
        this.tracer = tracer;
    }

    public static BatchTraces of(OpenTelemetry openTelemetry) {
        return new BatchTraces(openTelemetry.getTracer("io.trakkit.worker"));
    }

    /** For a worker without traces. */
    public static BatchTraces none() {
        return new BatchTraces(null);
    }

    /** The first record of a context, and how many records share it, as those of a bulk request do. */
    private static final class Traced {

        private final Context context;
        private final ConsumerRecord<?, ?> first;
        private long records;

        private Traced(Context context, ConsumerRecord<?, ?> first) {
            this.context = context;
            this.first = first;
        }

        private SpanContext span() {
            return Span.fromContext(context).getSpanContext();
        }
    }

    /** The spans of a batch under way: its own, and one in each trace. */
    private record Spans(Span own, List<Span> ofRecords) {

        void end() {
            ofRecords.forEach(Span::end);
            own.end();
        }

        void fail(RuntimeException e) {
            own.setStatus(StatusCode.ERROR).recordException(e);
            ofRecords.forEach(span -> span.setStatus(StatusCode.ERROR).recordException(e));
        }
    }

    /** Runs work on a batch. A failure is noted in the spans. */
    <T> T apply(List<? extends List<? extends ConsumerRecord<?, ?>>> records, Supplier<T> work) {
        Tracer spans = tracer;
        if (spans == null) {
            return work.get();
        }
        List<Traced> traced = traced(records);
        if (traced.isEmpty()) {
            return work.get();
        }
        Spans started = start(traced, records.stream().mapToLong(List::size).sum(), spans);
        batch.set(started);
        try {
            return work.get();
        } catch (RuntimeException e) {
            started.fail(e);
            throw e;
        } finally {
            batch.remove();
            started.end();
        }
    }

    private static List<Traced> traced(List<? extends List<? extends ConsumerRecord<?, ?>>> records) {
        Map<String, Traced> traced = new LinkedHashMap<>();
        for (List<? extends ConsumerRecord<?, ?>> part : records) {
            for (ConsumerRecord<?, ?> record : part) {
                String sampled = sampledContext(record);
                if (sampled != null && (traced.size() < MOST_TRACES || traced.containsKey(sampled))) {
                    traced.computeIfAbsent(sampled, header -> new Traced(context(header), record)).records++;
                }
            }
        }
        return traced.values().stream().filter(one -> one.span().isSampled()).toList();
    }

    private static @Nullable String sampledContext(ConsumerRecord<?, ?> record) {
        Header header = record.headers().lastHeader(HEADER);
        byte @Nullable [] value = header == null ? null : header.value();
        return value == null || value.length == 0 || (value[value.length - FLAG_FROM_END] & 1) == 0
                ? null
                : new String(value, StandardCharsets.US_ASCII);
    }

    private static Context context(String header) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), header, GETTER);
    }

    private static Spans start(List<Traced> traced, long records, Tracer tracer) {
        SpanBuilder builder = tracer.spanBuilder("apply batch").setNoParent().setSpanKind(SpanKind.CONSUMER);
        traced.forEach(one -> builder.addLink(one.span()));
        Span own = builder.startSpan();
        own.setAttribute("messaging.batch.message_count", records);
        return new Spans(
                own, traced.stream().map(one -> start(one, own, tracer)).toList());
    }

    private static Span start(Traced traced, Span batch, Tracer tracer) {
        Span span = tracer.spanBuilder("apply " + traced.first.topic())
                .setParent(traced.context)
                .setSpanKind(SpanKind.CONSUMER)
                .addLink(batch.getSpanContext())
                .startSpan();
        span.setAttribute("messaging.system", "kafka");
        span.setAttribute("messaging.destination.name", traced.first.topic());
        span.setAttribute("messaging.destination.partition.id", Integer.toString(traced.first.partition()));
        span.setAttribute("messaging.kafka.offset", traced.first.offset());
        span.setAttribute("messaging.batch.message_count", traced.records);
        return span;
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Spans spans = batch.get();
        Tracer commit = tracer;
        if (spans != null && commit != null) {
            List<Span> started = new ArrayList<>();
            started.add(commit(spans.own(), commit));
            spans.ofRecords().forEach(span -> started.add(commit(span, commit)));
            commits.set(started);
        }
    }

    private static Span commit(Span parent, Tracer tracer) {
        return tracer.spanBuilder("commit")
                .setParent(Context.root().with(parent))
                .startSpan();
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        List<Span> started = commits.get();
        if (started != null) {
            commits.remove();
            started.forEach(span -> {
                if (failure != null) {
                    span.setStatus(StatusCode.ERROR).recordException(failure);
                }
                span.end();
            });
        }
    }
}
