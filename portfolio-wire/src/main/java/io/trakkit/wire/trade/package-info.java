/**
 * A trade or an activity in JSON and CSV. {@link io.trakkit.wire.trade.TradeFields} and {@link
 * io.trakkit.wire.trade.ActivityFields} are the tables of their fields.
 */
@NullMarked
package io.trakkit.wire.trade;

import org.jspecify.annotations.NullMarked;
