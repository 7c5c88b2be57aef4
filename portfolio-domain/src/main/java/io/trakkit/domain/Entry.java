package io.trakkit.domain;

/**
 * A trade as the fold sees it: one line in the book of its key.
 *
 * @param outcome what the previous fold made of it
 */
public record Entry(Place place, Volume volume, Price price, TradeStatus status, Outcome outcome) {

    public RefId refId() {
        return place.refId();
    }

    public Side side() {
        return place.side();
    }

    public TradeState state() {
        return outcome.state();
    }
}
