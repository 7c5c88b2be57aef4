package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Ticker;
import io.trakkit.testing.Seed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Sends one random event after the other, most of them sensible, many about what it has sent before. */
final class RandomBroker {

    private static final Instant OPENING = Instant.parse("2024-03-01T09:15:00Z");
    private static final List<Isin> ISINS =
            List.of(new Isin("US5949181045"), new Isin("INE233A01035"), new Isin("AU000000BHP4"));

    private final RandomGenerator random;
    private final RandomNumbers numbers;
    private final UserId user;
    private final List<PositionKey> keys;
    private final String refIdPrefix;
    private final List<TradeEvent> sent = new ArrayList<>();
    private final List<TradeEvent.Created> creations = new ArrayList<>();
    private final Map<RefId, Long> versions = new HashMap<>();
    private final boolean farAhead;
    private final boolean ofWholeMinutes;
    private Instant now = OPENING;

    RandomBroker(Seed seed, UserId user, List<PositionKey> keys) {
        this.random = seed.random();
        this.numbers = new RandomNumbers(random, false);
        this.user = user;
        this.keys = keys;
        this.farAhead = random.nextInt(8) == 0;
        this.ofWholeMinutes = random.nextInt(3) == 0;
        this.refIdPrefix = Long.toHexString(seed.value()) + "-";
    }

    List<TradeEvent> sent() {
        return sent;
    }

    /** Sends the next event. */
    void send() {
        now = now.plusMillis(250L * random.nextInt(4));
        int dice = creations.isEmpty() ? 0 : random.nextInt(100);
        if (dice < 60) {
            sendNewTrade();
        } else if (dice < 84) {
            sendAmendment(any(creations), newId());
        } else if (dice < 87) {
            sent.add(any(sent));
        } else if (dice < 90) {
            sent.add(postedAgain(any(creations)));
        } else if (dice < 92) {
            sent.add(sameRefIdOtherPrice(any(creations)));
        } else if (dice < 94) {
            sendAmendmentWithTakenId(any(creations));
        } else if (dice < 97) {
            sent.add(amendmentOfNothing(any(keys)));
        } else {
            PositionKey key = any(keys);
            sent.add(new TradeEvent.RecalculationRequested(newId(), key.client(), receipt(), key));
        }
    }

    private void sendNewTrade() {
        PositionKey key = any(keys);
        Instant receipt = receipt();
        boolean defaulted = random.nextInt(3) == 0;
        Side side = random.nextInt(5) < 3 ? Side.BUY : Side.SELL;
        Trade trade = new Trade(
                new RefId(refIdPrefix + creations.size()),
                user,
                key.portfolio(),
                side,
                SecurityType.STOCK,
                key.ticker(),
                numbers.volume(key, side),
                numbers.price(),
                random.nextInt(15) == 0 ? TradeStatus.FAILED : TradeStatus.SUCCESS,
                defaulted ? receipt : rounded(execution(receipt)),
                isinOfOneIn(3));
        TradeEvent.Created created = new TradeEvent.Created(newId(), key.client(), receipt, trade, defaulted);
        creations.add(created);
        sent.add(created);
    }

    /** Mostly in order, some back-dated, some at the very time of another, some ahead: in some books by the whole day allowed. */
    private Instant execution(Instant receipt) {
        int dice = random.nextInt(100);
        if (dice < 55 || creations.isEmpty()) {
            return now.isAfter(receipt) ? receipt : now;
        }
        if (dice < 75) {
            Instant another = any(creations).trade().executedAt();
            return another.isAfter(receipt) ? receipt : another;
        }
        if (dice < 96) {
            return receipt.minusMillis(250L * random.nextInt(120));
        }
        return farAhead ? receipt.plus(Duration.ofDays(1)) : receipt.plusSeconds(1L + random.nextInt(5));
    }

    /** Some brokers say no more than the minute, so that many trades of both sides are of one time. */
    private Instant rounded(Instant execution) {
        return ofWholeMinutes ? execution.truncatedTo(ChronoUnit.MINUTES) : execution;
    }

    private void sendAmendment(TradeEvent.Created creation, UUID eventId) {
        RefId refId = creation.trade().refId();
        long version = versions.getOrDefault(refId, 1L);
        OptionalLong expected = switch (random.nextInt(8)) {
            case 0 -> OptionalLong.of(version);
            case 1 -> OptionalLong.of(version + random.nextInt(-1, 2));
            default -> OptionalLong.empty();
        };
        if (expected.orElse(version) == version) {
            versions.put(refId, version + 1);
        }
        sent.add(new TradeEvent.Amended(
                eventId, creation.client(), receipt(), creation.key(), refId, amendment(creation), expected));
    }

    /** With the id of another event of the same key, which a reader of the key reads first. */
    private void sendAmendmentWithTakenId(TradeEvent.Created creation) {
        List<TradeEvent> ofTheKey = sent.stream()
                .filter(event -> event.key().equals(creation.key()))
                .toList();
        sendAmendment(creation, any(ofTheKey).eventId());
    }

    /** Some amendments set or change the ISIN, a few nothing else. None clears it: an absent field stays as it is. */
    private Amendment amendment(TradeEvent.Created creation) {
        Trade trade = creation.trade();
        Optional<Isin> isin = isinOfOneIn(4);
        return switch (random.nextInt(7)) {
            case 0 ->
                new Amendment(
                        Optional.of(numbers.volume(creation.key(), trade.side())),
                        Optional.empty(),
                        Optional.empty(),
                        isin);
            case 1 -> new Amendment(Optional.empty(), Optional.of(numbers.price()), Optional.empty(), isin);
            case 2 -> new Amendment(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.FAILED), isin);
            case 3 -> new Amendment(Optional.empty(), Optional.empty(), Optional.of(TradeStatus.SUCCESS), isin);
            case 4 -> new Amendment(Optional.of(trade.volume()), Optional.of(trade.price()), Optional.empty(), isin);
            case 5 -> new Amendment(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(any(ISINS)));
            default ->
                new Amendment(
                        Optional.of(numbers.volume(creation.key(), trade.side())),
                        Optional.of(numbers.price()),
                        Optional.of(TradeStatus.SUCCESS),
                        isin);
        };
    }

    private Optional<Isin> isinOfOneIn(int count) {
        return random.nextInt(count) == 0 ? Optional.of(any(ISINS)) : Optional.empty();
    }

    /** Of a trade that is not there yet and may come later, or that stands under another key. */
    private TradeEvent amendmentOfNothing(PositionKey key) {
        boolean tooEarly = random.nextBoolean();
        TradeEvent.Created creation = any(creations);
        return new TradeEvent.Amended(
                newId(),
                key.client(),
                receipt(),
                tooEarly ? key : new PositionKey(key.client(), key.portfolio(), new Ticker("NONE")),
                tooEarly
                        ? new RefId(refIdPrefix + creations.size())
                        : creation.trade().refId(),
                amendment(creation),
                OptionalLong.empty());
    }

    /** The same content under another event_id. Where the time was left out, it is that of the new receipt. */
    private TradeEvent postedAgain(TradeEvent.Created first) {
        Instant receipt = first.occurredAt().plusSeconds(1);
        Trade trade = first.trade();
        return new TradeEvent.Created(
                newId(),
                first.client(),
                receipt,
                first.executedAtDefaulted() ? TradeCopies.executedAt(trade, receipt) : trade,
                first.executedAtDefaulted());
    }

    private TradeEvent sameRefIdOtherPrice(TradeEvent.Created first) {
        return new TradeEvent.Created(
                newId(),
                first.client(),
                first.occurredAt(),
                TradeCopies.withPrice(first.trade(), numbers.price()),
                first.executedAtDefaulted());
    }

    /** Now, but for brokers whose clocks are behind. */
    private Instant receipt() {
        return random.nextInt(10) == 0 ? now.minusSeconds(random.nextInt(30)) : now;
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
