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
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The trades of one position that ends with many open lots: two buys of 10 units, then a sell of 15, and so on, one trade a
 * minute from 2024-01-02 on. Each sell takes from two lots, and a sixth of all trades are lots that stay open.
 */
public record LotTrades(int count) implements TradeSource {

    private static final long PORTFOLIO = 4;
    private static final Ticker TICKER = new Ticker("LOTS");
    private static final Instant BEGIN = Instant.parse("2024-01-02T09:15:00Z");
    private static final Instant RECEIVED = Instant.parse("2026-02-01T00:00:00Z");

    public PositionKey key() {
        return new PositionKey(ClientId.DEFAULT, new PortfolioId(PORTFOLIO), TICKER);
    }

    @Override
    public Iterator<TradeEvent> events() {
        return IntStream.range(0, count).mapToObj(this::event).iterator();
    }

    private TradeEvent event(int number) {
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
