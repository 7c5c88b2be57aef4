package io.trakkit.domain.lots;

import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.FoldedTrade;
import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.Side;
import io.trakkit.domain.trade.TradeState;
import io.trakkit.domain.value.Ratio;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * The lots of a key by FIFO, LIFO or HIFO, worked out a second time from the rules of docs/returns.md: one list, and each sale
 * looks through all of it. Nothing of the code that it is compared with but the values.
 */
final class PlainLots {

    private static final BigDecimal MOST_UNITS = BigDecimal.TEN.pow(100);

    /** Units of one acquisition, and their cost, which is negative for units owed. */
    private static final class PlainLot {
        BigDecimal units;
        BigDecimal cost;

        PlainLot(BigDecimal units, BigDecimal cost) {
            this.units = units;
            this.cost = cost;
        }
    }

    private final CostMethod method;
    private final BookRules rules;
    private final List<PlainLot> lots = new ArrayList<>();
    private BigDecimal held = BigDecimal.ZERO;
    private BigDecimal realised = BigDecimal.ZERO;

    PlainLots(CostMethod method, BookRules rules) {
        this.method = method;
        this.rules = rules;
    }

    BigDecimal realised() {
        return realised;
    }

    /** The units of each lot, in the order of their acquisition. */
    List<BigDecimal> units() {
        return lots.stream().map(lot -> lot.units.multiply(sign())).toList();
    }

    BigDecimal cost() {
        return lots.stream().map(lot -> lot.cost).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal sign() {
        return BigDecimal.valueOf(held.signum());
    }

    void add(FoldedRecord next) {
        if (next.state() != TradeState.APPLIED) {
            return;
        }
        switch (next) {
            case FoldedTrade trade -> {
                BigDecimal units = trade.volume().value();
                moved(
                        trade.side() == Side.BUY ? units : units.negate(),
                        converted(next, units.multiply(trade.price().value())),
                        converted(next, trade.charges().total()));
            }
            case FoldedActivity activity -> {
                if (held.signum() != 0 || !activity.isCorporateAction()) {
                    happened(activity);
                }
            }
        }
    }

    private BigDecimal converted(FoldedRecord next, BigDecimal exact) {
        BigDecimal rate = next.conversion()
                .filter(conversion -> !conversion.currency().equals(rules.currency()))
                .map(conversion -> conversion.rate().value())
                .orElse(BigDecimal.ONE);
        return exact.multiply(rate).setScale(20, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal part(BigDecimal amount, BigDecimal some, BigDecimal all) {
        return some.compareTo(all) == 0 ? amount : amount.multiply(some).divide(all, 20, RoundingMode.HALF_EVEN);
    }

    private void happened(FoldedActivity activity) {
        ActivityTerms terms = activity.terms();
        switch (terms.type()) {
            case RETURN_OF_CAPITAL ->
                returned(converted(
                        activity, stated(terms).subtract(activity.tax().value())));
            case COST_ADJUSTMENT -> adjusted(converted(activity, stated(terms)));
            case SPLIT -> become(times(held, terms.ratio().orElseThrow()));
            case BONUS -> bonus(terms);
            case CASH_IN_LIEU -> {
                BigDecimal money = converted(
                        activity, stated(terms).subtract(activity.tax().value()));
                realised = realised.add(money)
                        .subtract(take(terms.volume().orElseThrow().value()));
            }
            case TRANSFER_IN ->
                moved(
                        terms.volume().orElseThrow().value(),
                        converted(activity, terms.total().orElseThrow()),
                        BigDecimal.ZERO);
            case TRANSFER_OUT -> take(terms.volume().orElseThrow().value());
            case DIVIDEND, DEPOSIT, WITHDRAWAL, INTEREST, CHARGE -> {}
        }
    }

    /** What the units held get, or those owed pay. */
    private BigDecimal stated(ActivityTerms terms) {
        return terms.perUnit()
                .map(held::multiply)
                .orElseGet(() -> terms.total().orElseThrow().multiply(sign()));
    }

    /** @param units negative if they leave */
    private void moved(BigDecimal units, BigDecimal gross, BigDecimal charges) {
        BigDecimal direction = BigDecimal.valueOf(units.signum());
        if (held.signum() * units.signum() >= 0) {
            lots.add(new PlainLot(units.abs(), direction.multiply(gross).add(charges)));
            held = held.add(units);
            return;
        }
        BigDecimal closing = units.abs().min(held.abs());
        BigDecimal closingGross = part(gross, closing, units.abs());
        BigDecimal closingCharges = part(charges, closing, units.abs());
        realised = realised.subtract(direction.multiply(closingGross))
                .subtract(closingCharges)
                .subtract(take(closing));
        BigDecimal opening = units.abs().subtract(closing);
        if (opening.signum() > 0) {
            moved(direction.multiply(opening), gross.subtract(closingGross), charges.subtract(closingCharges));
        }
    }

    /** Takes units, and returns their cost. */
    private BigDecimal take(BigDecimal units) {
        BigDecimal cost = BigDecimal.ZERO;
        BigDecimal left = units;
        while (left.signum() > 0) {
            PlainLot lot = next();
            BigDecimal some = left.min(lot.units);
            BigDecimal share = part(lot.cost, some, lot.units);
            lot.cost = lot.cost.subtract(share);
            lot.units = lot.units.subtract(some);
            cost = cost.add(share);
            left = left.subtract(some);
            if (lot.units.signum() == 0) {
                lots.remove(lot);
            }
        }
        held = held.subtract(units.multiply(sign()));
        return cost;
    }

    private PlainLot next() {
        return switch (method) {
            case FIFO -> lots.getFirst();
            case LIFO -> lots.getLast();
            case HIFO -> dearest();
            case AVERAGE -> throw new IllegalStateException("The average has no lots");
        };
    }

    private PlainLot dearest() {
        PlainLot dearest = lots.getFirst();
        for (PlainLot lot : lots) {
            BigDecimal one = lot.cost.multiply(sign()).multiply(dearest.units);
            BigDecimal other = dearest.cost.multiply(sign()).multiply(lot.units);
            dearest = one.compareTo(other) > 0 ? lot : dearest;
        }
        return dearest;
    }

    private void returned(BigDecimal capital) {
        if (held.signum() > 0) {
            BigDecimal beyond = capital.subtract(cost()).max(BigDecimal.ZERO);
            realised = realised.add(beyond);
            change(beyond.subtract(capital));
        } else {
            BigDecimal paid = capital.negate();
            BigDecimal fromProceeds = paid.min(cost().negate().max(BigDecimal.ZERO));
            realised = realised.subtract(paid.subtract(fromProceeds));
            change(fromProceeds);
        }
    }

    private void adjusted(BigDecimal change) {
        boolean grows = change.signum() == held.signum();
        BigDecimal most = cost().multiply(sign()).max(BigDecimal.ZERO);
        change(grows ? change : change.abs().min(most).multiply(sign()).negate());
    }

    /** Changes the cost of all lots by units; those that a deduction uses up leave the rest of it to the others. */
    private void change(BigDecimal change) {
        BigDecimal grown = change.multiply(sign());
        if (grown.signum() >= 0) {
            spread(change, lots);
            return;
        }
        List<PlainLot> able = new ArrayList<>(lots.stream()
                .filter(lot -> lot.cost.multiply(sign()).signum() > 0)
                .toList());
        BigDecimal rest = grown.negate();
        while (rest.signum() > 0) {
            BigDecimal deduction = rest;
            BigDecimal units = able.stream().map(lot -> lot.units).reduce(BigDecimal.ZERO, BigDecimal::add);
            List<PlainLot> usedUp = able.stream()
                    .filter(lot ->
                            lot.cost.multiply(sign()).multiply(units).compareTo(deduction.multiply(lot.units)) <= 0)
                    .toList();
            if (usedUp.isEmpty()) {
                spread(deduction.multiply(sign()).negate(), able);
                return;
            }
            for (PlainLot lot : usedUp) {
                rest = rest.subtract(lot.cost.multiply(sign()));
                lot.cost = BigDecimal.ZERO;
            }
            able.removeAll(usedUp);
        }
    }

    private static void spread(BigDecimal change, List<PlainLot> over) {
        BigDecimal units = over.stream().map(lot -> lot.units).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal rest = change;
        for (PlainLot lot : over.subList(0, over.size() - 1)) {
            BigDecimal part = part(change, lot.units, units);
            lot.cost = lot.cost.add(part);
            rest = rest.subtract(part);
        }
        over.getLast().cost = over.getLast().cost.add(rest);
    }

    private static BigDecimal times(BigDecimal units, Ratio ratio) {
        return units.multiply(ratio.numerator()).divide(ratio.denominator(), 18, RoundingMode.HALF_EVEN);
    }

    private void bonus(ActivityTerms terms) {
        if (terms.ratio().isEmpty()) {
            BigDecimal units = terms.volume().orElseThrow().value();
            moved(held.signum() < 0 ? units.negate() : units, BigDecimal.ZERO, BigDecimal.ZERO);
            return;
        }
        Ratio ratio = terms.ratio().get();
        BigDecimal whole = held.multiply(ratio.numerator()).divideToIntegralValue(ratio.denominator());
        become(held.add(terms.whole() ? whole : times(held, ratio)));
    }

    /** All units become so many. The last lot has what rounding leaves; one without units gives its cost to the next or the last. */
    private void become(BigDecimal units) {
        BigDecimal before = held.abs();
        BigDecimal after = units.abs().min(MOST_UNITS);
        if (after.signum() == 0) {
            realised = realised.subtract(cost());
            lots.clear();
            held = BigDecimal.ZERO;
            return;
        }
        held = after.multiply(sign());
        BigDecimal rest = after;
        BigDecimal costWithoutUnits = BigDecimal.ZERO;
        for (PlainLot lot : List.copyOf(lots)) {
            lot.units = lot == lots.getLast()
                    ? rest
                    : lot.units
                            .multiply(after)
                            .divide(before, 18, RoundingMode.HALF_EVEN)
                            .min(rest);
            rest = rest.subtract(lot.units);
            lot.cost = lot.cost.add(costWithoutUnits);
            costWithoutUnits = lot.units.signum() == 0 ? lot.cost : BigDecimal.ZERO;
        }
        lots.removeIf(lot -> lot.units.signum() == 0);
        lots.getLast().cost = lots.getLast().cost.add(costWithoutUnits);
    }
}
