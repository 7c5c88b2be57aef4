package io.trakkit.wire.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.trakkit.domain.access.Secrets;
import java.util.Collection;
import java.util.List;

/** Hides API keys and JWTs in spans: a caller can send one in a path, and an exception can quote it. Leaves trace states out. */
final class SecretsHiddenExporter implements SpanExporter {

    private final SpanExporter exporter;

    SecretsHiddenExporter(SpanExporter exporter) {
        this.exporter = exporter;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        return exporter.export(spans.stream().<SpanData>map(WithoutSecrets::new).toList());
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    private static final class WithoutSecrets extends DelegatingSpanData {

        private WithoutSecrets(SpanData span) {
            super(span);
        }

        /** The trace state is a text of the caller, of which trakkit needs nothing. */
        @Override
        public SpanContext getSpanContext() {
            return withoutState(super.getSpanContext());
        }

        private static SpanContext withoutState(SpanContext span) {
            return span.getTraceState().isEmpty()
                    ? span
                    : SpanContext.create(
                            span.getTraceId(), span.getSpanId(), span.getTraceFlags(), TraceState.getDefault());
        }

        @Override
        public List<LinkData> getLinks() {
            return super.getLinks().stream()
                    .map(link -> LinkData.create(
                            withoutState(link.getSpanContext()),
                            hidden(link.getAttributes()),
                            link.getTotalAttributeCount()))
                    .toList();
        }

        @Override
        public String getName() {
            return Secrets.hide(super.getName());
        }

        @Override
        public Attributes getAttributes() {
            return hidden(super.getAttributes());
        }

        @Override
        public StatusData getStatus() {
            StatusData status = super.getStatus();
            return StatusData.create(status.getStatusCode(), Secrets.hide(status.getDescription()));
        }

        @Override
        public List<EventData> getEvents() {
            return super.getEvents().stream()
                    .map(event -> EventData.create(
                            event.getEpochNanos(),
                            Secrets.hide(event.getName()),
                            hidden(event.getAttributes()),
                            event.getTotalAttributeCount()))
                    .toList();
        }

        private static Attributes hidden(Attributes attributes) {
            AttributesBuilder hidden = attributes.toBuilder();
            attributes.forEach((key, value) -> {
                if (key.getType() == AttributeType.STRING) {
                    hidden.put(AttributeKey.stringKey(key.getKey()), Secrets.hide(value.toString()));
                } else if (value instanceof List<?> values && key.getType() == AttributeType.STRING_ARRAY) {
                    hidden.put(
                            AttributeKey.stringArrayKey(key.getKey()),
                            values.stream()
                                    .map(each -> Secrets.hide(each.toString()))
                                    .toList());
                }
            });
            return hidden.build();
        }
    }
}
