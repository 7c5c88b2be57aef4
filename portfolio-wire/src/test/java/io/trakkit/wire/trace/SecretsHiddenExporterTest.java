package io.trakkit.wire.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.trakkit.domain.access.ApiKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every text of a span that a caller can have written. */
class SecretsHiddenExporterTest {

    private static final AttributeKey<String> TEXT = AttributeKey.stringKey("text");
    private static final AttributeKey<List<String>> TEXTS = AttributeKey.stringArrayKey("texts");
    private static final AttributeKey<Long> NUMBER = AttributeKey.longKey("number");
    private static final AttributeKey<List<Long>> NUMBERS = AttributeKey.longArrayKey("numbers");

    private final ApiKey key = ApiKey.generate(new SecureRandom());
    private final String secret = key.reveal();
    private final String hidden = "trk_" + key.id() + "_…";
    private final Kept kept = new Kept();

    private static final class Kept implements SpanExporter {

        private final List<SpanData> spans = new ArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> exported) {
            spans.addAll(exported);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    private Attributes attributes(String text) {
        return Attributes.of(TEXT, "a " + text, TEXTS, List.of("b " + text, "c"), NUMBER, 7L, NUMBERS, List.of(8L, 9L));
    }

    private SpanContext other() {
        return SpanContext.create(
                "4bf92f3577b34da6a3ce929d0e0e4736",
                "00f067aa0ba902b7",
                TraceFlags.getSampled(),
                TraceState.builder().put("vendor", secret.replace('_', '-')).build());
    }

    @Test
    void namesStatusAttributesEventsAndLinksHaveNoSecret() {
        try (SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(new SecretsHiddenExporter(kept)))
                .build()) {
            Span span = provider.get("test")
                    .spanBuilder("get /" + secret)
                    .setAllAttributes(attributes(secret))
                    .addLink(other(), attributes(secret))
                    .startSpan();
            span.addEvent("event " + secret, attributes(secret));
            span.setStatus(StatusCode.ERROR, "status " + secret);
            span.end();
        }

        SpanData exported = kept.spans.getFirst();
        assertThat(exported.getName()).isEqualTo("get /" + hidden);
        assertThat(exported.getStatus().getDescription()).isEqualTo("status " + hidden);
        assertThat(exported.getAttributes()).isEqualTo(attributes(hidden));
        assertThat(exported.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("event " + hidden);
            assertThat(event.getAttributes()).isEqualTo(attributes(hidden));
        });
        LinkData link = exported.getLinks().getFirst();
        assertThat(link.getAttributes()).isEqualTo(attributes(hidden));
        assertThat(link.getTotalAttributeCount()).isEqualTo(4);
        assertThat(link.getSpanContext().getTraceState().isEmpty()).isTrue();
        assertThat(link.getSpanContext().getSpanId()).isEqualTo("00f067aa0ba902b7");
    }
}
