package io.trakkit.domain.position;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.trade.Fingerprint;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import java.time.Instant;
import java.util.Optional;

/**
 * A trade that the log has accepted, with its amendments applied.
 *
 * @param outcome what the fold made of it
 * @param version the number of its accepted events, from 1 on
 * @param fingerprint what its creation said, with which a later creation of the same ref_id is compared
 * @param createdAt when its creation was received
 * @param updatedAt the latest time at which one of its events was received
 */
public record AcceptedTrade(
        ClientId client,
        Trade trade,
        FoldOutcome outcome,
        long version,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt) {

    static AcceptedTrade created(TradeEvent.Created event) {
        return new AcceptedTrade(
                event.client(),
                event.trade(),
                FoldOutcome.unfolded(event.trade().status()),
                1,
                event.fingerprint(),
                event.occurredAt(),
                event.occurredAt());
    }

    AcceptedTrade amended(TradeEvent.Amended event) {
        return new AcceptedTrade(
                client,
                trade.amended(event.amendment()),
                outcome,
                version + 1,
                fingerprint,
                createdAt,
                updatedAt.isAfter(event.occurredAt()) ? updatedAt : event.occurredAt());
    }

    /** The same trade, of which the fold has made something else. */
    public AcceptedTrade withOutcome(FoldOutcome folded) {
        return new AcceptedTrade(client, trade, folded, version, fingerprint, createdAt, updatedAt);
    }

    public TradeState state() {
        return outcome.state();
    }

    /** Why it was rejected, in words; empty where it was not, or that is not known. */
    public Optional<String> detail() {
        return outcome.detail(trade.volume());
    }

    /** The key whose position it counts in. */
    public PositionKey key() {
        return new PositionKey(client, trade.portfolio(), trade.ticker());
    }

    public TradeOrder place() {
        return new TradeOrder(trade.executedAt(), trade.side(), trade.refId());
    }

    /** What the fold needs of it. */
    public FoldedTrade entry() {
        return new FoldedTrade(place(), trade.volume(), trade.price(), trade.status(), outcome);
    }
}
