/**
 * The results of a bulk request: from a record that was sent to Kafka to its line in the answer. Start with
 * {@link io.trakkit.ingest.bulk.result.RecordResult}.
 */
@NullMarked
package io.trakkit.ingest.bulk.result;

import org.jspecify.annotations.NullMarked;
