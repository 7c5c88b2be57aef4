/**
 * The worker's Kafka clients on top of {@code trade-log}: the topic of the trades, readers outside the consumer group, the
 * producer, and the consumer halt. The settings of the worker are here, too: most are settings of these clients, and all
 * other packages use this one.
 */
@NullMarked
package io.trakkit.worker.log;

import org.jspecify.annotations.NullMarked;
