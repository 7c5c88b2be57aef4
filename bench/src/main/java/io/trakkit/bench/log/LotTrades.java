package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
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
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The trades of one position that ends with many open lots: two buys of 10 units, then a sell of 15, and so on, one trade a
 * minute from 2024-01-02 on. Each sell takes from two lots, and a sixth of all trades are lots that stay open.
 *
 * @param actions activities at equal distances among them, each of which changes all open lots: a split 3:2, one 2:3, and a return of
 *     capital of 0.01 per unit, in turn
 */
public record LotTrades(int trades, int actions) implements TradeSource {

    private static final long PORTFOLIO = 4;
    private static final Ticker TICKER = new Ticker("LOTS");
    private static final Instant BEGIN = Instant.parse("2024-01-02T09:15:00Z");
    private static final Instant RECEIVED = Instant.parse("2026-02-01T00:00:00Z");

    @Override
    public int count() {
        return trades + actions;
    }

    public PositionKey key() {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(PORTFOLIO), TICKER);
    }

    @Override
    public Iterator<TradeEvent> events() {
        return IntStream.range(0, count()).mapToObj(this::event).iterator();
    }

    private TradeEvent event(int place) {
        if (actions == 0) {
            return trade(place);
        }
        int distance = trades / actions + 1;
        int actionsBefore = Math.min(place / distance, actions);
        return place % distance == distance - 1 && actionsBefore < actions
                ? action(actionsBefore, place - actionsBefore - 1)
                : trade(place - actionsBefore);
    }

    /** @param after the number of the trade after which it is executed */
    private TradeEvent action(int number, int after) {
        ActivityTerms terms = switch (number % 3) {
            case 0 -> ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(3, 2));
            case 1 -> ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 3));
            default -> ActivityTerms.perUnit(ActivityType.RETURN_OF_CAPITAL, new BigDecimal("0.01"));
        };
        Activity activity = new Activity(
                new RefId("ACTION-%07d".formatted(number)),
                RandomTrades.owner(PORTFOLIO),
                key().portfolio(),
                Optional.of(TICKER),
                terms,
                TradeStatus.SUCCESS,
                BEGIN.plusSeconds(60L * after + 30),
                Money.ZERO,
                Optional.empty());
        return new TradeEvent.ActivityCreated(
                UUID.randomUUID(), ClientId.DEFAULT, RECEIVED.plusMillis(after), activity, false);
    }

    private static Ratio ratio(int numerator, int denominator) {
        return new Ratio(BigDecimal.valueOf(numerator), BigDecimal.valueOf(denominator));
    }

    private TradeEvent trade(int number) {
        boolean sells = number % 3 == 2;
        Trade trade = new Trade(
                new RefId("LOTS-%07d".formatted(number)),
                RandomTrades.owner(PORTFOLIO),
                key().portfolio(),
                sells ? Side.SELL : Side.BUY,
                SecurityType.STOCK,
                TICKER,
                new Volume(BigDecimal.valueOf(sells ? 15 : 10)),
                new Price(BigDecimal.valueOf(10_000L + number * 7L % 997, 2)),
                TradeStatus.SUCCESS,
                BEGIN.plusSeconds(60L * number));
        return new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, RECEIVED.plusMillis(number), trade, false);
    }
}
