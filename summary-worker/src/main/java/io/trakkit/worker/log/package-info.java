/**
 * The worker's side of Kafka: reads {@code trakkit.trades}, hands batches to {@link io.trakkit.worker.apply}, and relays
 * dead letters to {@code trakkit.trades.dlt}.
 */
@NullMarked
package io.trakkit.worker.log;

import org.jspecify.annotations.NullMarked;
