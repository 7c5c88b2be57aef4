package io.trakkit.wire.trace;

import io.micrometer.tracing.otel.bridge.Slf4JEventListener;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;

/** What trakkit adds to Spring Boot's tracing, and only with it; see {@link TracingIfWanted}. */
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
public final class TracingConfiguration {

    /** In the place of Spring Boot's, with the same exporters. */
    @Bean
    SpanExporters exportersWithoutSecrets(ObjectProvider<SpanExporter> exporters) {
        return SpanExporters.of(exporters
                .orderedStream()
                .<SpanExporter>map(SecretsHiddenExporter::new)
                .toList());
    }

    @Bean
    SdkTracerProviderBuilderCustomizer linkedSpansAreSampled(ObjectProvider<Sampler> sampler) {
        return tracing -> tracing.setSampler(new LinkSampler(sampler.getObject()));
    }

    /** In the place of Spring Boot's, with the names of ECS: in structured logs, {@code "trace":{"id":"…"}}. */
    @Bean
    Slf4JEventListener idsInTheLog() {
        return new Slf4JEventListener("trace.id", "span.id");
    }
}
