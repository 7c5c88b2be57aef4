package io.trakkit.domain.lots;

import io.trakkit.domain.value.Decimals;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Spreads money over lots by their units, so that the sum is exact. */
final class Spread {

    private Spread() {}

    /** The parts of an amount by units, each rounded to the scale of money; the last one is the rest. */
    static List<BigDecimal> of(BigDecimal amount, List<BigDecimal> units) {
        BigDecimal all = units.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        List<BigDecimal> parts = new ArrayList<>(units.size());
        BigDecimal rest = amount;
        for (int i = 0; i < units.size() - 1; i++) {
            BigDecimal part = notBeyond(rest, Decimals.share(amount, units.get(i), all));
            parts.add(part);
            rest = rest.subtract(part);
        }
        parts.add(rest);
        return parts;
    }

    /** The part, but no more than the rest, so that roundings do not turn the last part to the other sign. */
    private static BigDecimal notBeyond(BigDecimal rest, BigDecimal part) {
        return rest.signum() < 0 ? part.max(rest) : part.min(rest);
    }

    /**
     * What to deduct from each cost, by units. No cost goes below zero: what is beyond is deducted from the others.
     *
     * @param costs those that are not more than zero are left alone
     * @param deduction more than zero, at most the sum of the costs that are more than zero
     */
    static List<BigDecimal> deductions(BigDecimal deduction, List<BigDecimal> costs, List<BigDecimal> units) {
        List<BigDecimal> deductions = new ArrayList<>(Collections.nCopies(costs.size(), BigDecimal.ZERO));
        List<Integer> others = IntStream.range(0, costs.size())
                .filter(i -> costs.get(i).signum() > 0)
                .boxed()
                .toList();
        BigDecimal rest = deduction;
        BigDecimal unitsLeft = others.stream().map(units::get).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (anyIsUsedUp(others, costs, units, rest, unitsLeft)) {
            List<Integer> cheapestFirst = cheapestFirst(others, costs, units);
            int usedUp = 0;
            for (int i : cheapestFirst) {
                if (!isUsedUp(costs.get(i), units.get(i), rest, unitsLeft)) {
                    break;
                }
                deductions.set(i, costs.get(i));
                rest = rest.subtract(costs.get(i));
                unitsLeft = unitsLeft.subtract(units.get(i));
                usedUp++;
            }
            others = cheapestFirst.subList(usedUp, cheapestFirst.size()).stream()
                    .sorted()
                    .toList();
        }
        if (!others.isEmpty()) {
            List<BigDecimal> parts = of(rest, others.stream().map(units::get).toList());
            BigDecimal beyond = BigDecimal.ZERO;
            for (int i = 0; i < others.size(); i++) {
                BigDecimal cost = costs.get(others.get(i));
                BigDecimal wanted = parts.get(i).add(beyond);
                BigDecimal part = wanted.min(cost);
                deductions.set(others.get(i), part);
                beyond = wanted.subtract(part);
            }
            deductRoundings(beyond, costs, others, deductions);
        }
        return deductions;
    }

    /** Most deductions use no lot up: then the order of the lots does not matter, and to sort them would take longer than all else. */
    private static boolean anyIsUsedUp(
            List<Integer> lots,
            List<BigDecimal> costs,
            List<BigDecimal> units,
            BigDecimal deduction,
            BigDecimal unitsLeft) {
        return lots.stream().anyMatch(i -> isUsedUp(costs.get(i), units.get(i), deduction, unitsLeft));
    }

    /** Whether the part of the deduction by units is all of the cost, or more. */
    private static boolean isUsedUp(BigDecimal cost, BigDecimal units, BigDecimal deduction, BigDecimal unitsLeft) {
        return cost.multiply(unitsLeft).compareTo(deduction.multiply(units)) <= 0;
    }

    private static List<Integer> cheapestFirst(List<Integer> lots, List<BigDecimal> costs, List<BigDecimal> units) {
        Map<Integer, BigDecimal> ofOneUnit = new HashMap<>();
        lots.forEach(i -> ofOneUnit.put(i, Decimals.quotient(costs.get(i), units.get(i), 38)));
        return lots.stream().sorted(Comparator.comparing(ofOneUnit::get)).toList();
    }

    /** What the last ones could not take for a rounding is taken from the first ones. */
    private static void deductRoundings(
            BigDecimal rounding, List<BigDecimal> costs, List<Integer> others, List<BigDecimal> deductions) {
        BigDecimal rest = rounding;
        for (int i : others) {
            if (rest.signum() == 0) {
                return;
            }
            BigDecimal part = rest.min(costs.get(i).subtract(deductions.get(i)));
            deductions.set(i, deductions.get(i).add(part));
            rest = rest.subtract(part);
        }
    }
}
