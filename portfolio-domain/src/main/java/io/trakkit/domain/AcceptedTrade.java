package io.trakkit.domain;

import java.time.Instant;

/**
 * A trade that the log has established, as it stands after its amendments.
 *
 * @param sequence its number among the trades of its key, from 1 on, in the order of acceptance
 * @param state what the fold made of it
 * @param version the number of its accepted events, from 1 on
 * @param fingerprint what its creation said, with which a later creation of the same ref_id is compared
 * @param createdAt when its creation was received
 * @param updatedAt the latest time at which one of its events was received
 */
public record AcceptedTrade(
        ClientId client,
        Trade trade,
        long sequence,
        TradeState state,
        long version,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt) {

    static AcceptedTrade created(TradeEvent.Created event, long sequence) {
        return new AcceptedTrade(
                event.client(),
                event.trade(),
                sequence,
                unfolded(event.trade().status()),
                1,
                event.fingerprint(),
                event.occurredAt(),
                event.occurredAt());
    }

    AcceptedTrade amended(TradeEvent.Amended event) {
        return new AcceptedTrade(
                client,
                trade.amended(event.amendment()),
                sequence,
                state,
                version + 1,
                fingerprint,
                createdAt,
                updatedAt.isAfter(event.occurredAt()) ? updatedAt : event.occurredAt());
    }

    AcceptedTrade withState(TradeState folded) {
        return new AcceptedTrade(client, trade, sequence, folded, version, fingerprint, createdAt, updatedAt);
    }

    /** What a trade is taken for before the fold has looked at it. */
    private static TradeState unfolded(TradeStatus status) {
        return switch (status) {
            case SUCCESS -> TradeState.APPLIED;
            case FAILED -> TradeState.FAILED;
        };
    }

    /** The key whose position it counts in. */
    public PositionKey key() {
        return new PositionKey(client, trade.portfolio(), trade.ticker());
    }

    public Place place() {
        return new Place(trade.executedAt(), sequence);
    }

    /** What the fold needs of it. */
    public Entry entry() {
        return new Entry(trade.refId(), place(), trade.side(), trade.volume(), trade.price(), trade.status(), state);
    }
}
