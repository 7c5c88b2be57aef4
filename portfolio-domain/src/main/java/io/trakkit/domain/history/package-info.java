/**
 * The records of a portfolio as they go by in trade order: from when each counts, and the positions that they make up to a time.
 * Start with {@link io.trakkit.domain.history.TradeHistoryVisitor}.
 */
@NullMarked
package io.trakkit.domain.history;

import org.jspecify.annotations.NullMarked;
