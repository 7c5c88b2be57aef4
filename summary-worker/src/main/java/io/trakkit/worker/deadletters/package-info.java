/**
 * Relays dead letters and decisions to {@code trakkit.trades.dlt}, and serves operators over HTTP. Start with
 * {@link io.trakkit.worker.deadletters.DeadLetterController}.
 */
@NullMarked
package io.trakkit.worker.deadletters;

import org.jspecify.annotations.NullMarked;
