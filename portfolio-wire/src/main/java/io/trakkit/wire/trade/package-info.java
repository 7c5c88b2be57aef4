/** A trade in JSON and CSV. {@link io.trakkit.wire.trade.TradeFields} is the table of its fields. */
@NullMarked
package io.trakkit.wire.trade;

import org.jspecify.annotations.NullMarked;
