package io.trakkit.bench.log;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The trades of one position. The first buys {@value #SOLD_FROM_FIRST} units at most, which the next trades sell one by one;
 * after that each pair buys and sells the same. So the volume of the first trade decides about the sells that follow it, and
 * about nothing else.
 */
public final class OneKeyTrades implements TradeSource {

    /** How many sells depend on the first trade. */
    public static final int SOLD_FROM_FIRST = 1_000;

    private static final long PORTFOLIO = 3;
    private static final Instant BEGIN = Instant.parse("2024-01-02T09:15:00Z");
    private static final Instant RECEIVED = Instant.parse("2024-02-01T00:00:00Z");

    private final String name;
    private final int count;
    private final int[] order;

    private OneKeyTrades(String name, int count, int[] order) {
        this.name = name;
        this.count = count;
        this.order = order;
    }

    /** In the order of their times. */
    public static OneKeyTrades inOrder(String name, int count) {
        return new OneKeyTrades(name, count, IntStream.range(0, count).toArray());
    }

    /** In any order. */
    public static OneKeyTrades shuffled(String name, int count, long seed) {
        int[] order = IntStream.range(0, count).toArray();
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[other];
            order[other] = swapped;
        }
        return new OneKeyTrades(name, count, order);
    }

    @Override
    public int count() {
        return count;
    }

    public PositionKey key() {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(PORTFOLIO), new Ticker(name));
    }

    /** Of the trade in this place of the position, from 0 on. */
    public RefId refId(int place) {
        return new RefId("%s-%07d".formatted(name, place));
    }

    /** How many sells depend on the volume of the first trade. */
    public int dependent() {
        return Math.min(SOLD_FROM_FIRST, count / 2);
    }

    @Override
    public Iterator<TradeEvent> events() {
        return IntStream.range(0, count)
                .<TradeEvent>mapToObj(i -> event(order[i], i))
                .iterator();
    }

    private TradeEvent event(int place, int arrival) {
        boolean sells = place > 0 && (place <= dependent() || (place - dependent()) % 2 == 0);
        long units = place == 0 ? dependent() : place <= dependent() ? 1 : 5;
        Trade trade = new Trade(
                refId(place),
                RandomTrades.owner(PORTFOLIO),
                key().portfolio(),
                sells ? Side.SELL : Side.BUY,
                SecurityType.STOCK,
                key().ticker(),
                new Volume(BigDecimal.valueOf(units)),
                new Price(BigDecimal.valueOf(10_000L + place % 97, 2)),
                TradeStatus.SUCCESS,
                BEGIN.plusSeconds(place),
                Optional.empty(),
                RandomTrades.CHARGES,
                Optional.of(RandomTrades.CONVERSION));
        return new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, RECEIVED.plusMillis(arrival), trade, false);
    }
}
