/**
 * The price history and the tickers that need prices.
 */
@NullMarked
package io.trakkit.store.prices;

import org.jspecify.annotations.NullMarked;
