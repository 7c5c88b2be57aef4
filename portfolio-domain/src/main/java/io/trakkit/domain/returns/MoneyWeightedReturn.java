package io.trakkit.domain.returns;

import io.trakkit.domain.returns.rate.PresentValue;
import io.trakkit.domain.returns.rate.RateSearch;
import io.trakkit.domain.returns.rate.Solution;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The rate at which the flows of an owner balance: Σ flow ÷ (1 + rate)^(days ÷ 365) = 0, the definition of XIRR in
 * spreadsheets. There may be no such rate, or several; {@code solution} says which.
 *
 * @param rates ascending
 */
public record MoneyWeightedReturn(Solution solution, List<Rate> rates) {

    /**
     * A rate.
     *
     * @param annual per year, in percent; empty if the growth is more than {@value #MOST_ANNUAL_GROWTH} times a year
     * @param overSpan from the day of the first flow to that of the last one, in percent
     * @param discount what one unit of money in a day is worth today at this rate, to 28 digits
     */
    public record Rate(Optional<BigDecimal> annual, BigDecimal overSpan, BigDecimal discount) {}

    private static final String MOST_ANNUAL_GROWTH = "10000000";
    private static final BigDecimal MOST_ANNUAL = new BigDecimal(MOST_ANNUAL_GROWTH);
    private static final int DAYS_OF_YEAR = 365;

    /** @param flows the money that the owner took out on each day; negative if the owner put it in */
    public static MoneyWeightedReturn of(SortedMap<LocalDate, BigDecimal> flows) {
        PresentValue presentValue = PresentValue.of(flows);
        RateSearch.Found found = RateSearch.in(presentValue);
        List<Rate> rates = found.discounts().stream()
                .map(discount -> rate(presentValue, discount))
                .toList();
        return new MoneyWeightedReturn(found.solution(), rates);
    }

    private static Rate rate(PresentValue presentValue, BigDecimal discount) {
        BigDecimal perYear = growth(discount, DAYS_OF_YEAR);
        BigDecimal overSpan = growth(discount, presentValue.days());
        return new Rate(
                perYear.compareTo(MOST_ANNUAL) > 0
                        ? Optional.empty()
                        : Optional.of(Percentage.of(perYear.subtract(BigDecimal.ONE))),
                Percentage.of(overSpan.subtract(BigDecimal.ONE)),
                discount);
    }

    private static BigDecimal growth(BigDecimal discount, int days) {
        return BigDecimal.ONE.divide(discount.pow(days, PresentValue.PRECISION), PresentValue.PRECISION);
    }
}
