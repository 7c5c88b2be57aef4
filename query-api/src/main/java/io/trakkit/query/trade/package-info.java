/** Trades, one and many, and the history of one. */
@NullMarked
package io.trakkit.query.trade;

import org.jspecify.annotations.NullMarked;
