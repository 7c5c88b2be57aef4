package io.trakkit.worker.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
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
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.testing.TestDatabase;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/** Events of the user u-1 in portfolio 1, made from literals. */
public final class Events {

    public static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    private static final List<String> TICKERS = List.of("AMZN", "IBM", "AAPL", "GOOG", "MSFT", "ORCL");

    private Events() {}

    /** The portfolio that the trades here belong to. */
    public static void insertPortfolio(TestDatabase database) {
        insertPortfolio(database, 1, "u-1");
    }

    public static void insertPortfolio(TestDatabase database, long id, String user) {
        database.jdbc()
                .sql("INSERT INTO portfolios VALUES ('default', ?, ?, ?, '2026-01-01Z', '2026-01-01Z')")
                .params(id, user, "portfolio " + id)
                .update();
    }

    public static TradeEvent.Created buy(String refId, String ticker, String volume, String price, String time) {
        return trade(refId, Side.BUY, ticker, volume, price, time);
    }

    /** Buys of one unit each, over six tickers in turn; their names end in the numbers from the first on. */
    public static List<TradeEvent> buys(int first, int count) {
        return IntStream.range(first, first + count)
                .<TradeEvent>mapToObj(i -> buy("t-" + i, TICKERS.get(i % TICKERS.size()), "1", "1", "09:00:00"))
                .toList();
    }

    public static TradeEvent.Created sell(String refId, String ticker, String volume, String price, String time) {
        return trade(refId, Side.SELL, ticker, volume, price, time);
    }

    public static TradeEvent.Created trade(
            String refId, Side side, String ticker, String volume, String price, String time) {
        Trade trade = new Trade(
                new RefId(refId),
                new UserId("u-1"),
                new PortfolioId(1),
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                Instant.parse("2026-10-01T" + time + "Z"));
        return new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, NOW, trade, false);
    }

    public static TradeEvent.Amended amend(TradeEvent.Created created, String volume) {
        return amend(created, new Amendment(Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty()));
    }

    public static TradeEvent.Amended fail(TradeEvent.Created created) {
        return amend(created, new Amendment(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.FAILED)));
    }

    public static TradeEvent.Amended amend(TradeEvent.Created created, Amendment amendment) {
        return new TradeEvent.Amended(
                UUID.randomUUID(),
                ClientId.DEFAULT,
                NOW.plusSeconds(60),
                created.key(),
                created.trade().refId(),
                amendment,
                OptionalLong.empty());
    }

    /** An activity of a ticker; of cash, where the ticker is empty. */
    public static TradeEvent.ActivityCreated activity(
            String refId, Optional<Ticker> ticker, ActivityTerms terms, String time) {
        Activity activity = new Activity(
                new RefId(refId),
                new UserId("u-1"),
                new PortfolioId(1),
                ticker,
                terms,
                TradeStatus.SUCCESS,
                Instant.parse("2026-10-01T" + time + "Z"),
                Money.ZERO,
                Optional.empty());
        return new TradeEvent.ActivityCreated(UUID.randomUUID(), ClientId.DEFAULT, NOW, activity, false);
    }

    public static TradeEvent.ActivityCreated dividend(String refId, String ticker, String perUnit, String time) {
        return activity(
                refId,
                Optional.of(new Ticker(ticker)),
                ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal(perUnit)),
                time);
    }

    public static TradeEvent.ActivityCreated split(
            String refId, String ticker, int numerator, int denominator, String time) {
        Ratio ratio = new Ratio(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
        return activity(refId, Optional.of(new Ticker(ticker)), ActivityTerms.ofRatio(ActivityType.SPLIT, ratio), time);
    }

    public static TradeEvent.ActivityCreated deposit(String refId, String total, String time) {
        return activity(
                refId, Optional.empty(), ActivityTerms.ofTotal(ActivityType.DEPOSIT, new BigDecimal(total)), time);
    }

    /** Another total instead of an amount per unit. */
    public static TradeEvent.ActivityAmended amendTotal(TradeEvent.ActivityCreated created, String total) {
        return amend(
                created,
                new ActivityAmendment(
                        Optional.empty(),
                        Optional.of(new BigDecimal(total)),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    public static TradeEvent.ActivityAmended amend(TradeEvent.ActivityCreated created, ActivityAmendment amendment) {
        return new TradeEvent.ActivityAmended(
                UUID.randomUUID(),
                ClientId.DEFAULT,
                NOW.plusSeconds(60),
                created.key(),
                created.activity().refId(),
                amendment,
                OptionalLong.empty());
    }

    public static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }
}
