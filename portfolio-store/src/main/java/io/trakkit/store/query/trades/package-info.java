/**
 * Lists of trades, single trades and their history.
 */
@NullMarked
package io.trakkit.store.query.trades;

import org.jspecify.annotations.NullMarked;
