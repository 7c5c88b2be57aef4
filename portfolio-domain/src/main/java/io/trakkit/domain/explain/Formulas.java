package io.trakkit.domain.explain;

import io.trakkit.domain.lots.TakenLot;
import io.trakkit.domain.position.Amount;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Pool;
import io.trakkit.domain.position.Position;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The arithmetic of the steps of one record, written down in figures. */
final class Formulas {

    /** Of more lots than these, a formula has the sum alone. */
    private static final int MOST_LOTS = 8;

    private final Terms converted;
    private final Terms own;
    private final @Nullable List<TakenLot> taken;

    /**
     * @param taken what the record took from lots; null by average cost
     * @param closing as in {@link Terms}
     */
    Formulas(FoldedRecord of, BookRules rules, BigDecimal closing, @Nullable List<TakenLot> taken) {
        converted = Terms.inPortfolioCurrency(of, rules, closing);
        own = Terms.inOwnCurrency(of, closing);
        this.taken = taken;
    }

    /** The formula of a number that a step has changed; null for one that it states without arithmetic. */
    @Nullable
    String of(Figure number, Step step) {
        Position before = step.before();
        Position after = step.after();
        return switch (number) {
            case HELD -> held(step);
            case FEES -> fees(step);
            case INCOME ->
                Sum.of(before.income())
                        .plus(converted.signedTotal(before.held()))
                        .gives(after.income());
            case COST -> cost(step, converted, pool(before), pool(after));
            case REALISED -> realised(step, converted, pool(before), pool(after));
            case LOCAL_COST ->
                before.local() instanceof LocalAmounts.Foreign from && after.local() instanceof LocalAmounts.Foreign to
                        ? cost(step, own, pool(from), pool(to))
                        : null;
            case LOCAL_REALISED ->
                before.local() instanceof LocalAmounts.Foreign from && after.local() instanceof LocalAmounts.Foreign to
                        ? realised(step, own, pool(from), pool(to))
                        : null;
            case AVERAGE ->
                after.isOpen() ? Sum.of(after.cost()).dividedBy(after.held()).gives(after.averageCost()) : null;
        };
    }

    private static Pool pool(Position position) {
        return new Pool(position.cost(), position.realised());
    }

    private static Pool pool(LocalAmounts.Foreign amounts) {
        return new Pool(amounts.cost(), amounts.realised());
    }

    private String held(Step step) {
        BigDecimal before = step.before().held();
        BigDecimal after = step.after().held();
        Sum from = Sum.of(before);
        return switch (step.move()) {
            case Move.Entered(var units) -> from.plus(units).gives(after);
            case Move.EnteredFree(var units) -> from.plus(units).gives(after);
            case Move.Left(var units) -> without(before, units).gives(after);
            case Move.LeftAtCost(var units) -> without(before, units).gives(after);
            case Move.Scaled _ -> scaled(before, after);
            case Move.Returned _, Move.Adjusted _, Move.Earned _ -> throw unchanged(Figure.HELD, step);
        };
    }

    private static Sum without(BigDecimal held, BigDecimal units) {
        return held.signum() < 0 ? Sum.of(held).plus(units) : Sum.of(held).minus(units);
    }

    private String scaled(BigDecimal before, BigDecimal after) {
        Sum units = converted.scaled(before);
        return converted.unlimited(before).compareTo(after) == 0 ? units.gives(after) : units.limitedTo(after);
    }

    private @Nullable String cost(Step step, Terms terms, Pool before, Pool after) {
        BigDecimal held = step.before().held();
        Sum from = Sum.of(before.cost());
        return switch (step.move()) {
            case Move.Entered _ -> from.plus(terms.entered()).gives(after.cost());
            case Move.Left(var units) -> withoutShare(from, terms, before.cost(), units, held, after.cost());
            case Move.LeftAtCost(var units) -> withoutShare(from, terms, before.cost(), units, held, after.cost());
            case Move.Returned(var capital) -> {
                Sum lowered = from.minus(terms.signedTotal(held));
                yield result(lowered, before.cost().subtract(in(terms, capital)), after.cost());
            }
            case Move.Adjusted(var change) -> {
                Sum changed = from.plus(terms.signedTotal(held));
                yield result(changed, before.cost().add(in(terms, change)), after.cost());
            }
            case Move.Scaled _ -> from.minus(before.cost()).gives(after.cost());
            case Move.EnteredFree _, Move.Earned _ -> throw unchanged(Figure.COST, step);
        };
    }

    private static BigDecimal in(Terms terms, Amount amount) {
        return terms.isOwn() ? amount.own() : amount.converted();
    }

    private static String result(Sum sum, BigDecimal unlimited, BigDecimal result) {
        return unlimited.compareTo(result) == 0 ? sum.gives(result) : sum.limitedTo(result);
    }

    private @Nullable String realised(Step step, Terms terms, Pool before, Pool after) {
        BigDecimal held = step.before().held();
        Sum from = Sum.of(before.realised());
        return switch (step.move()) {
            case Move.Left(var units) ->
                withoutShare(from.plus(terms.proceeds(held)), terms, before.cost(), units, held, after.realised());
            case Move.Returned _ -> {
                Sum beyond = from.plus(terms.signedTotal(held)).minus(before.cost());
                yield (after.cost().signum() == 0 ? beyond : beyond.plus(after.cost())).gives(after.realised());
            }
            case Move.Scaled _ -> from.minus(before.cost()).gives(after.realised());
            case Move.Entered _, Move.LeftAtCost _, Move.Adjusted _, Move.EnteredFree _, Move.Earned _ ->
                throw unchanged(Figure.REALISED, step);
        };
    }

    private String fees(Step step) {
        BigDecimal fees = step.before().fees();
        BigDecimal held = step.before().held();
        BigDecimal after = step.after().fees();
        Sum from = Sum.of(fees);
        return switch (step.move()) {
            case Move.Entered _ -> from.plus(converted.charges()).gives(after);
            case Move.Left(var units) -> withoutFees(from, fees, units, held).gives(after);
            case Move.LeftAtCost(var units) ->
                withoutFees(from, fees, units, held).gives(after);
            case Move.Scaled _ -> from.minus(fees).gives(after);
            case Move.Returned _, Move.Adjusted _, Move.EnteredFree _, Move.Earned _ ->
                throw unchanged(Figure.FEES, step);
        };
    }

    private Sum withoutFees(Sum from, BigDecimal fees, BigDecimal units, BigDecimal held) {
        return taken == null ? from.minus(share(fees, units, held)) : without(from, taken, TakenLot::fees);
    }

    /** The cost of the units that left is deducted. What lots cost in another currency is not known one by one. */
    private @Nullable String withoutShare(
            Sum from, Terms terms, BigDecimal cost, BigDecimal units, BigDecimal held, BigDecimal result) {
        if (taken == null) {
            return (cost.signum() == 0 ? from : from.minus(share(cost, units, held))).gives(result);
        }
        return terms.isOwn() ? null : without(from, taken, TakenLot::cost).gives(result);
    }

    private static Sum without(Sum from, List<TakenLot> lots, Function<TakenLot, BigDecimal> of) {
        List<BigDecimal> parts =
                lots.stream().map(of).filter(part -> part.signum() != 0).toList();
        if (parts.size() > MOST_LOTS) {
            return from.minus(parts.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        Sum rest = from;
        for (BigDecimal part : parts) {
            rest = rest.minus(part);
        }
        return rest;
    }

    /** All of an amount where all units leave, else its part by units. */
    private static Sum share(BigDecimal amount, BigDecimal units, BigDecimal held) {
        return units.compareTo(held.abs()) == 0
                ? Sum.of(amount)
                : Sum.of(amount).times(units).dividedBy(held.abs());
    }

    private static IllegalStateException unchanged(Figure number, Step step) {
        return new IllegalStateException("No " + step.move() + " changes " + number.wireName());
    }
}
