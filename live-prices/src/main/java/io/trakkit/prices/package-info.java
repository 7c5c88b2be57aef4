/**
 * The latest price of each ticker in Redis, one key per ticker, shared by all apps; and the fallback while Redis is
 * unavailable.
 *
 * <p>Readers start with {@link io.trakkit.prices.LivePrices}, writers with {@link io.trakkit.prices.QuoteStore}.
 */
@NullMarked
package io.trakkit.prices;

import org.jspecify.annotations.NullMarked;
