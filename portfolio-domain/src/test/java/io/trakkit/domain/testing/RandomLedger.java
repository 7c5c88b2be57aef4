package io.trakkit.domain.testing;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.portfolio.ClientId;
import io.trakkit.domain.portfolio.PortfolioId;
import io.trakkit.domain.portfolio.UserId;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.trade.Activity;
import io.trakkit.domain.trade.ActivityAmendment;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Amendment;
import io.trakkit.domain.trade.Charges;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.FoldOutcome;
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
import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.domain.value.Isin;
import io.trakkit.domain.value.Money;
import io.trakkit.domain.value.Ratio;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import io.trakkit.domain.value.Volume;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A reproducible random portfolio with every kind of record: trades with charges in several currencies, activities, amendments of
 * every field, and corporate actions that are recorded, corrected and withdrawn in between.
 */
public final class RandomLedger {

    /** What happens to a portfolio, one after the other. */
    public sealed interface Step {

        record Event(TradeEvent event) implements Step {}

        /** A corporate action of all tickers is recorded, or corrected if its name is known. */
        record Recorded(FoldedActivity action) implements Step {}

        record Withdrawn(RefId actionId) implements Step {}
    }

    private static final UserId USER = new UserId("u-1");
    private static final PortfolioId PORTFOLIO = new PortfolioId(1);
    private static final Instant OPENING = Instant.parse("2024-03-01T09:15:00Z");
    private static final Duration OF_A_LOG = Duration.ofMillis(250);
    private static final List<Duration> OF_YEARS =
            List.of(Duration.ofHours(1), Duration.ofHours(12), Duration.ofDays(7));
    private static final Isin ISIN = new Isin("US5949181045");
    private static final CurrencyCode OWN = new CurrencyCode("USD");
    private static final List<CurrencyCode> CURRENCIES = List.of(OWN, new CurrencyCode("EUR"), new CurrencyCode("INR"));
    private static final List<ActivityType> OF_SECURITIES = List.of(ActivityType.values()).stream()
            .filter(type -> !type.isOfCash())
            .toList();
    private static final List<ActivityType> OF_CASH = List.of(ActivityType.values()).stream()
            .filter(ActivityType::isOfCash)
            .toList();
    private static final List<ActivityType> OF_ACTIONS = List.of(
            ActivityType.SPLIT,
            ActivityType.SPLIT,
            ActivityType.BONUS,
            ActivityType.DIVIDEND,
            ActivityType.RETURN_OF_CAPITAL);

    private final RandomGenerator random;
    private final RandomNumbers numbers;
    private final BookRules rules;
    private final String names;
    private final boolean withConflicts;
    private final boolean manyCurrencies;
    private final boolean oneForeignCurrency;
    private final boolean isTame;
    private final Duration tick;
    private final int tickers;
    private final List<Step> steps = new ArrayList<>();
    private final List<TradeEvent.Created> trades = new ArrayList<>();
    private final List<TradeEvent.ActivityCreated> activities = new ArrayList<>();
    private final List<RefId> actions = new ArrayList<>();
    private int created;
    private Instant now;

    /** @param overYears whether its records are days apart, and its numbers such as are met */
    private RandomLedger(Seed seed, String names, boolean withConflicts, boolean overYears) {
        this.names = names;
        this.withConflicts = withConflicts;
        random = seed.random();
        isTame = overYears;
        now = overYears ? OPENING.truncatedTo(ChronoUnit.DAYS) : OPENING;
        tick = overYears ? OF_YEARS.get(random.nextInt(OF_YEARS.size())) : OF_A_LOG;
        numbers = new RandomNumbers(random, isTame);
        rules = new BookRules(OWN, random.nextBoolean());
        manyCurrencies = random.nextInt(3) == 0;
        oneForeignCurrency = random.nextInt(3) == 0;
        tickers = random.nextInt(4) == 0 ? 2 : isTame ? 1 + random.nextInt(3) : 1;
    }

    /** A portfolio of 1 to {@code most} steps. */
    public static RandomLedger of(Seed seed, int most) {
        return exactly(1 + seed.random().nextInt(most), seed);
    }

    /** A portfolio with a number of steps. */
    public static RandomLedger exactly(int count, Seed seed) {
        return exactly(count, seed, "", false);
    }

    /** A portfolio of 1 to {@code most} steps, some of which are creations under the ids of other events. */
    public static RandomLedger withConflicts(Seed seed, int most) {
        return withConflicts(1 + seed.random().nextInt(most), seed, "");
    }

    /** @param names what the ref_ids begin with: several portfolios of a client must not share any */
    public static RandomLedger withConflicts(int count, Seed seed, String names) {
        return exactly(count, seed, names, true);
    }

    /** A portfolio of 1 to {@code most} steps that has gone on for days or years, with numbers such as are met. */
    public static RandomLedger overYears(Seed seed, int most) {
        return filled(new RandomLedger(seed, "", false, true), 1 + seed.random().nextInt(most));
    }

    private static RandomLedger exactly(int count, Seed seed, String names, boolean withConflicts) {
        return filled(new RandomLedger(seed, names, withConflicts, false), count);
    }

    private static RandomLedger filled(RandomLedger ledger, int count) {
        while (ledger.steps.size() < count) {
            ledger.next();
        }
        return ledger;
    }

    public BookRules rules() {
        return rules;
    }

    /** In the order of arrival. */
    public List<Step> steps() {
        return List.copyOf(steps);
    }

    private void next() {
        now = now.plus(tick.multipliedBy(random.nextInt(4)));
        int dice = created == 0 ? 0 : random.nextInt(100);
        if (dice < 42) {
            create(this::trade);
        } else if (dice < 65) {
            create(this::activity);
        } else if (dice < 88) {
            amend();
        } else if (dice < 97) {
            corporateAction();
        } else if (dice < 99 && withConflicts) {
            event(valid(this::conflict));
        } else {
            PositionKey key = key(ticker());
            event(new TradeEvent.RecalculationRequested(newId(), key.client(), now, key));
        }
    }

    /** Some random values break a rule of the domain, such as too many digits; then there is another one. */
    private void create(Supplier<TradeEvent> creation) {
        TradeEvent event = valid(creation);
        switch (event) {
            case TradeEvent.Created trade -> trades.add(trade);
            case TradeEvent.ActivityCreated activity -> activities.add(activity);
            case TradeEvent.Amended _, TradeEvent.ActivityAmended _, TradeEvent.RecalculationRequested _ ->
                throw new IllegalStateException("Not a creation: " + event);
        }
        created++;
        event(event);
    }

    private static <T> T valid(Supplier<T> values) {
        for (int i = 0; i < 1_000; i++) {
            try {
                return values.get();
            } catch (InvalidValueException e) {
                // Another one.
            }
        }
        throw new IllegalStateException("No valid value in a thousand");
    }

    private void event(TradeEvent event) {
        steps.add(new Step.Event(event));
    }

    /** Under the id of another event or record of the same key: which of two keys is applied first depends on the batch. */
    private TradeEvent conflict() {
        boolean ofEvent = random.nextBoolean();
        TradeEvent taken = ofEvent ? anyEvent() : anyCreation();
        UUID eventId = ofEvent ? taken.eventId() : newId();
        RefId refId = ofEvent ? newRefId() : taken.subject().orElseThrow();
        created++;
        Optional<Ticker> ticker = Optional.of(taken.key().ticker()).filter(of -> !of.equals(Ticker.CASH));
        return ticker.isPresent() && random.nextBoolean()
                ? trade(eventId, refId, ticker.get())
                : activity(eventId, refId, ticker);
    }

    private TradeEvent anyEvent() {
        List<TradeEvent> sent = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Event(TradeEvent event)) {
                sent.add(event);
            }
        }
        return any(sent);
    }

    private TradeEvent anyCreation() {
        boolean ofTrade = activities.isEmpty() || (!trades.isEmpty() && random.nextBoolean());
        return ofTrade ? any(trades) : any(activities);
    }

    private TradeEvent trade() {
        return trade(newId(), newRefId(), ticker());
    }

    private TradeEvent trade(UUID eventId, RefId refId, Ticker ticker) {
        Side side = random.nextInt(5) < 3 ? Side.BUY : Side.SELL;
        Trade trade = new Trade(
                refId,
                USER,
                PORTFOLIO,
                side,
                SecurityType.STOCK,
                ticker,
                numbers.volume(key(ticker), side),
                numbers.price(),
                status(),
                execution(),
                Optional.empty(),
                new Charges(money(3), money(5)),
                conversion());
        return new TradeEvent.Created(eventId, ClientId.DEFAULT, now, trade, false);
    }

    private TradeEvent activity() {
        boolean ofCash = random.nextInt(6) == 0;
        return activity(newId(), newRefId(), ofCash ? Optional.empty() : Optional.of(ticker()));
    }

    private TradeEvent activity(UUID eventId, RefId refId, Optional<Ticker> ticker) {
        ActivityType type = any(ticker.isEmpty() ? OF_CASH : OF_SECURITIES);
        Activity activity = new Activity(
                refId,
                USER,
                PORTFOLIO,
                ticker,
                terms(type),
                status(),
                execution(),
                type.isTaxed() ? money(3) : Money.ZERO,
                type.movesMoney() ? conversion() : Optional.empty());
        return new TradeEvent.ActivityCreated(eventId, ClientId.DEFAULT, now, activity, false);
    }

    private ActivityTerms terms(ActivityType type) {
        return switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL, COST_ADJUSTMENT ->
                random.nextBoolean()
                        ? ActivityTerms.ofTotal(type, amount(type))
                        : ActivityTerms.perUnit(type, amount(type));
            case SPLIT -> ActivityTerms.ofRatio(type, ratio());
            case BONUS ->
                switch (random.nextInt(3)) {
                    case 0 -> ActivityTerms.ofVolume(type, volume());
                    case 1 -> ActivityTerms.ofRatio(type, ratio());
                    default -> ActivityTerms.wholeBonus(ratio());
                };
            case CASH_IN_LIEU, TRANSFER_IN -> ActivityTerms.ofVolume(type, volume(), amount(type));
            case TRANSFER_OUT -> ActivityTerms.ofVolume(type, volume());
            case DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> ActivityTerms.ofTotal(type, amount(type));
        };
    }

    private BigDecimal amount(ActivityType type) {
        BigDecimal size = numbers.price().value();
        if (isTame && type == ActivityType.DEPOSIT) {
            return size.movePointRight(2);
        }
        boolean canBeNegative = type == ActivityType.COST_ADJUSTMENT || type == ActivityType.CHARGE;
        return canBeNegative && random.nextBoolean() ? size.negate() : size;
    }

    /** Mostly small; some as odd as the limits allow. */
    private Ratio ratio() {
        return random.nextInt(30) == 0
                ? new Ratio(volume().value(), volume().value())
                : new Ratio(BigDecimal.valueOf(1L + random.nextInt(5)), BigDecimal.valueOf(1L + random.nextInt(5)));
    }

    private Volume volume() {
        return new Volume(numbers.price().value());
    }

    private TradeStatus status() {
        return random.nextInt(15) == 0 ? TradeStatus.FAILED : TradeStatus.SUCCESS;
    }

    private Money money(int oneIn) {
        return random.nextInt(oneIn) == 0 ? new Money(numbers.price().value()) : Money.ZERO;
    }

    private Optional<Conversion> conversion() {
        if (oneForeignCurrency) {
            return Optional.of(new Conversion(CURRENCIES.get(1), rate()));
        }
        if (!manyCurrencies || random.nextInt(3) == 0) {
            return Optional.empty();
        }
        return Optional.of(anyConversion());
    }

    private Conversion anyConversion() {
        CurrencyCode currency = any(CURRENCIES);
        return new Conversion(currency, currency.equals(OWN) ? FxRate.ONE : rate(), random.nextBoolean());
    }

    private FxRate rate() {
        if (isTame) {
            return new FxRate(BigDecimal.valueOf(50L + random.nextInt(150), 2));
        }
        return new FxRate(
                random.nextInt(20) == 0
                        ? volume().value()
                        : BigDecimal.valueOf(1L + random.nextInt(2_000_000), random.nextInt(3, 9)));
    }

    /** Mostly in order, some at the very time of another, some long before all others. */
    private Instant execution() {
        int dice = random.nextInt(100);
        if (dice < 55 || created == 0) {
            return now.truncatedTo(random.nextBoolean() ? ChronoUnit.MILLIS : ChronoUnit.SECONDS);
        }
        if (dice < 75) {
            return executedAtOfAny();
        }
        if (dice < 97) {
            return now.minus(tick.multipliedBy(random.nextInt(160)));
        }
        return random.nextBoolean() ? Times.EARLIEST : now.plus(Duration.ofHours(1));
    }

    private Instant executedAtOfAny() {
        return anyCreation().booking().orElseThrow().executedAt();
    }

    private void amend() {
        boolean ofTrade = activities.isEmpty() || (!trades.isEmpty() && random.nextBoolean());
        if (ofTrade) {
            TradeEvent.Created creation = any(trades);
            event(new TradeEvent.Amended(
                    newId(),
                    creation.client(),
                    now,
                    creation.key(),
                    refIdToAmend(creation.trade().refId()),
                    valid(() -> amendment(creation)),
                    expectedVersion()));
        } else {
            TradeEvent.ActivityCreated creation = any(activities);
            event(new TradeEvent.ActivityAmended(
                    newId(),
                    creation.client(),
                    now,
                    creation.key(),
                    refIdToAmend(creation.activity().refId()),
                    valid(() -> amendment(creation.activity().type())),
                    expectedVersion()));
        }
    }

    /** Some amendments name a record of the other kind. */
    private RefId refIdToAmend(RefId refId) {
        return random.nextInt(40) == 0 && !trades.isEmpty()
                ? any(trades).trade().refId()
                : refId;
    }

    private OptionalLong expectedVersion() {
        return random.nextInt(8) == 0 ? OptionalLong.of(1L + random.nextInt(3)) : OptionalLong.empty();
    }

    private Amendment amendment(TradeEvent.Created creation) {
        return new Amendment(
                oneIn(3, () -> numbers.volume(creation.key(), creation.trade().side())),
                oneIn(4, numbers::price),
                oneIn(4, this::status),
                oneIn(8, () -> ISIN),
                oneIn(5, () -> money(2)),
                oneIn(5, () -> money(2)),
                oneIn(6, this::anyConversion),
                oneIn(4, this::execution));
    }

    /** Mostly of fields that the type has. */
    private ActivityAmendment amendment(ActivityType type) {
        if (random.nextInt(20) == 0) {
            type = any(OF_SECURITIES);
        }
        ActivityTerms terms = terms(type);
        boolean newTerms = random.nextBoolean();
        return new ActivityAmendment(
                terms.volume().filter(_ -> newTerms),
                terms.total().filter(_ -> newTerms),
                terms.perUnit().filter(_ -> newTerms),
                terms.ratio().filter(_ -> newTerms),
                type == ActivityType.BONUS ? oneIn(2, terms::whole) : Optional.empty(),
                type.isTaxed() ? oneIn(5, () -> money(2)) : Optional.empty(),
                type.movesMoney() ? oneIn(6, this::anyConversion) : Optional.empty(),
                oneIn(4, this::status),
                oneIn(4, this::execution));
    }

    private <T> Optional<T> oneIn(int count, Supplier<T> value) {
        return random.nextInt(count) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private void corporateAction() {
        int dice = random.nextInt(10);
        if (dice < 5 || actions.isEmpty()) {
            RefId name = new RefId("action-" + actions.size());
            actions.add(name);
            steps.add(new Step.Recorded(valid(() -> action(name))));
        } else if (dice < 8) {
            RefId known = any(actions);
            steps.add(new Step.Recorded(valid(() -> action(known))));
        } else {
            steps.add(new Step.Withdrawn(any(actions)));
        }
    }

    private FoldedActivity action(RefId name) {
        ActivityType type = any(OF_ACTIONS);
        boolean perUnit = type == ActivityType.DIVIDEND || type == ActivityType.RETURN_OF_CAPITAL;
        return new FoldedActivity(
                new TradeOrder(execution(), Rank.CORPORATE_ACTION, name),
                actionTerms(type),
                Money.ZERO,
                perUnit ? conversion() : Optional.empty(),
                TradeStatus.SUCCESS,
                FoldOutcome.APPLIED);
    }

    /** What holds for all holders: no total, and no number of units. */
    private ActivityTerms actionTerms(ActivityType type) {
        return switch (type) {
            case DIVIDEND, RETURN_OF_CAPITAL ->
                ActivityTerms.perUnit(type, numbers.price().value());
            case BONUS ->
                random.nextBoolean() ? ActivityTerms.ofRatio(type, ratio()) : ActivityTerms.wholeBonus(ratio());
            default -> terms(type);
        };
    }

    private Ticker ticker() {
        return new Ticker("T" + random.nextInt(tickers));
    }

    private static PositionKey key(Ticker ticker) {
        return new PositionKey(ClientId.DEFAULT, PORTFOLIO, ticker);
    }

    private RefId newRefId() {
        return new RefId(names + "r-" + created);
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
