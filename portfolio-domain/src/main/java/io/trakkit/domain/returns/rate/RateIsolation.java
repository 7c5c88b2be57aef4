package io.trakkit.domain.returns.rate;

import io.trakkit.domain.returns.rate.PresentValue.Bounds;
import io.trakkit.domain.returns.rate.PresentValue.Evaluation;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * Isolates all discount factors at which flows balance, and proves that there are no others. It halves a span of discounts
 * until the span is proven to have none (slope and strongest curvature cannot bring the value in its middle down to zero)
 * or at most one (the strongest curvature cannot turn the slope in its middle). Outside the outermost spans the first flow,
 * or the last one, outweighs all others together.
 */
final class RateIsolation {

    /** Enough digits for the proof, and fast: 17 digits fit into a long. */
    private static final MathContext PRECISION = new MathContext(17, RoundingMode.HALF_EVEN);

    /** An upper bound of the rounding error of each flow, relative to the sum of all absolute values. */
    private static final BigDecimal ROUNDING = new BigDecimal("1e-15");

    /** Rates whose daily factors differ by less than this part look the same in an answer. */
    private static final BigDecimal NARROWEST = new BigDecimal("1e-10");

    /** About a second of work. Only many flows that nearly cancel each other out need more. */
    private static final int MOST_FLOWS_SEEN = 2_000_000;

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final PresentValue presentValue;
    private final Queue<Span> open = new ArrayDeque<>();
    private final List<Span> crossings = new ArrayList<>();
    private final List<Span> narrow = new ArrayList<>();
    private long flowsSeen;

    private RateIsolation(PresentValue presentValue) {
        this.presentValue = presentValue;
    }

    /** A range of discounts. */
    record Span(BigDecimal low, BigDecimal high) {

        BigDecimal middle() {
            return low.add(high).divide(TWO, PRECISION);
        }

        private BigDecimal half() {
            return high.subtract(low).divide(TWO, PRECISION);
        }

        private boolean isNarrow() {
            return high.subtract(low).compareTo(high.multiply(NARROWEST)) <= 0;
        }
    }

    /**
     * The discounts at which flows balance.
     *
     * @param crossings spans that each contain one such discount, which may be the lower end
     * @param touches spans that are too narrow to divide: they contain no such discount, or several
     * @param complete whether the limit of the work left no span undecided
     */
    record Isolated(List<Span> crossings, List<Span> touches, boolean complete) {

        /** Whether it is proven that the crossings are all. */
        boolean isProven() {
            return complete && touches.isEmpty();
        }
    }

    static Isolated of(PresentValue presentValue) {
        return new RateIsolation(presentValue).isolate();
    }

    private Isolated isolate() {
        open.add(new Span(lowest(), highest()));
        while (!open.isEmpty() && flowsSeen < MOST_FLOWS_SEEN) {
            lookAt(open.remove());
        }
        boolean complete = open.isEmpty();
        open.forEach(this::addCrossing);
        return new Isolated(List.copyOf(crossings), touches(), complete);
    }

    /** A discount below which the first flow outweighs all others. */
    private BigDecimal lowest() {
        BigDecimal twiceTheFirst = presentValue.amounts().getFirst().abs().multiply(TWO);
        BigDecimal discount = BigDecimal.ONE;
        while (bounds(discount).value().compareTo(twiceTheFirst) >= 0) {
            discount = discount.divide(TWO, PRECISION);
        }
        return discount;
    }

    /** A discount above which the last flow outweighs all others. */
    private BigDecimal highest() {
        BigDecimal twiceTheLast = presentValue.amounts().getLast().abs().multiply(TWO);
        BigDecimal discount = BigDecimal.ONE;
        while (twiceTheLast
                        .multiply(discount.pow(presentValue.days(), PRECISION), PRECISION)
                        .compareTo(bounds(discount).value())
                <= 0) {
            discount = discount.multiply(TWO, PRECISION);
        }
        return discount;
    }

    private Bounds bounds(BigDecimal discount) {
        flowsSeen += presentValue.amounts().size();
        return presentValue.boundsUpTo(discount, PRECISION);
    }

    private void lookAt(Span span) {
        BigDecimal middle = span.middle();
        Evaluation here = presentValue.at(middle, PRECISION);
        flowsSeen += presentValue.amounts().size();
        Bounds bounds = bounds(span.high());
        if (hasNone(here, bounds, span.half())) {
            return;
        }
        if (hasOneAtMost(here, bounds, span.half())) {
            addCrossing(span);
        } else if (span.isNarrow()) {
            narrow.add(span);
        } else {
            open.add(new Span(span.low(), middle));
            open.add(new Span(middle, span.high()));
        }
    }

    /** By Taylor's theorem: slope and curvature cannot bring the value down to zero on the way to either end. */
    private boolean hasNone(Evaluation middle, Bounds bounds, BigDecimal way) {
        BigDecimal bend = bounds.curvature().multiply(way, PRECISION).divide(TWO, PRECISION);
        BigDecimal change = middle.slope().abs().add(bend, PRECISION).multiply(way, PRECISION);
        return middle.value().abs().compareTo(change.add(rounding(bounds.value()), PRECISION)) > 0;
    }

    /** By the same theorem: the curvature cannot turn the slope on the way to either end. */
    private boolean hasOneAtMost(Evaluation middle, Bounds bounds, BigDecimal way) {
        BigDecimal turn = bounds.curvature().multiply(way, PRECISION);
        return middle.slope().abs().compareTo(turn.add(rounding(bounds.slope()), PRECISION)) > 0;
    }

    private BigDecimal rounding(BigDecimal summands) {
        return summands.multiply(
                ROUNDING.multiply(BigDecimal.valueOf(presentValue.amounts().size())), PRECISION);
    }

    /** Adds a span if the value changes its sign in it. The shared end of two spans belongs to the upper one. */
    private void addCrossing(Span span) {
        int low = presentValue.at(span.low()).value().signum();
        int high = presentValue.at(span.high()).value().signum();
        if (low == 0 || low == -high) {
            crossings.add(span);
        }
    }

    /** The narrow spans; adjacent ones become one. */
    private List<Span> touches() {
        narrow.sort(Comparator.comparing(Span::low));
        List<Span> touches = new ArrayList<>();
        for (Span span : narrow) {
            int last = touches.size() - 1;
            if (last >= 0 && touches.get(last).high().compareTo(span.low()) == 0) {
                touches.set(last, new Span(touches.get(last).low(), span.high()));
            } else {
                touches.add(span);
            }
        }
        return touches;
    }
}
