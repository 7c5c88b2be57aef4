package io.trakkit.ingest.publish;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.trakkit.ingest.request.TraceParent;
import io.trakkit.wire.event.Topics;
import java.util.function.Function;

/**
 * The span of a publication: from the producer to Kafka's acknowledgement, in the trace of the request. Its records carry its
 * context, so that the worker goes on with the trace.
 */
final class PublishTraces {

    private final Tracer tracer;

    /** @param openTelemetry does nothing where there are no traces */
    PublishTraces(OpenTelemetry openTelemetry) {
        tracer = openTelemetry.getTracer("io.trakkit.ingest");
    }

    /**
     * Publishes within a span.
     *
     * @param ofRequest the context of the records where there are no traces
     * @param records how many are published
     * @param publication given the context that the records must carry
     */
    <T> T publish(TraceParent ofRequest, int records, Function<TraceParent, T> publication) {
        Span span = tracer.spanBuilder("publish " + Topics.TRADES)
                .setSpanKind(SpanKind.PRODUCER)
                .startSpan();
        if (!span.getSpanContext().isValid()) {
            return publication.apply(ofRequest);
        }
        span.setAttribute("messaging.system", "kafka");
        span.setAttribute("messaging.destination.name", Topics.TRADES);
        span.setAttribute("messaging.batch.message_count", records);
        try {
            return publication.apply(TraceParent.of(span.getSpanContext()));
        } catch (RuntimeException e) {
            span.setStatus(StatusCode.ERROR).recordException(e);
            throw e;
        } finally {
            span.end();
        }
    }
}
