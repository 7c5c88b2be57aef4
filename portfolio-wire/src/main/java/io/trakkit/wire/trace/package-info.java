/**
 * Traces by OpenTelemetry, for all apps: Spring Boot's, off unless {@code management.opentelemetry.tracing.export.otlp.endpoint} says
 * where spans go. {@link io.trakkit.wire.trace.TracingConfiguration} is the entry point.
 */
@NullMarked
package io.trakkit.wire.trace;

import org.jspecify.annotations.NullMarked;
