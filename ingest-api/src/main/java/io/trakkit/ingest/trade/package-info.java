/** Posting and amending trades. Start with {@link io.trakkit.ingest.trade.TradeController}. */
@NullMarked
package io.trakkit.ingest.trade;

import org.jspecify.annotations.NullMarked;
