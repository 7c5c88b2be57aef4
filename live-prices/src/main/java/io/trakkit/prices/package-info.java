/**
 * The latest price of each ticker: in Redis, one key each, for all apps that read and write it; and what is known while
 * Redis is away.
 *
 * <p>Front door for readers: {@link io.trakkit.prices.LivePrices}. For the one who writes: {@link
 * io.trakkit.prices.QuoteStore}.
 */
@NullMarked
package io.trakkit.prices;

import org.jspecify.annotations.NullMarked;
