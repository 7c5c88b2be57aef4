/**
 * The consumer group: polls {@code trakkit.trades}, owns partitions, hands batches to {@link
 * io.trakkit.worker.apply} and reports health. Start with {@link io.trakkit.worker.consume.TradesListener}.
 */
@NullMarked
package io.trakkit.worker.consume;

import org.jspecify.annotations.NullMarked;
