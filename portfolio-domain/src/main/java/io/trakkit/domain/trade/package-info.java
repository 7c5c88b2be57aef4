/**
 * Trades, activities and corporate actions with their amendments, their order within a key, and what the fold made of them. Start
 * with {@link io.trakkit.domain.trade.Trade} (what a broker posts).
 */
@NullMarked
package io.trakkit.domain.trade;

import org.jspecify.annotations.NullMarked;
