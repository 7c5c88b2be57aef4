package io.trakkit.domain.returns;

import io.trakkit.domain.lots.CashMovement;
import io.trakkit.domain.position.BookRules;
import io.trakkit.domain.position.FoldedActivity;
import io.trakkit.domain.position.FoldedRecord;
import io.trakkit.domain.trade.Conversion;
import io.trakkit.domain.trade.TradeOrder;
import io.trakkit.domain.valuation.Pricing;
import io.trakkit.domain.valuation.Valuation;
import io.trakkit.domain.value.CurrencyCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The cash of a portfolio at the moments of a timeline, each currency at the rate of the moment. Records are added in any
 * order, and then the moments are read in ascending order. Memory grows with the moments at which cash moves.
 */
final class CashBalances {

    private final Timeline timeline;
    private final BookRules rules;
    private final Pricing pricing;
    private final Valuation valuation;
    private final Map<CurrencyCode, Line> lines = new HashMap<>();
    private final BitSet flows = new BitSet();

    CashBalances(Timeline timeline, BookRules rules, Pricing pricing, Valuation valuation) {
        this.timeline = timeline;
        this.rules = rules;
        this.pricing = pricing;
        this.valuation = valuation;
    }

    /**
     * The cash at a moment, in the portfolio's currency.
     *
     * @param before right before the records of the moment
     * @param after right after them
     * @param flow what the owner deposits less what the owner withdraws
     * @param income dividends, interest, returned capital and cash in lieu, net of tax; not of units that come at the moment
     * @param stale whether the rate of a currency with a balance is old, or none is known and that of the last record is used
     */
    record At(BigDecimal before, BigDecimal after, BigDecimal flow, BigDecimal income, boolean stale) {

        static final At NONE = new At(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, false);

        private At plus(At other) {
            return new At(
                    before.add(other.before),
                    after.add(other.after),
                    flow.add(other.flow),
                    income.add(other.income),
                    stale || other.stale);
        }
    }

    /**
     * What moves in one currency at one moment.
     *
     * @param from when the last of the records counts from
     * @param last its order
     * @param conversion that of the last record; empty in the portfolio's currency
     */
    private record Moved(
            BigDecimal amount,
            BigDecimal flow,
            BigDecimal income,
            Instant from,
            TradeOrder last,
            Optional<Conversion> conversion) {

        private static final Comparator<Moved> BY_LAST =
                Comparator.comparing(Moved::from).thenComparing(Moved::last);

        Moved plus(Moved other) {
            Moved later = BY_LAST.compare(this, other) < 0 ? other : this;
            return new Moved(
                    amount.add(other.amount),
                    flow.add(other.flow),
                    income.add(other.income),
                    later.from,
                    later.last,
                    later.conversion);
        }
    }

    /** The balance of one currency, and what is still ahead. */
    private static final class Line {

        private final NavigableMap<Integer, Moved> ahead = new TreeMap<>();
        private BigDecimal balance = BigDecimal.ZERO;
        private Optional<Conversion> conversion = Optional.empty();

        void passBefore(int moment) {
            while (!ahead.isEmpty() && ahead.firstKey() < moment) {
                passNext();
            }
        }

        Optional<Moved> pass(int moment) {
            return !ahead.isEmpty() && ahead.firstKey() == moment ? Optional.of(passNext()) : Optional.empty();
        }

        private Moved passNext() {
            Moved moved = ahead.pollFirstEntry().getValue();
            balance = balance.add(moved.amount());
            conversion = moved.conversion();
            return moved;
        }
    }

    /**
     * Adds what a record moves.
     *
     * @param countsFrom the time from which it counts
     * @param held the units held before it
     * @param earned the part of its money that is income of what was there right before the moment
     */
    void add(Instant countsFrom, FoldedRecord foldedRecord, BigDecimal held, UnaryOperator<BigDecimal> earned) {
        int moment = timeline.firstAt(countsFrom, 0);
        CashMovement.of(foldedRecord, held, rules).ifPresent(movement -> {
            boolean isFlow = CashTracking.isFlow(foldedRecord);
            if (isFlow) {
                flows.set(moment);
            }
            Moved moved = new Moved(
                    movement.amount(),
                    isFlow ? movement.amount() : BigDecimal.ZERO,
                    isIncome(foldedRecord) ? earned.apply(movement.amount()) : BigDecimal.ZERO,
                    countsFrom,
                    foldedRecord.tradeOrder(),
                    rules.foreign(foldedRecord.conversion()));
            lines.computeIfAbsent(movement.currency(), _ -> new Line()).ahead.merge(moment, moved, Moved::plus);
        });
    }

    private static boolean isIncome(FoldedRecord foldedRecord) {
        return foldedRecord instanceof FoldedActivity activity
                && switch (activity.terms().type()) {
                    case DIVIDEND, RETURN_OF_CAPITAL, CASH_IN_LIEU, INTEREST -> true;
                    default -> false;
                };
    }

    /** Whether there is a deposit or a withdrawal at a moment. */
    boolean hasFlow(int moment) {
        return flows.get(moment);
    }

    /** The cash at a moment, which is after the one that was asked for before. */
    At at(int moment) {
        At sum = At.NONE;
        for (Map.Entry<CurrencyCode, Line> entry : lines.entrySet()) {
            sum = sum.plus(at(moment, entry.getKey(), entry.getValue()));
        }
        return sum;
    }

    private At at(int moment, CurrencyCode currency, Line line) {
        line.passBefore(moment);
        BigDecimal before = line.balance;
        Optional<Moved> moved = line.pass(moment);
        if (moved.isEmpty() && before.signum() == 0) {
            return At.NONE;
        }
        Instant time = timeline.moment(moment);
        Pricing.Rate rate =
                pricing.rate(currency, line.conversion, time, valuation).orElseThrow();
        return new At(
                rate.converted(before),
                rate.converted(line.balance),
                rate.converted(moved.map(Moved::flow).orElse(BigDecimal.ZERO)),
                rate.converted(moved.map(Moved::income).orElse(BigDecimal.ZERO)),
                rate.stale() && line.balance.signum() != 0);
    }
}
