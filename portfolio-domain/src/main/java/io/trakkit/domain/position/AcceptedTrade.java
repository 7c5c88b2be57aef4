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
 * A trade that the worker has accepted, with all its amendments.
 *
 * @param outcome the result of the fold
 * @param version the number of its accepted events, from 1 on
 * @param fingerprint of its creation; a later creation of the same ref_id is compared with it
 * @param createdAt the time at which its creation was received
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

    /** The same trade with another outcome. */
    public AcceptedTrade withOutcome(FoldOutcome folded) {
        return new AcceptedTrade(client, trade, folded, version, fingerprint, createdAt, updatedAt);
    }

    public TradeState state() {
        return outcome.state();
    }

    /** Why the trade was rejected; empty if it was not, or the reason is unknown. */
    public Optional<String> detail() {
        return outcome.detail(trade.volume());
    }

    /** The key of the position that the trade belongs to. */
    public PositionKey key() {
        return new PositionKey(client, trade.portfolio(), trade.ticker());
    }

    public TradeOrder tradeOrder() {
        return new TradeOrder(trade.executedAt(), trade.side(), trade.refId());
    }

    /** The fields that the fold reads. */
    public FoldedTrade foldedTrade() {
        return new FoldedTrade(tradeOrder(), trade.volume(), trade.price(), trade.status(), outcome);
    }
}
