package io.trakkit.domain.returns.account;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** At which rates flows balance: "Money-weighted return" of docs/returns.md, by looking at a row of rates and by halving. */
final class AccountRates {

    private static final MathContext PRECISION = new MathContext(60);
    private static final int DAYS_OF_YEAR = 365;

    /** The rates that are looked at: what one unit becomes over the whole span is e^(step × number). */
    private static final int LOOKS = 2_000;

    private static final double STEP = 0.02;

    /** What is less than this part of all flows is taken for rounding. */
    private static final double NOTHING = 1e-10;

    private final SortedMap<Integer, BigDecimal> byDay = new TreeMap<>();

    AccountRates(SortedMap<LocalDate, BigDecimal> flows) {
        LocalDate first = null;
        for (Map.Entry<LocalDate, BigDecimal> flow : flows.entrySet()) {
            if (flow.getValue().signum() != 0) {
                first = first == null ? flow.getKey() : first;
                byDay.put((int) ChronoUnit.DAYS.between(first, flow.getKey()), flow.getValue());
            }
        }
    }

    /** The days from the first flow to the last one. */
    int days() {
        return byDay.isEmpty() ? 0 : byDay.lastKey();
    }

    int changesOfDirection() {
        int changes = 0;
        int before = 0;
        for (BigDecimal flow : byDay.values()) {
            changes += before != 0 && flow.signum() != before ? 1 : 0;
            before = flow.signum();
        }
        return changes;
    }

    /** The sign of what all flows are worth on the first day. */
    int sign(BigDecimal discount) {
        return presentValue(discount).signum();
    }

    private BigDecimal presentValue(BigDecimal discount) {
        BigDecimal sum = BigDecimal.ZERO;
        for (Map.Entry<Integer, BigDecimal> flow : byDay.entrySet()) {
            sum = sum.add(flow.getValue().multiply(discount.pow(flow.getKey(), PRECISION)), PRECISION);
        }
        return sum;
    }

    /** Whether what is invested at a rate never changes sign before the last flow. */
    boolean staysInvested(BigDecimal discount) {
        BigDecimal balance = BigDecimal.ZERO;
        for (Map.Entry<Integer, BigDecimal> flow : byDay.headMap(days()).entrySet()) {
            balance = balance.add(flow.getValue().multiply(discount.pow(flow.getKey(), PRECISION)), PRECISION);
            if (balance.signum() == -byDay.firstEntry().getValue().signum()) {
                return false;
            }
        }
        return true;
    }

    /** What one unit becomes in some days, in percent more. */
    static BigDecimal percent(BigDecimal discount, int days) {
        return BigDecimal.ONE
                .divide(discount.pow(days, PRECISION), PRECISION)
                .subtract(BigDecimal.ONE)
                .movePointRight(2);
    }

    static BigDecimal percentPerYear(BigDecimal discount) {
        return percent(discount, DAYS_OF_YEAR);
    }

    /** Two discounts between which there is a rate at which the flows balance. */
    record Bracket(BigDecimal low, BigDecimal high) {}

    /** Where the sign changes in the row of rates; rates that lie close together may be missed. */
    List<Bracket> brackets() {
        List<Bracket> brackets = new ArrayList<>();
        if (days() == 0) {
            return brackets;
        }
        double last = 0;
        int lastSign = 0;
        for (int i = -LOOKS; i <= LOOKS; i++) {
            double perDay = Math.exp(i * STEP / days());
            int sign = roughSign(perDay);
            if (sign != 0) {
                if (lastSign == -sign) {
                    brackets.add(new Bracket(new BigDecimal(last), new BigDecimal(perDay)));
                }
                last = perDay;
                lastSign = sign;
            }
        }
        return brackets;
    }

    /** In floating point; zero where that cannot tell. */
    private int roughSign(double discount) {
        double sum = 0;
        double all = 0;
        for (Map.Entry<Integer, BigDecimal> flow : byDay.entrySet()) {
            double worth = flow.getValue().doubleValue() * Math.pow(discount, flow.getKey());
            sum += worth;
            all += Math.abs(worth);
        }
        return Math.abs(sum) <= NOTHING * all ? 0 : (int) Math.signum(sum);
    }

    /** The discount between two at which the flows balance, by halving until nothing is left to halve. */
    BigDecimal halved(Bracket bracket) {
        BigDecimal low = bracket.low();
        BigDecimal high = bracket.high();
        int signAtLow = sign(low);
        while (high.subtract(low).movePointRight(45).compareTo(high) > 0) {
            BigDecimal middle = low.add(high).divide(BigDecimal.valueOf(2), PRECISION);
            if (sign(middle) == signAtLow) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
