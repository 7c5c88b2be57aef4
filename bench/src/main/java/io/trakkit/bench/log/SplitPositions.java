package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Positions of one ticker in many portfolios, in which a split changes units, cost, realised return and which sells count.
 * Portfolios of a kind have the same records but for their ids. Each has {@value #TRADES} trades; every second has a dividend
 * per unit after the split, and every third units that were transferred in before it.
 */
public final class SplitPositions implements TradeSource {

    /** How many kinds of portfolios there are. */
    public static final int KINDS = 6;

    /** The ex date of the split. */
    public static final String EX_DATE = "2024-01-05";

    public static final Ticker TICKER = new Ticker("SPLIT");

    /** The ids begin after those of the other trades. */
    private static final long FIRST = 100_001;

    private static final Instant BEGIN = Instant.parse("2024-01-01T10:00:00Z");
    private static final Instant RECEIVED = Instant.parse("2024-02-01T00:00:00Z");

    /** The trades of each portfolio, without activities. */
    private static final int TRADES = 5;

    private final int portfolios;

    public SplitPositions(int portfolios) {
        this.portfolios = portfolios;
    }

    /** The ids of the portfolios. */
    public LongStream portfolios() {
        return LongStream.range(FIRST, FIRST + portfolios);
    }

    /** The id of a portfolio by its number, from 0 on. */
    public static long id(long number) {
        return FIRST + number;
    }

    /** Which portfolios have the same records. */
    public static int kind(long portfolio) {
        return (int) ((portfolio - FIRST) % KINDS);
    }

    @Override
    public int count() {
        return Math.toIntExact(portfolios().map(id -> records(id).count()).sum());
    }

    /** How many trades the portfolios have, without activities. */
    public int trades() {
        return TRADES * portfolios;
    }

    @Override
    public Iterator<TradeEvent> events() {
        return portfolios().boxed().flatMap(SplitPositions::records).iterator();
    }

    private static Stream<TradeEvent> records(long portfolio) {
        Stream<TradeEvent> trades = Stream.of(
                trade(portfolio, "buy", 0, Side.BUY, 10),
                trade(portfolio, "more", 2, Side.BUY, 4),
                // More than is held, unless the split comes before it.
                trade(portfolio, "over", 5, Side.SELL, 20),
                // No more than is held, unless the sell before it counts.
                trade(portfolio, "rest", 6, Side.SELL, 12),
                trade(portfolio, "last", 7, Side.BUY, 5));
        Stream<TradeEvent> dividends = kind(portfolio) % 2 == 0
                ? Stream.of(activity(
                        portfolio, "dividend", 8, ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("0.25"))))
                : Stream.empty();
        Stream<TradeEvent> transfers = kind(portfolio) % 3 == 0
                ? Stream.of(activity(
                        portfolio,
                        "transfer",
                        1,
                        ActivityTerms.ofVolume(ActivityType.TRANSFER_IN, Volume.of("2"), new BigDecimal("190"))))
                : Stream.empty();
        return Stream.of(trades, dividends, transfers).flatMap(each -> each);
    }

    private static TradeEvent trade(long portfolio, String name, int day, Side side, int units) {
        Trade trade = new Trade(
                new RefId(name + "-" + portfolio),
                RandomTrades.owner(portfolio),
                new PortfolioId(portfolio),
                side,
                SecurityType.STOCK,
                TICKER,
                new Volume(BigDecimal.valueOf(units)),
                new Price(BigDecimal.valueOf(10_000L + 7L * kind(portfolio) + day, 2)),
                TradeStatus.SUCCESS,
                time(day));
        return new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, RECEIVED, trade, false);
    }

    private static TradeEvent activity(long portfolio, String name, int day, ActivityTerms terms) {
        Activity activity = new Activity(
                new RefId(name + "-" + portfolio),
                RandomTrades.owner(portfolio),
                new PortfolioId(portfolio),
                Optional.of(TICKER),
                terms,
                TradeStatus.SUCCESS,
                time(day),
                Money.ZERO,
                Optional.empty());
        return new TradeEvent.ActivityCreated(UUID.randomUUID(), ClientId.DEFAULT, RECEIVED, activity, false);
    }

    private static Instant time(int day) {
        return BEGIN.plus(Duration.ofDays(day));
    }
}
