/**
 * A trade, the events that create and amend it, its order among the trades of its key, and what the fold made of
 * it. Start with {@link io.trakkit.domain.trade.Trade} (what a broker posts) and {@link
 * io.trakkit.domain.trade.TradeEvent} (what the log holds).
 */
@NullMarked
package io.trakkit.domain.trade;

import org.jspecify.annotations.NullMarked;
