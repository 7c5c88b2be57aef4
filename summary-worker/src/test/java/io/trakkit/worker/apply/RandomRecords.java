package io.trakkit.worker.apply;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Booking;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.PositionKey;
import io.trakkit.domain.trade.RefId;
import io.trakkit.domain.trade.SecurityType;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.Trade;
import io.trakkit.domain.trade.TradeStatus;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Volume;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Random logs with every kind of record: trades and activities of all types, with charges and currencies, amendments of each
 * field, misfits, repeats, and ref_ids that the other kind has taken. Times have few values, so many records share one.
 */
final class RandomRecords {

    static final Instant RECEIVED = Instant.parse("2026-11-01T12:00:00Z");

    /** Before {@link #RECEIVED}, one of which each record has as its time. */
    static final int MINUTES = 40;

    private static final List<String> CURRENCIES = List.of("EUR", "GBP", "USD");

    private final RandomGenerator random;
    private final UserId user;
    private final List<PositionKey> keys;
    private final List<TradeEvent> sent = new ArrayList<>();
    private final List<TradeEvent> creations = new ArrayList<>();

    private RandomRecords(RandomGenerator random, UserId user, List<PositionKey> keys) {
        this.random = random;
        this.user = user;
        this.keys = keys;
    }

    /** @param keys of securities; activities of cash go to the cash of their portfolios */
    static List<TradeEvent> events(RandomGenerator random, UserId user, List<PositionKey> keys, int count) {
        RandomRecords records = new RandomRecords(random, user, keys);
        while (records.sent.size() < count) {
            records.sent.add(records.next());
        }
        return records.sent;
    }

    private TradeEvent next() {
        int dice = creations.isEmpty() ? 0 : random.nextInt(100);
        if (dice < 40) {
            return created(trade(newRefId(), any(keys)));
        }
        if (dice < 68) {
            return created(activity(newRefId(), any(keys), terms(any(List.of(ActivityType.values())))));
        }
        if (dice < 90) {
            return amendment(any(creations));
        }
        if (dice < 94) {
            return any(sent);
        }
        if (dice < 97) {
            TradeEvent first = any(creations);
            return event(sameRefId(first.key(), first.subject().orElseThrow()));
        }
        PositionKey key = any(creations).key();
        return new TradeEvent.RecalculationRequested(newId(), key.client(), received(), key);
    }

    private TradeEvent created(Booking booking) {
        TradeEvent event = event(booking);
        creations.add(event);
        return event;
    }

    private TradeEvent event(Booking booking) {
        return switch (booking) {
            case Trade trade -> new TradeEvent.Created(newId(), keys.getFirst().client(), received(), trade, false);
            case Activity activity ->
                new TradeEvent.ActivityCreated(newId(), keys.getFirst().client(), received(), activity, false);
        };
    }

    /** Under the same key: which of two keys is applied first depends on the batch. */
    private Booking sameRefId(PositionKey key, RefId refId) {
        List<ActivityType> ofKey = Arrays.stream(ActivityType.values())
                .filter(type -> type.isOfCash() == key.ticker().equals(Ticker.CASH))
                .toList();
        return random.nextBoolean() && !key.ticker().equals(Ticker.CASH)
                ? trade(refId, key)
                : activity(refId, key, terms(any(ofKey)));
    }

    private Trade trade(RefId refId, PositionKey key) {
        return new Trade(
                refId,
                user,
                key.portfolio(),
                random.nextInt(5) < 3 ? Side.BUY : Side.SELL,
                SecurityType.STOCK,
                key.ticker(),
                volume(),
                price(),
                status(),
                executed(),
                Optional.empty(),
                new Charges(
                        sometimes(this::money).orElse(Money.ZERO),
                        sometimes(this::money).orElse(Money.ZERO)),
                sometimes(this::conversion));
    }

    private Activity activity(RefId refId, PositionKey key, ActivityTerms terms) {
        ActivityType type = terms.type();
        return new Activity(
                refId,
                user,
                key.portfolio(),
                type.isOfCash() ? Optional.empty() : Optional.of(key.ticker()),
                terms,
                status(),
                executed(),
                type.isTaxed() ? sometimes(this::money).orElse(Money.ZERO) : Money.ZERO,
                type.movesMoney() ? sometimes(this::conversion) : Optional.empty());
    }

    private ActivityTerms terms(ActivityType type) {
        return switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL ->
                random.nextBoolean()
                        ? ActivityTerms.perUnit(type, decimal(3))
                        : ActivityTerms.ofTotal(type, decimal(60));
            case COST_ADJUSTMENT ->
                ActivityTerms.ofTotal(
                        type, random.nextBoolean() ? decimal(60) : decimal(60).negate());
            case SPLIT -> ActivityTerms.ofRatio(type, ratio());
            case BONUS ->
                switch (random.nextInt(3)) {
                    case 0 -> ActivityTerms.ofVolume(type, volume());
                    case 1 -> ActivityTerms.ofRatio(type, ratio());
                    default -> ActivityTerms.wholeBonus(ratio());
                };
            case CASH_IN_LIEU, TRANSFER_IN -> ActivityTerms.ofVolume(type, volume(), decimal(100));
            case TRANSFER_OUT -> ActivityTerms.ofVolume(type, volume());
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> ActivityTerms.ofTotal(type, decimal(1_000));
        };
    }

    private TradeEvent amendment(TradeEvent creation) {
        RefId refId = creation.subject().orElseThrow();
        OptionalLong expected = random.nextInt(6) == 0 ? OptionalLong.of(1 + random.nextInt(3)) : OptionalLong.empty();
        boolean ofTrade = creation instanceof TradeEvent.Created ^ random.nextInt(20) == 0;
        return ofTrade
                ? new TradeEvent.Amended(
                        newId(), creation.client(), received(), creation.key(), refId, ofTrade(), expected)
                : new TradeEvent.ActivityAmended(
                        newId(), creation.client(), received(), creation.key(), refId, ofActivity(creation), expected);
    }

    private Amendment ofTrade() {
        return switch (random.nextInt(5)) {
            case 0 -> of(Optional.of(volume()), sometimes(this::price), Optional.empty(), Optional.empty());
            case 1 -> of(Optional.empty(), Optional.empty(), Optional.of(status()), Optional.empty());
            case 2 -> of(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(executed()));
            case 3 ->
                new Amendment(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(random.nextBoolean() ? Money.ZERO : money()),
                        sometimes(this::money),
                        Optional.empty(),
                        Optional.empty());
            default ->
                new Amendment(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(conversion()),
                        Optional.empty());
        };
    }

    private static Amendment of(
            Optional<Volume> volume, Optional<Price> price, Optional<TradeStatus> status, Optional<Instant> time) {
        return new Amendment(
                volume, price, status, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), time);
    }

    /** Some fit the activity, some do not. */
    private ActivityAmendment ofActivity(TradeEvent creation) {
        ActivityTerms terms = creation instanceof TradeEvent.ActivityCreated created && random.nextInt(8) > 0
                ? terms(created.activity().type())
                : terms(any(List.of(ActivityType.values())));
        boolean newTerms = random.nextInt(3) > 0;
        return new ActivityAmendment(
                newTerms ? terms.volume() : Optional.empty(),
                newTerms ? terms.total() : Optional.empty(),
                newTerms ? terms.perUnit() : Optional.empty(),
                newTerms ? terms.ratio() : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                terms.type().movesMoney() ? sometimes(this::conversion) : Optional.empty(),
                Optional.of(status()),
                sometimes(this::executed));
    }

    private RefId newRefId() {
        return new RefId("r-" + creations.size());
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private Instant received() {
        return RECEIVED.plusSeconds(random.nextInt(60));
    }

    private Instant executed() {
        return RECEIVED.minusSeconds(60L * (1 + random.nextInt(MINUTES)));
    }

    private TradeStatus status() {
        return random.nextInt(12) == 0 ? TradeStatus.FAILED : TradeStatus.SUCCESS;
    }

    private Volume volume() {
        return new Volume(decimal(20));
    }

    private Price price() {
        return random.nextInt(15) == 0 ? Price.of("0") : new Price(decimal(30));
    }

    private Money money() {
        return new Money(decimal(4));
    }

    private Conversion conversion() {
        CurrencyCode currency = new CurrencyCode(any(CURRENCIES));
        return new Conversion(currency, new FxRate(decimal(2)), random.nextBoolean());
    }

    private Ratio ratio() {
        return new Ratio(BigDecimal.valueOf(1 + random.nextInt(4)), BigDecimal.valueOf(1 + random.nextInt(4)));
    }

    /** More than zero, with up to three decimals. */
    private BigDecimal decimal(int below) {
        int decimals = random.nextInt(4);
        long limit = below * BigDecimal.TEN.pow(decimals).longValueExact();
        return BigDecimal.valueOf(1 + random.nextLong(limit), decimals);
    }

    private <T> Optional<T> sometimes(Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
