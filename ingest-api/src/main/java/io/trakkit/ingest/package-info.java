/**
 * HTTP to Kafka: every write of the API is checked here and published; a caller hears "accepted" only after the broker
 * has.
 *
 * <p>Applies nothing and reads no summary. Knows neither of the other apps.
 */
@NullMarked
package io.trakkit.ingest;

import org.jspecify.annotations.NullMarked;
