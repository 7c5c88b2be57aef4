package io.trakkit.domain.position;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.Rank;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/** Events of one key, short enough to be read in a row. A trade is received in the minute in which it was executed. */
public final class Samples {

    public static final UserId USER = new UserId("u-1");
    public static final PositionKey AAPL = key("AAPL");

    /** A portfolio in dollars that holds no short positions. */
    public static final BookRules RULES = new BookRules(new CurrencyCode("USD"), false);

    /** A portfolio in dollars that may hold short positions. */
    public static final BookRules SHORT_ALLOWED = new BookRules(new CurrencyCode("USD"), true);

    private static final Instant OPENING = Instant.parse("2024-03-01T10:00:00Z");

    private Samples() {}

    public static PositionKey key(String ticker) {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker));
    }

    /** So many minutes after ten. */
    public static Instant at(int minute) {
        return OPENING.plus(Duration.ofMinutes(minute));
    }

    public static TradeOrder place(int minute, Side side, String refId) {
        return new TradeOrder(at(minute), Rank.of(side), new RefId(refId));
    }

    public static UUID id(String name) {
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    public static TradeEvent.Created buy(String refId, String volume, String price, int minute) {
        return created(refId, Side.BUY, volume, price, TradeStatus.SUCCESS, minute);
    }

    public static TradeEvent.Created sell(String refId, String volume, String price, int minute) {
        return created(refId, Side.SELL, volume, price, TradeStatus.SUCCESS, minute);
    }

    public static TradeEvent.Created failedBuy(String refId, String volume, String price, int minute) {
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

    public static Amendment toVolume(String volume) {
        return new Amendment(Optional.of(Volume.of(volume)), Optional.empty(), Optional.empty());
    }

    public static Amendment toPrice(String price) {
        return new Amendment(Optional.empty(), Optional.of(Price.of(price)), Optional.empty());
    }

    public static Amendment toStatus(TradeStatus status) {
        return new Amendment(Optional.empty(), Optional.empty(), Optional.of(status));
    }

    public static TradeEvent.Amended amended(String refId, Amendment amendment, int minute) {
        return amended(AAPL, refId, amendment, OptionalLong.empty(), minute);
    }

    public static TradeEvent.Amended amendedFrom(long expectedVersion, String refId, Amendment amendment, int minute) {
        return amended(AAPL, refId, amendment, OptionalLong.of(expectedVersion), minute);
    }

    public static TradeEvent.Amended amended(
            PositionKey key, String refId, Amendment amendment, OptionalLong expectedVersion, int minute) {
        UUID eventId = id("amended " + refId + " in " + key + " at " + minute + ": " + amendment + expectedVersion);
        return new TradeEvent.Amended(
                eventId, key.client(), at(minute), key, new RefId(refId), amendment, expectedVersion);
    }

    public static TradeEvent.ActivityCreated activity(String refId, ActivityTerms terms, int minute) {
        Activity activity = new Activity(
                new RefId(refId),
                USER,
                AAPL.portfolio(),
                terms.type().isOfCash() ? Optional.empty() : Optional.of(AAPL.ticker()),
                terms,
                TradeStatus.SUCCESS,
                at(minute),
                Money.ZERO,
                Optional.empty());
        return new TradeEvent.ActivityCreated(
                id("created " + refId), ClientId.DEFAULT, at(minute), activity, /* executedAtDefaulted */ false);
    }

    public static TradeEvent.ActivityAmended amended(String refId, ActivityAmendment amendment, int minute) {
        return new TradeEvent.ActivityAmended(
                id("amended " + refId + " at " + minute + ": " + amendment),
                ClientId.DEFAULT,
                at(minute),
                AAPL,
                new RefId(refId),
                amendment,
                OptionalLong.empty());
    }

    /** An amendment of the time only. */
    public static Amendment toMinute(int minute) {
        return new Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(at(minute)));
    }

    /** An amendment of fee, tax and currency. */
    public static Amendment toMoney(String fee, String tax, String currency, String rate) {
        return new Amendment(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Money.of(fee)),
                Optional.of(Money.of(tax)),
                Optional.of(new Conversion(new CurrencyCode(currency), FxRate.of(rate))),
                Optional.empty());
    }

    public static TradeEvent.RecalculationRequested recalculation(int minute) {
        return new TradeEvent.RecalculationRequested(
                id("recalculation at " + minute), ClientId.DEFAULT, at(minute), AAPL);
    }

    public static Position position(String held, String cost, String realised) {
        return new Position(new BigDecimal(held), new BigDecimal(cost), new BigDecimal(realised));
    }
}
