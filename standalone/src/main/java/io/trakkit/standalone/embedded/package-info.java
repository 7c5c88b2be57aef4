/**
 * PostgreSQL, Kafka and Redis for {@code trakkit up}: no installation, one data folder, and no acknowledged write is lost
 * when the process is stopped or killed, or the machine loses its power.
 *
 * <p>Start with {@link io.trakkit.standalone.embedded.EmbeddedServers}. No other module uses this package.
 */
@NullMarked
package io.trakkit.standalone.embedded;

import org.jspecify.annotations.NullMarked;
