package io.trakkit.store;

import io.trakkit.domain.Amendment;
import io.trakkit.domain.Portfolio;
import io.trakkit.domain.PositionKey;
import io.trakkit.domain.Price;
import io.trakkit.domain.RefId;
import io.trakkit.domain.SecurityType;
import io.trakkit.domain.Side;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.Trade;
import io.trakkit.domain.TradeEvent;
import io.trakkit.domain.TradeStatus;
import io.trakkit.domain.Volume;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Events for tests, at 10 units for 100 each. */
final class Events {

    static final Instant TIME = Instant.parse("2026-11-02T08:13:10.869359Z");
    private static final LogPartition PARTITION =
            new LogPartition(UUID.fromString("00000000-0000-4000-8000-000000000001"), 7);

    private Events() {}

    static TradeEvent.Created bought(Portfolio portfolio, String refId, String ticker) {
        return created(portfolio, refId, ticker, Side.BUY);
    }

    static TradeEvent.Created sold(Portfolio portfolio, String refId, String ticker) {
        return created(portfolio, refId, ticker, Side.SELL);
    }

    private static TradeEvent.Created created(Portfolio portfolio, String refId, String ticker, Side side) {
        Trade trade = new Trade(
                new RefId(refId),
                portfolio.user(),
                portfolio.id(),
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of("10"),
                Price.of("100"),
                TradeStatus.SUCCESS,
                TIME);
        return new TradeEvent.Created(UUID.randomUUID(), portfolio.client(), TIME, trade, true);
    }

    static TradeEvent.Amended amended(TradeEvent.Created creation, String volume) {
        return new TradeEvent.Amended(
                UUID.randomUUID(),
                creation.client(),
                TIME.plusSeconds(60),
                new PositionKey(
                        creation.client(),
                        creation.trade().portfolio(),
                        creation.trade().ticker()),
                creation.trade().refId(),
                new Amendment(Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty()),
                OptionalLong.empty());
    }

    static LogPosition at(long offset) {
        return PARTITION.at(offset);
    }
}
