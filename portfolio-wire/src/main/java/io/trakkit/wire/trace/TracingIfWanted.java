package io.trakkit.wire.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Leaves all of tracing out unless the settings say where spans go. Spring Boot would make spans for each request and drop them.
 * Logs and metrics are never sent by OTLP: apps write logs to standard output, and Prometheus asks for metrics.
 */
final class TracingIfWanted implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String OF_TRACING = "org.springframework.boot.micrometer.tracing.";
    private static final String OF_OPENTELEMETRY = "org.springframework.boot.opentelemetry.";
    private static final String OF_LOGS = OF_OPENTELEMETRY + "autoconfigure.logging.";

    private boolean wanted;

    @Override
    public void setEnvironment(Environment environment) {
        String endpoint = environment.getProperty(TracingConfiguration.ENDPOINT);
        wanted = endpoint != null && !endpoint.isBlank();
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = name == null || isWanted(name);
        }
        return matches;
    }

    private boolean isWanted(String name) {
        boolean ofTracing = name.startsWith(OF_TRACING) || name.startsWith(OF_OPENTELEMETRY);
        return !ofTracing || (wanted && !name.startsWith(OF_LOGS));
    }
}
