package io.trakkit.domain.update;

import io.trakkit.domain.event.Fingerprint;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.FoldOutcome;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import java.time.Instant;

/** A trade that the worker has accepted, with all its amendments; the components are those of {@link Accepted}. */
public record AcceptedTrade(
        ClientId client,
        Trade trade,
        FoldOutcome outcome,
        long version,
        Fingerprint fingerprint,
        Instant createdAt,
        Instant updatedAt)
        implements Accepted {

    static AcceptedTrade created(TradeEvent.Created event, Fingerprint fingerprint) {
        return new AcceptedTrade(
                event.client(),
                event.trade(),
                FoldOutcome.unfolded(event.trade().status()),
                1,
                fingerprint,
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

    @Override
    public AcceptedTrade withOutcome(FoldOutcome folded) {
        return new AcceptedTrade(client, trade, folded, version, fingerprint, createdAt, updatedAt);
    }

    @Override
    public Booking booking() {
        return trade;
    }

    @Override
    public TradeOrder tradeOrder() {
        return new TradeOrder(trade.executedAt(), Rank.of(trade.side()), trade.refId());
    }

    @Override
    public FoldedTrade foldedRecord() {
        return new FoldedTrade(
                tradeOrder(),
                trade.volume(),
                trade.price(),
                trade.charges(),
                trade.conversion(),
                trade.status(),
                outcome);
    }
}
