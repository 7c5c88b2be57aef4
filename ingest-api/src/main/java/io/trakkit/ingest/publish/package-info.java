/**
 * Publishing to Kafka: a send has succeeded when all in-sync replicas have acknowledged it. Start with {@link
 * io.trakkit.ingest.publish.Publisher}.
 */
@NullMarked
package io.trakkit.ingest.publish;

import org.jspecify.annotations.NullMarked;
