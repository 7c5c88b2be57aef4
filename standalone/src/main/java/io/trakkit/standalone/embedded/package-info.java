/**
 * PostgreSQL and Kafka inside the process of {@code trakkit up}: no installation, one data folder, and nothing that was
 * acknowledged is lost, whether the process is stopped, killed or loses its power.
 *
 * <p>The way in is {@link io.trakkit.standalone.embedded.EmbeddedServers}. Production code never sees this package.
 */
@NullMarked
package io.trakkit.standalone.embedded;

import org.jspecify.annotations.NullMarked;
