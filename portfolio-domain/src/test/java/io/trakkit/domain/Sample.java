package io.trakkit.domain;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Events of one key, short enough to be read in a row. A trade is received in the minute in which it was executed. */
final class Sample {

    static final UserId USER = new UserId("u-1");
    static final PositionKey AAPL = key("AAPL");

    private static final Instant OPENING = Instant.parse("2024-03-01T10:00:00Z");

    private Sample() {}

    static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }

    /** So many minutes after ten. */
    static Instant at(int minute) {
        return OPENING.plus(Duration.ofMinutes(minute));
    }

    static Place place(int minute, Side side, String refId) {
        return new Place(at(minute), side, new RefId(refId));
    }

    static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    static TradeEvent.Created buy(String refId, String volume, String price, int minute) {
        return created(refId, Side.BUY, volume, price, TradeStatus.SUCCESS, minute);
    }

    static TradeEvent.Created sell(String refId, String volume, String price, int minute) {
        return created(refId, Side.SELL, volume, price, TradeStatus.SUCCESS, minute);
    }

    static TradeEvent.Created failedBuy(String refId, String volume, String price, int minute) {
        return created(refId, Side.BUY, volume, price, TradeStatus.FAILED, minute);
    }

    private static TradeEvent.Created created(
            String refId, Side side, String volume, String price, TradeStatus status, int minute) {
        Trade trade = new Trade(
                new RefId(refId),
                USER,
                AAPL.portfolio(),
                side,
                SecurityType.STOCK,
                AAPL.ticker(),
                Volume.of(volume),
                Price.of(price),
                status,
                at(minute));
        return new TradeEvent.Created(id("created " + refId), ClientId.DEFAULT, at(minute), trade, false);
    }

    static Amendment toVolume(String volume) {
        return new Amendment(Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty());
    }

    static Amendment toPrice(String price) {
        return new Amendment(Optional.empty(), Optional.of(Price.of(price)), Optional.empty());
    }

    static Amendment toStatus(TradeStatus status) {
        return new Amendment(Optional.empty(), Optional.empty(), Optional.of(status));
    }

    static TradeEvent.Amended amended(String refId, Amendment amendment, int minute) {
        return amended(AAPL, refId, amendment, OptionalLong.empty(), minute);
    }

    static TradeEvent.Amended amendedFrom(long expectedVersion, String refId, Amendment amendment, int minute) {
        return amended(AAPL, refId, amendment, OptionalLong.of(expectedVersion), minute);
    }

    static TradeEvent.Amended amended(
            PositionKey key, String refId, Amendment amendment, OptionalLong expectedVersion, int minute) {
        UUID eventId = id("amended " + refId + " in " + key + " at " + minute + ": " + amendment + expectedVersion);
        return new TradeEvent.Amended(
                eventId, key.client(), at(minute), key, new RefId(refId), amendment, expectedVersion);
    }

    static TradeEvent.RecalculationRequested recalculation(int minute) {
        return new TradeEvent.RecalculationRequested(
                id("recalculation at " + minute), ClientId.DEFAULT, at(minute), AAPL);
    }

    static Position position(String held, String cost, String realised) {
        return new Position(new BigDecimal(held), new BigDecimal(cost), new BigDecimal(realised));
    }
}
