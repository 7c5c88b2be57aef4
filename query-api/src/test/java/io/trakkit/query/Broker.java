package io.trakkit.query;

import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.CorporateAction;
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
import io.trakkit.store.log.LogPartition;
import io.trakkit.store.testing.SmallWorker;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.wire.event.TradeEventCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Trades in portfolio 1 of u-1, applied by a worker as they come. */
final class Broker {

    private static final TradeEventCodec CODEC = new TradeEventCodec();

    private final SmallWorker worker;
    private final LogPartition partition = new LogPartition(UUID.randomUUID(), 0);
    private final List<TradeEvent.Created> sent = new ArrayList<>();
    private final Map<String, CorporateAction> actions = new HashMap<>();
    private int offset;

    Broker(TestDatabase database) {
        worker = new SmallWorker(database);
    }

    void buy(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.BUY, volume, price, executedAt, TradeStatus.SUCCESS);
    }

    void sell(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.SELL, volume, price, executedAt, TradeStatus.SUCCESS);
    }

    void buy(String ticker, String volume, String price, String executedAt, Instant receivedAt) {
        trade(ticker, Side.BUY, volume, price, executedAt, TradeStatus.SUCCESS, receivedAt);
    }

    void sell(String ticker, String volume, String price, String executedAt, Instant receivedAt) {
        trade(ticker, Side.SELL, volume, price, executedAt, TradeStatus.SUCCESS, receivedAt);
    }

    void failToBuy(String ticker, String volume, String price, String executedAt) {
        trade(ticker, Side.BUY, volume, price, executedAt, TradeStatus.FAILED);
    }

    /** Amends the trade that was sent as that one, counted from 0. */
    void amend(int trade, @Nullable String volume, @Nullable String price, @Nullable TradeStatus status) {
        amend(
                trade,
                new Amendment(
                        Optional.ofNullable(volume).map(Volume::of),
                        Optional.ofNullable(price).map(Price::of),
                        Optional.ofNullable(status)));
    }

    /** Amends the trade that was sent as that one, counted from 0. */
    void amend(int trade, Amendment amendment) {
        TradeEvent.Created created = sent.get(trade);
        apply(new TradeEvent.Amended(
                UUID.randomUUID(),
                created.client(),
                ReadModel.TIME,
                created.key(),
                created.trade().refId(),
                amendment,
                OptionalLong.empty()));
    }

    /** @throws IllegalArgumentException if the event is refused; nothing of it is written */
    void apply(TradeEvent event) {
        worker.apply(event, partition.at(offset++), CODEC.encode(event));
    }

    /** Makes an event a dead letter. */
    void refuse(TradeEvent event, DeadLetterReason reason, String detail) {
        worker.refuse(event, partition.at(offset++), reason, detail);
    }

    /** A trade with a fee and a currency; null: the portfolio's. */
    void trade(
            String ticker,
            Side side,
            String volume,
            String price,
            String fee,
            @Nullable Conversion conversion,
            String executedAt) {
        send(new Trade(
                nextRefId(),
                new UserId("u-1"),
                new PortfolioId(1),
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of(volume),
                Price.of(price),
                TradeStatus.SUCCESS,
                Instant.parse(executedAt),
                Optional.empty(),
                new Charges(Money.of(fee), Money.ZERO),
                Optional.ofNullable(conversion)));
    }

    /** An activity; without a ticker one of cash. Returns its ref_id. */
    String activity(
            @Nullable String ticker,
            ActivityTerms terms,
            String tax,
            @Nullable Conversion conversion,
            String executedAt) {
        Activity activity = new Activity(
                new RefId("act-" + offset),
                new UserId("u-1"),
                new PortfolioId(1),
                Optional.ofNullable(ticker).map(Ticker::new),
                terms,
                TradeStatus.SUCCESS,
                Instant.parse(executedAt),
                Money.of(tax),
                Optional.ofNullable(conversion));
        apply(new TradeEvent.ActivityCreated(UUID.randomUUID(), ClientId.DEFAULT, ReadModel.TIME, activity, false));
        return activity.refId().value();
    }

    /** Records a corporate action of a ticker, or its next version, and folds the position again. */
    void act(String id, String ticker, ActivityTerms terms, String effectiveAt, boolean withdrawn) {
        refold(ticker, record(id, ticker, terms, effectiveAt, withdrawn));
    }

    /** Records it only; returns the time from which the position is to be folded again. */
    Instant record(String id, String ticker, ActivityTerms terms, String effectiveAt, boolean withdrawn) {
        Instant time = Instant.parse(effectiveAt);
        CorporateAction former = actions.get(id);
        CorporateAction action = new CorporateAction(
                ClientId.DEFAULT,
                new RefId(id),
                new Ticker(ticker),
                terms,
                Optional.empty(),
                time,
                Optional.empty(),
                new TreeMap<>(),
                withdrawn,
                former == null ? 1 : former.version() + 1,
                ReadModel.TIME,
                ReadModel.TIME);
        actions.put(id, action);
        Instant from = former == null || former.effectiveAt().isAfter(time) ? time : former.effectiveAt();
        worker.record(action, from);
        return from;
    }

    void refold(String ticker, Instant from) {
        worker.refold(new PositionKey(ClientId.DEFAULT, new PortfolioId(1), new Ticker(ticker)), from);
    }

    private RefId nextRefId() {
        return new RefId("ref-" + sent.size());
    }

    private void send(Trade trade) {
        TradeEvent.Created event =
                new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, ReadModel.TIME, trade, false);
        apply(event);
        sent.add(event);
    }

    private void trade(String ticker, Side side, String volume, String price, String executedAt, TradeStatus status) {
        trade(ticker, side, volume, price, executedAt, status, ReadModel.TIME);
    }

    private void trade(
            String ticker,
            Side side,
            String volume,
            String price,
            String executedAt,
            TradeStatus status,
            Instant receivedAt) {
        Trade trade = new Trade(
                new RefId("ref-" + sent.size()),
                new UserId("u-1"),
                new PortfolioId(1),
                side,
                SecurityType.STOCK,
                new Ticker(ticker),
                Volume.of(volume),
                Price.of(price),
                status,
                Instant.parse(executedAt));
        TradeEvent.Created event =
                new TradeEvent.Created(UUID.randomUUID(), ClientId.DEFAULT, receivedAt, trade, false);
        apply(event);
        sent.add(event);
    }
}
