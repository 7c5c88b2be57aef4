package io.trakkit.domain.returns;

import io.trakkit.domain.position.Position;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the tickers of a portfolio add to each moment of a timeline: the change of its value right before the flows of the moment,
 * and the change by these flows. They are added in any order, and one pass makes points and returns of them.
 */
final class ValueChanges {

    private final Timeline timeline;

    /** For each moment, the change of the value since the moment before, at the prices of this one; null if none. */
    private final @Nullable BigDecimal[] changesBefore;

    /** For each moment, the change of the value by its flows, at the same prices; null if none. */
    private final @Nullable BigDecimal[] changesByFlows;

    /**
     * For each moment, the money that leaves beside the units: a part of the value right before its flows only. What the owner
     * gets is positive, such as a dividend; the charges of a sale are negative. Null if none.
     */
    private final @Nullable BigDecimal[] takenOut;

    /** For each moment, the charges of what is bought: put in by the owner, but in no value. Null if none. */
    private final @Nullable BigDecimal[] chargesPutIn;

    /** For each moment, the value of the units transferred in less that of those transferred out. Null if none. */
    private final @Nullable BigDecimal[] transfers;

    private final BitSet flows = new BitSet();
    private final BitSet transferMoments = new BitSet();
    private final SortedMap<LocalDate, BigDecimal> flowsByDate = new TreeMap<>();
    private final BigDecimal[] costs;
    private final BigDecimal[] realised;
    private final BigDecimal[] income;
    private final BitSet stale = new BitSet();

    ValueChanges(Timeline timeline) {
        this.timeline = timeline;
        transfers = new BigDecimal[timeline.size()];
        takenOut = new BigDecimal[timeline.size()];
        chargesPutIn = new BigDecimal[timeline.size()];
        changesBefore = new BigDecimal[timeline.size()];
        changesByFlows = new BigDecimal[timeline.size()];
        costs = zeros(timeline.points());
        realised = zeros(timeline.points());
        income = zeros(timeline.points());
    }

    private static BigDecimal[] zeros(int size) {
        BigDecimal[] numbers = new BigDecimal[size];
        Arrays.fill(numbers, BigDecimal.ZERO);
        return numbers;
    }

    /**
     * The value of a ticker changes at a moment.
     *
     * @param before since the moment before, right before the flows
     * @param byFlows by the flows
     */
    void value(int moment, BigDecimal before, BigDecimal byFlows) {
        add(changesBefore, moment, before);
        add(changesByFlows, moment, byFlows);
    }

    /** There is a flow at a moment. */
    void flow(int moment) {
        flows.set(moment);
    }

    /** There is a transfer at a moment, whatever it is worth. */
    void transfer(int moment) {
        flow(moment);
        transferMoments.set(moment);
    }

    /** Money that the owner gets at a time; negative for what the owner pays. */
    void toOwner(Instant at, BigDecimal money) {
        flowsByDate.merge(dateOf(at), money, BigDecimal::add);
    }

    /** Money that leaves beside the units; negative for the charges of a sale. */
    void takenOut(int moment, BigDecimal money) {
        add(takenOut, moment, money);
    }

    /** The charges of what is bought. */
    void putIn(int moment, BigDecimal charges) {
        add(chargesPutIn, moment, charges);
    }

    /** The value of units that are transferred in; negative for those that are transferred out. */
    void transferred(int moment, BigDecimal value) {
        add(transfers, moment, value);
    }

    /** A position as it is at a point. */
    void point(int point, Position position, boolean isStale) {
        costs[point] = costs[point].add(position.cost());
        realised[point] = realised[point].add(position.realised());
        income[point] = income[point].add(position.income());
        stale.set(point, stale.get(point) || isStale);
    }

    private static void add(@Nullable BigDecimal[] changes, int moment, BigDecimal change) {
        if (change.signum() != 0) {
            BigDecimal before = changes[moment];
            changes[moment] = before == null ? change : before.add(change);
        }
    }

    /**
     * Adds all changes up.
     *
     * @param cash with all records
     * @param cashFrom the first moment at which cash is tracked; the number of moments if it is not
     * @param parts takes the parts between flows that the time-weighted return is made of
     */
    Performance performance(CashBalances cash, int cashFrom, Consumer<SubPeriod> parts) {
        List<Performance.Point> points = new ArrayList<>(timeline.points());
        BigDecimal start = BigDecimal.ZERO;
        BigDecimal value = BigDecimal.ZERO;
        SubPeriods timeWeighted = new SubPeriods(timeline.moment(0), parts);
        BigDecimal whole = value;
        for (int moment = 0; moment < timeline.size(); moment++) {
            BigDecimal before = plus(value, changesBefore[moment]);
            value = plus(before, changesByFlows[moment]);
            boolean isPoint = points.size() < timeline.points() && timeline.momentOf(points.size()) == moment;
            boolean isTracked = moment >= cashFrom;
            CashBalances.At balances = isTracked && (isPoint || isFlowWithCash(cash, cashFrom, moment))
                    ? cash.at(moment)
                    : CashBalances.At.NONE;
            whole = value.add(balances.after());
            if (moment == 0) {
                start = value;
                timeWeighted.startWith(whole);
            } else if (isTracked) {
                if (isFlowWithCash(cash, cashFrom, moment)) {
                    withCash(timeWeighted, moment, moment == cashFrom, before, balances, whole);
                }
            } else if (flows.get(moment)) {
                timeWeighted.flow(
                        timeline.moment(moment), plus(before, takenOut[moment]), plus(value, chargesPutIn[moment]));
            }
            if (isPoint) {
                int point = points.size();
                points.add(new Performance.Point(
                        timeline.moment(moment),
                        value,
                        costs[point],
                        realised[point],
                        income[point],
                        timeWeighted.percentage(whole),
                        stale.get(point) || balances.stale(),
                        isTracked ? Optional.of(balances.after()) : Optional.empty()));
            }
        }
        timeWeighted.end(timeline.moment(timeline.size() - 1), whole);
        return new Performance(List.copyOf(points), MoneyWeightedReturn.of(ownersFlows(start, value)));
    }

    private boolean isFlowWithCash(CashBalances cash, int cashFrom, int moment) {
        return moment == cashFrom || cash.hasFlow(moment) || transferMoments.get(moment);
    }

    /**
     * Goes through a moment with tracked cash. What is put in comes before the other records of the moment, except for its
     * income, and what is taken out after them: money must be there before it is spent, and a gain before it is taken.
     *
     * @param isFirst whether cash is tracked from this moment on
     * @param before the value of the units right before the moment
     * @param whole the value of units and cash right after it
     */
    private void withCash(
            SubPeriods timeWeighted,
            int moment,
            boolean isFirst,
            BigDecimal before,
            CashBalances.At balances,
            BigDecimal whole) {
        BigDecimal securities = before.add(balances.income());
        BigDecimal begun = securities.add(balances.before());
        BigDecimal flow = plus(balances.flow(), transfers[moment]);
        BigDecimal end = flow.signum() > 0 ? begun : whole.subtract(flow);
        Instant at = timeline.moment(moment);
        if (isFirst) {
            // Up to now the value was that of the units, and the balance comes in from outside.
            timeWeighted.flow(at, securities, begun);
        }
        timeWeighted.flow(at, end, end.add(flow));
    }

    private static BigDecimal plus(BigDecimal value, @Nullable BigDecimal change) {
        return change == null ? value : value.add(change);
    }

    /** The flows of the owner, as if all units had been bought at the start of the span and sold at its end. */
    private SortedMap<LocalDate, BigDecimal> ownersFlows(BigDecimal start, BigDecimal end) {
        SortedMap<LocalDate, BigDecimal> owners = new TreeMap<>(flowsByDate);
        owners.merge(dateOf(timeline.moment(0)), start.negate(), BigDecimal::add);
        owners.merge(dateOf(timeline.moment(timeline.size() - 1)), end, BigDecimal::add);
        return owners;
    }

    private static LocalDate dateOf(Instant time) {
        return time.atOffset(ZoneOffset.UTC).toLocalDate();
    }
}
