/**
 * Values that the other packages share: decimals, prices, volumes, tickers, times. Each checks itself when it is
 * made.
 */
@NullMarked
package io.trakkit.domain.value;

import org.jspecify.annotations.NullMarked;
