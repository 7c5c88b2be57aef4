package io.trakkit.query;

import io.trakkit.domain.ClientId;
import io.trakkit.domain.PortfolioId;
import io.trakkit.domain.Price;
import io.trakkit.domain.RefId;
import io.trakkit.domain.SecurityType;
import io.trakkit.domain.Side;
import io.trakkit.domain.Ticker;
import io.trakkit.domain.Trade;
import io.trakkit.domain.TradeEvent;
import io.trakkit.domain.TradeStatus;
import io.trakkit.domain.UserId;
import io.trakkit.domain.Volume;
import io.trakkit.store.LogPartition;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import java.time.Instant;
import java.util.UUID;

/** Trades in portfolio 1 of u-1, applied by a worker as they come. */
final class Broker {

    private final SmallWorker worker;
    private final LogPartition partition = new LogPartition(UUID.randomUUID(), 0);
    private int trades;

    Broker(TestDatabase database) {
        worker = new SmallWorker(database);
    }

    void buy(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.BUY, volume, price, executedAt, TradeStatus.SUCCESS);
    }

    void sell(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.SELL, volume, price, executedAt, TradeStatus.SUCCESS);
    }

    void failToBuy(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.BUY, volume, price, executedAt, TradeStatus.FAILED);
    }

    private void trade(String ticker, Side side, String volume, String price, String executedAt, TradeStatus status) {
        int number = trades++;
        Trade trade = new Trade(
                new RefId("ref-" + number),
                new UserId("u-1"),
                new PortfolioId(1),
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of(volume),
                Price.of(price),
                status,
                Instant.parse(executedAt));
        TradeEvent event = new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, ReadModel.TIME, trade, false);
        worker.apply(event, partition.at(number));
    }
}
