package io.trakkit.domain;

/**
 * A trade as the fold sees it: one line in the book of its key.
 *
 * @param state what the previous fold made of it
 */
public record Entry(
        RefId refId, Place place, Side side, Volume volume, Price price, TradeStatus status, TradeState state) {}
