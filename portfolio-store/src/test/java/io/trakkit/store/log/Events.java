package io.trakkit.store.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.Portfolio;
import io.trakkit.domain.portfolio.PortfolioName;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.portfolios.Portfolios;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Events for tests, at 10 units for 100 each. */
public final class Events {

    public static final Instant TIME = Instant.parse("2026-11-02T08:13:10.869359Z");
    private static final LogPartition PARTITION =
            new LogPartition(UUID.fromString("00000000-0000-4000-8000-000000000001"), 7);

    private Events() {}

    /** Inserts a portfolio of ada, for the events here. */
    public static Portfolio portfolio(TestDatabase database) {
        return new Portfolios(database.jdbc())
                .insert(
                        ClientId.DEFAULT,
                        new UserId("ada"),
                        new PortfolioName("Savings"),
                        Optional.empty(),
                        false,
                        TIME)
                .orElseThrow();
    }

    public static TradeEvent.Created bought(Portfolio portfolio, String refId, String ticker) {
        return created(portfolio, refId, ticker, Side.BUY);
    }

    public static TradeEvent.Created sold(Portfolio portfolio, String refId, String ticker) {
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

    public static TradeEvent.Amended amended(TradeEvent.Created creation, String volume) {
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

    public static TradeEvent.ActivityCreated dividend(
            Portfolio portfolio, String refId, String ticker, String perUnit) {
        return created(
                portfolio,
                refId,
                Optional.of(new Ticker(ticker)),
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal(perUnit)));
    }

    public static TradeEvent.ActivityCreated deposit(Portfolio portfolio, String refId, String total) {
        return created(
                portfolio, refId, Optional.empty(), ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal(total)));
    }

    /** An activity a second after the trades. */
    public static TradeEvent.ActivityCreated created(
            Portfolio portfolio, String refId, Optional<Ticker> ticker, ActivityTerms terms) {
        Instant later = TIME.plusSeconds(1);
        Activity activity = new Activity(
                new RefId(refId),
                portfolio.user(),
                portfolio.id(),
                ticker,
                terms,
                TradeStatus.SUCCESS,
                later,
                Money.ZERO,
                Optional.empty());
        return new TradeEvent.ActivityCreated(UUID.randomUUID(), portfolio.client(), later, activity, true);
    }

    public static LogPosition at(long offset) {
        return PARTITION.at(offset);
    }
}
