/**
 * The nouns of trakkit and its arithmetic: what a trade is, which rules it obeys, and what a sequence of trades
 * amounts to.
 *
 * <p>Start with {@link io.trakkit.domain.Trade} (what a broker posts), {@link io.trakkit.domain.TradeEvent} (what the
 * log holds), {@link io.trakkit.domain.Position} (what the trades of one key amount to) and
 * {@link io.trakkit.domain.Book} (how a batch of events changes the trades of one key).
 *
 * <p>Everything here is a value or a pure function. Nothing here knows a clock, a database, JSON or a framework; the
 * build refuses any dependency but the nullness annotations.
 */
@NullMarked
package io.trakkit.domain;

import org.jspecify.annotations.NullMarked;
