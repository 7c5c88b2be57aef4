package io.trakkit.worker.testing;

import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeEvent;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import io.trakkit.store.testing.TestDatabase;
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

    public static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }
}
