package io.trakkit.wire.trace;

import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SpanExporters;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What trakkit adds to Spring Boot's tracing. Nothing of it is there without {@link #ENDPOINT}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(TracingConfiguration.ENDPOINT)
public class TracingConfiguration {

    /** Where spans go, by OTLP over HTTP. Without it there are no traces. */
    public static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    /** In the place of Spring Boot's, with the same exporters. */
    @Bean
    SpanExporters exportersWithoutSecrets(ObjectProvider<SpanExporter> exporters) {
        return SpanExporters.of(exporters
                .orderedStream()
                .<SpanExporter>map(SecretsHiddenExporter::new)
                .toList());
    }

    @Bean
    SdkTracerProviderBuilderCustomizer linkedSpansAreSampled(Sampler sampler) {
        return tracing -> tracing.setSampler(new LinkSampler(sampler));
    }
}
