/**
 * The worker's Kafka clients on top of {@code trade-log}: their settings, the topic of the trades, readers outside the
 * consumer group, the producer, and the consumer halt.
 */
@NullMarked
package io.trakkit.worker.log;

import org.jspecify.annotations.NullMarked;
