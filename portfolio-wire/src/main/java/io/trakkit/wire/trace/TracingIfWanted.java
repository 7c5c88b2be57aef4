package io.trakkit.wire.trace;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Leaves all of tracing out unless {@value #ENDPOINT} says where spans go: Spring Boot would make spans for each request and drop
 * them. Logs are never sent by OTLP: apps write them to standard output.
 */
final class TracingIfWanted implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String OF_TRACING = "org.springframework.boot.micrometer.tracing.";
    private static final String OF_OPENTELEMETRY = "org.springframework.boot.opentelemetry.";
    private static final String OF_LOGS = OF_OPENTELEMETRY + "autoconfigure.logging.";

    private boolean wanted;

    @Override
    public void setEnvironment(Environment environment) {
        wanted = StringUtils.hasText(environment.getProperty(ENDPOINT));
    }

    @Override
    public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
        boolean[] matches = new boolean[classes.length];
        for (int i = 0; i < classes.length; i++) {
            String name = classes[i];
            matches[i] = name == null || isIn(name);
        }
        return matches;
    }

    private boolean isIn(String name) {
        boolean ofTracing = name.startsWith(OF_TRACING)
                || name.startsWith(OF_OPENTELEMETRY)
                || name.equals(TracingConfiguration.class.getName());
        return !ofTracing || (wanted && !name.startsWith(OF_LOGS));
    }
}
