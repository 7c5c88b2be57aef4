package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A trade of a {@link PlainBook}, changed in place. */
final class PlainTrade {

    final TradeEvent.Created creation;
    final PositionKey key;
    final boolean buys;
    final Instant executedAt;
    BigDecimal volume;
    BigDecimal price;
    boolean failed;
    Optional<Isin> isin;
    long version = 1;
    Instant updatedAt;
    TradeState state = TradeState.APPLIED;

    @Nullable
    BigDecimal heldThen;

    PlainTrade(TradeEvent.Created creation) {
        Trade trade = creation.trade();
        this.creation = creation;
        this.key = new PositionKey(creation.client(), trade.portfolio(), trade.ticker());
        this.buys = trade.side() == Side.BUY;
        this.executedAt = trade.executedAt();
        this.updatedAt = creation.occurredAt();
        this.volume = trade.volume().value();
        this.price = trade.price().value();
        this.failed = trade.status() == TradeStatus.FAILED;
        this.isin = trade.isin();
    }

    void amend(TradeEvent.Amended event) {
        Amendment amendment = event.amendment();
        amendment.volume().ifPresent(amended -> volume = amended.value());
        amendment.price().ifPresent(amended -> price = amended.value());
        amendment.status().ifPresent(amended -> failed = amended == TradeStatus.FAILED);
        amendment.isin().ifPresent(amended -> isin = Optional.of(amended));
        version++;
        updatedAt = event.occurredAt().isAfter(updatedAt) ? event.occurredAt() : updatedAt;
    }

    /** Whether a caller who sent the one and then the other has said nothing new. */
    static boolean saysTheSame(TradeEvent first, TradeEvent second) {
        return switch (first) {
            case TradeEvent.Created a ->
                second instanceof TradeEvent.Created b
                        && a.executedAtDefaulted() == b.executedAtDefaulted()
                        && a.trade()
                                .equals(
                                        a.executedAtDefaulted()
                                                ? TradeCopies.executedAt(
                                                        b.trade(), a.trade().executedAt())
                                                : b.trade());
            case TradeEvent.Amended a ->
                second instanceof TradeEvent.Amended b
                        && a.key().equals(b.key())
                        && a.refId().equals(b.refId())
                        && a.amendment().equals(b.amendment())
                        && a.expectedVersion().equals(b.expectedVersion());
            case TradeEvent.RecalculationRequested a ->
                second instanceof TradeEvent.RecalculationRequested b && a.key().equals(b.key());
            case TradeEvent.ActivityCreated _, TradeEvent.ActivityAmended _ ->
                throw new IllegalArgumentException("A plain book has trades only: " + first);
        };
    }
}
