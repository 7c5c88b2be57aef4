package io.trakkit.domain.lots;

import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.CostBook;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.position.HeldPosition;
import io.trakkit.domain.position.LastTrade;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Pool;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.position.RecordRules;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The lots of one key by a cost method. It reads the records of the key in trade order, from the first one on, with the outcomes
 * of the fold, which no method changes: they depend on the units held only. By {@link CostMethod#AVERAGE} its totals are those
 * of {@link Position}.
 *
 * <ul>
 *   <li>A purchase, a transfer in and free units by number are lots of their time; those of free units cost nothing. A short
 *       sale is a lot of units owed, which purchases use up.
 *   <li>The cost of units taken from a lot is its share by units, rounded to the scale of money; all that is left of the cost,
 *       where the lot is used up.
 *   <li>Splits and bonus issues by ratio multiply the units of all lots, which keep their cost and time. The last lot has what
 *       rounding leaves.
 *   <li>A return of capital and an adjustment of the cost are spread over the lots by units. No lot's cost goes below zero:
 *       what is beyond is deducted from the others. Only what is beyond the cost of all is realised, as by average cost.
 *   <li>A transfer out takes units by the method and realises nothing.
 * </ul>
 *
 * <p>Memory grows with the open lots, and with one disposal at a time.
 */
public final class LotBook {

    private final CostMethod method;
    private final BookRules rules;
    private final @Nullable Consumer<? super Disposal> disposals;
    private final OpenLots lots;
    private BigDecimal held = BigDecimal.ZERO;
    private Pool pool = Pool.EMPTY;

    /** In the currency of the records, where all share one that is not the portfolio's. */
    private Pool ownPool = Pool.EMPTY;

    private BigDecimal fees = BigDecimal.ZERO;
    private BigDecimal income = BigDecimal.ZERO;
    private Optional<CurrencyCode> ownCurrency = Optional.empty();
    private LocalAmounts local = LocalAmounts.NONE;
    private @Nullable LastTrade lastTrade;
    private TradeOrder last = TradeOrder.START;

    /** By the last record. */
    private final List<TakenLot> taken = new ArrayList<>();

    /** A book that reports no disposals, which is faster. */
    public LotBook(CostMethod method, BookRules rules) {
        this(method, rules, null);
    }

    /** @param disposals receives each disposal at once; null to collect none */
    public LotBook(CostMethod method, BookRules rules, @Nullable Consumer<? super Disposal> disposals) {
        this.method = method;
        this.rules = rules;
        this.disposals = disposals;
        this.lots = new OpenLots(method);
    }

    /**
     * Reads the next record. One that the fold has not applied counts for nothing.
     *
     * @throws IllegalArgumentException if it is out of order
     */
    public void add(FoldedRecord next) {
        add(next, Function.identity());
    }

    /**
     * Reads the next record as {@link #add(FoldedRecord)} does, and lets a book in between see what the record does.
     *
     * @param between makes that book; it passes everything on to the one that it is given
     * @return that book
     */
    public <B extends CostBook> B add(FoldedRecord next, Function<CostBook, B> between) {
        B book = between.apply(new Booking(next));
        taken.clear();
        if (!next.tradeOrder().isAfter(last)) {
            throw new IllegalArgumentException("Out of order: " + next.tradeOrder() + " after " + last);
        }
        last = next.tradeOrder();
        if (next.state() == TradeState.APPLIED) {
            lastTrade = LastTrade.after(lastTrade, next, held.signum() != 0, rules);
            RecordRules.apply(next, rules, book);
        }
        return book;
    }

    /** What the last record took from each lot, in the order in which the method took them; empty if disposals are not collected. */
    public List<TakenLot> taken() {
        return List.copyOf(taken);
    }

    /** The totals by the method; the sum of the lots. */
    public Position position() {
        LocalAmounts localNow = ownCurrency
                .<LocalAmounts>map(currency -> new LocalAmounts.Foreign(currency, ownPool.cost(), ownPool.realised()))
                .orElse(local);
        return new Position(held, pool.cost(), fees, pool.realised(), income, localNow);
    }

    /** The totals by the method, with the last trade. */
    public HeldPosition heldPosition() {
        return new HeldPosition(position(), lastTrade);
    }

    /** The open lots in the order of their acquisition. */
    public List<Lot> lots() {
        List<OpenLot> open = lots.all();
        if (open.isEmpty()) {
            return List.of();
        }
        List<BigDecimal> units = units(open);
        List<BigDecimal> costs = method == CostMethod.AVERAGE
                ? Spread.of(pool.cost(), units)
                : open.stream().map(lot -> lot.cost).toList();
        List<BigDecimal> charges = method == CostMethod.AVERAGE
                ? Spread.of(fees, units)
                : open.stream().map(lot -> lot.fees).toList();
        List<Lot> result = new ArrayList<>(open.size());
        for (int i = 0; i < open.size(); i++) {
            TradeOrder acquired = open.get(i).acquired;
            result.add(new Lot(
                    acquired.executedAt(), acquired.refId(), signed(units.get(i)), costs.get(i), charges.get(i)));
        }
        return result;
    }

    private static List<BigDecimal> units(List<OpenLot> open) {
        return open.stream().map(lot -> lot.units).toList();
    }

    private boolean isShort() {
        return held.signum() < 0;
    }

    /** An amount of the sign of the units held. */
    private BigDecimal signed(BigDecimal amount) {
        return isShort() ? amount.negate() : amount;
    }

    /** What units that left have cost. */
    private record Taken(BigDecimal cost, BigDecimal ownCost, BigDecimal fees, List<TakenLot> lots) {}

    /** One record while it changes the lots. */
    private final class Booking implements CostBook {

        private final FoldedRecord booked;

        Booking(FoldedRecord booked) {
            this.booked = booked;
        }

        @Override
        public BigDecimal held() {
            return held;
        }

        @Override
        public void statedIn(Optional<Conversion> foreign) {
            local = LocalAmounts.stated(local, foreign);
            ownCurrency = local instanceof LocalAmounts.Foreign one ? Optional.of(one.currency()) : Optional.empty();
        }

        @Override
        public void entered(BigDecimal units, Amount cost, Amount charges) {
            pool = pool.entered(cost.converted());
            ownPool = ownPool.entered(own(cost));
            fees = fees.add(charges.converted());
            held = held.add(units);
            lots.add(
                    new OpenLot(booked.tradeOrder(), units.abs(), cost.converted(), own(cost), charges.converted()),
                    isShort());
        }

        private BigDecimal own(Amount amount) {
            return ownCurrency.isPresent() ? amount.own() : BigDecimal.ZERO;
        }

        @Override
        public void left(BigDecimal units, Amount proceeds, Amount charges) {
            Taken gone = take(units);
            pool = new Pool(
                    pool.cost(), pool.realised().add(proceeds.converted()).subtract(gone.cost()));
            ownPool = new Pool(
                    ownPool.cost(), ownPool.realised().add(own(proceeds)).subtract(gone.ownCost()));
            if (disposals != null) {
                tell(signed(units), proceeds.converted(), gone.cost(), charges.converted(), gone.lots());
            }
            removeUnits(units);
        }

        @Override
        public void leftAtCost(BigDecimal units) {
            take(units);
            removeUnits(units);
        }

        private void removeUnits(BigDecimal units) {
            held = held.subtract(signed(units));
        }

        /** Takes units from the lots, and their cost from the totals. */
        private Taken take(BigDecimal units) {
            Taken gone = method == CostMethod.AVERAGE ? takeAtAverage(units) : takeFromLots(units);
            pool = new Pool(pool.cost().subtract(gone.cost()), pool.realised());
            ownPool = new Pool(ownPool.cost().subtract(gone.ownCost()), ownPool.realised());
            fees = fees.subtract(gone.fees());
            taken.addAll(gone.lots());
            return gone;
        }

        private Taken takeFromLots(BigDecimal units) {
            BigDecimal cost = BigDecimal.ZERO;
            BigDecimal ownCost = BigDecimal.ZERO;
            BigDecimal lotFees = BigDecimal.ZERO;
            List<TakenLot> takenLots = disposals == null ? List.of() : new ArrayList<>();
            BigDecimal wanted = units;
            while (wanted.signum() > 0) {
                OpenLot lot = lots.next();
                // Compared once: to compare decimals of several scales is a good part of what a sale costs.
                boolean isUsedUp = wanted.compareTo(lot.units) >= 0;
                BigDecimal part = isUsedUp ? lot.units : wanted;
                BigDecimal partCost = isUsedUp ? lot.cost : Decimals.share(lot.cost, part, lot.units);
                BigDecimal partOwnCost = isUsedUp ? lot.ownCost : Decimals.share(lot.ownCost, part, lot.units);
                BigDecimal partFees = isUsedUp ? lot.fees : Decimals.share(lot.fees, part, lot.units);
                if (disposals != null) {
                    takenLots.add(taken(lot, part, partCost, partFees));
                }
                if (isUsedUp) {
                    lots.removeNext();
                } else {
                    lot.units = lot.units.subtract(part);
                    lot.add(partCost.negate(), partOwnCost.negate(), partFees.negate());
                }
                cost = cost.add(partCost);
                ownCost = ownCost.add(partOwnCost);
                lotFees = lotFees.add(partFees);
                wanted = wanted.subtract(part);
            }
            return new Taken(cost, ownCost, lotFees, takenLots);
        }

        private Taken takeAtAverage(BigDecimal units) {
            BigDecimal all = held.abs();
            BigDecimal cost = Decimals.share(pool.cost(), units, all);
            BigDecimal ownCost = Decimals.share(ownPool.cost(), units, all);
            BigDecimal lotFees = Decimals.share(fees, units, all);
            List<OpenLot> used = new ArrayList<>();
            List<BigDecimal> parts = new ArrayList<>();
            BigDecimal wanted = units;
            while (wanted.signum() > 0) {
                OpenLot lot = lots.next();
                BigDecimal part = wanted.min(lot.units);
                if (disposals != null) {
                    used.add(lot);
                    parts.add(part);
                }
                if (part.compareTo(lot.units) == 0) {
                    lots.removeNext();
                } else {
                    lot.units = lot.units.subtract(part);
                }
                wanted = wanted.subtract(part);
            }
            return new Taken(cost, ownCost, lotFees, takenAtAverage(used, parts, cost, lotFees));
        }

        private List<TakenLot> takenAtAverage(
                List<OpenLot> used, List<BigDecimal> parts, BigDecimal cost, BigDecimal lotFees) {
            List<TakenLot> takenLots = new ArrayList<>();
            if (!used.isEmpty()) {
                List<BigDecimal> costs = Spread.of(cost, parts);
                List<BigDecimal> charges = Spread.of(lotFees, parts);
                for (int i = 0; i < used.size(); i++) {
                    takenLots.add(taken(used.get(i), parts.get(i), costs.get(i), charges.get(i)));
                }
            }
            return takenLots;
        }

        private TakenLot taken(OpenLot lot, BigDecimal units, BigDecimal cost, BigDecimal lotFees) {
            Instant acquiredAt = lot.acquired.executedAt();
            long daysHeld = day(booked.tradeOrder().executedAt()) - day(acquiredAt);
            return new TakenLot(acquiredAt, lot.acquired.refId(), signed(units), cost, lotFees, daysHeld);
        }

        private static long day(Instant time) {
            return Math.floorDiv(time.getEpochSecond(), Duration.ofDays(1).toSeconds());
        }

        private void tell(
                BigDecimal units, BigDecimal proceeds, BigDecimal cost, BigDecimal charges, List<TakenLot> takenLots) {
            if (disposals != null) {
                disposals.accept(new Disposal(
                        booked.tradeOrder().executedAt(),
                        booked.refId(),
                        cause(),
                        units,
                        proceeds,
                        cost,
                        charges,
                        takenLots));
            }
        }

        private Disposal.Cause cause() {
            return switch (booked) {
                case FoldedTrade _ -> Disposal.Cause.TRADE;
                case FoldedActivity activity -> cause(activity.terms().type());
            };
        }

        private static Disposal.Cause cause(ActivityType type) {
            return switch (type) {
                case RETURN_OF_CAPITAL -> Disposal.Cause.RETURN_OF_CAPITAL;
                case SPLIT -> Disposal.Cause.SPLIT;
                case CASH_IN_LIEU -> Disposal.Cause.CASH_IN_LIEU;
                case TRANSFER_IN -> Disposal.Cause.TRANSFER_IN;
                case DIVIDEND, COST_ADJUSTMENT, BONUS, TRANSFER_OUT, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE ->
                    throw new IllegalArgumentException("A " + type.wireName() + " realises nothing");
            };
        }

        @Override
        public void returned(Amount capital) {
            BigDecimal before = pool.realised();
            spread(all -> all.returned(capital.converted(), held), all -> all.returned(own(capital), held));
            BigDecimal beyond = pool.realised().subtract(before);
            if (beyond.signum() != 0) {
                tell(BigDecimal.ZERO, beyond, BigDecimal.ZERO, BigDecimal.ZERO, List.of());
            }
        }

        @Override
        public void adjusted(Amount change) {
            spread(all -> all.adjusted(change.converted(), held), all -> all.adjusted(own(change), held));
        }

        /** Changes the totals, and spreads the change of the cost over the lots. */
        private void spread(Function<Pool, Pool> change, Function<Pool, Pool> ownChange) {
            BigDecimal before = pool.cost();
            BigDecimal ownBefore = ownPool.cost();
            pool = change.apply(pool);
            ownPool = ownChange.apply(ownPool);
            if (method == CostMethod.AVERAGE) {
                return;
            }
            List<OpenLot> open = lots.all();
            List<BigDecimal> units = units(open);
            List<BigDecimal> changes = changes(
                    pool.cost().subtract(before),
                    open.stream().map(lot -> lot.cost).toList(),
                    units);
            List<BigDecimal> ownChanges = changes(
                    ownPool.cost().subtract(ownBefore),
                    open.stream().map(lot -> lot.ownCost).toList(),
                    units);
            for (int i = 0; i < open.size(); i++) {
                open.get(i).add(changes.get(i), ownChanges.get(i), BigDecimal.ZERO);
            }
            lots.replaceAll(open, isShort());
        }

        private List<BigDecimal> changes(BigDecimal change, List<BigDecimal> costs, List<BigDecimal> units) {
            BigDecimal increase = signed(change);
            if (change.signum() == 0) {
                return Collections.nCopies(units.size(), BigDecimal.ZERO);
            }
            if (increase.signum() >= 0) {
                return Spread.of(change, units);
            }
            List<BigDecimal> sizes = costs.stream().map(LotBook.this::signed).toList();
            return Spread.deductions(increase.negate(), sizes, units).stream()
                    .map(part -> signed(part).negate())
                    .toList();
        }

        @Override
        public void scaled(BigDecimal heldAfter) {
            if (heldAfter.signum() == 0) {
                BigDecimal units = held.abs();
                if (units.signum() > 0) {
                    left(units, Amount.ZERO, Amount.ZERO);
                }
                return;
            }
            BigDecimal before = held.abs();
            BigDecimal after = heldAfter.abs();
            held = heldAfter;
            lots.replaceAll(scaled(lots.all(), before, after), isShort());
        }

        /** Multiplies the units. Lots that rounding leaves without units give their cost to a neighbour. */
        private static List<OpenLot> scaled(List<OpenLot> open, BigDecimal before, BigDecimal after) {
            List<OpenLot> result = new ArrayList<>(open.size());
            BigDecimal rest = after;
            @Nullable OpenLot withoutUnits = null;
            for (int i = 0; i < open.size(); i++) {
                OpenLot lot = open.get(i);
                boolean isLast = i == open.size() - 1;
                lot.units = isLast
                        ? rest
                        : Decimals.shortQuotient(lot.units.multiply(after), before, Decimals.MAX_FRACTION_DIGITS)
                                .min(rest);
                rest = rest.subtract(lot.units);
                if (withoutUnits != null) {
                    lot.add(withoutUnits.cost, withoutUnits.ownCost, withoutUnits.fees);
                }
                withoutUnits = lot.units.signum() == 0 ? lot : null;
                if (withoutUnits == null) {
                    result.add(lot);
                }
            }
            if (withoutUnits != null) {
                result.getLast().add(withoutUnits.cost, withoutUnits.ownCost, withoutUnits.fees);
            }
            return result;
        }

        @Override
        public void enteredFree(BigDecimal units) {
            entered(units, Amount.ZERO, Amount.ZERO);
        }

        @Override
        public void earned(Amount money) {
            income = income.add(money.converted());
        }
    }
}
