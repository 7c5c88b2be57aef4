/**
 * HTTP to Kafka: checks and publishes every write of the API. A caller gets "accepted" only after Kafka has acknowledged the
 * record.
 *
 * <p>Applies nothing and reads no summary. Knows neither of the other apps.
 */
@NullMarked
package io.trakkit.ingest;

import org.jspecify.annotations.NullMarked;
