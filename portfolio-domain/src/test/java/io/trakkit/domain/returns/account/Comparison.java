package io.trakkit.domain.returns.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.position.LocalAmounts;
import io.trakkit.domain.position.Position;
import io.trakkit.domain.returns.Cash;
import io.trakkit.domain.returns.MoneyWeightedReturn;
import io.trakkit.domain.returns.OwnersFlow;
import io.trakkit.domain.returns.Performance;
import io.trakkit.domain.returns.PortfolioReturn;
import io.trakkit.domain.returns.SubPeriod;
import io.trakkit.domain.returns.account.AccountPrices.Priced;
import io.trakkit.domain.returns.account.AccountReturns.Part;
import io.trakkit.domain.returns.rate.Solution;
import io.trakkit.domain.valuation.ValuedPosition;
import io.trakkit.domain.value.Decimals;
import io.trakkit.domain.value.Ticker;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Compares the product with the account, number by number, over one span of a portfolio. */
final class Comparison {

    /** Half of the last of four decimals. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.00005");

    /** How exact the product keeps the growth, and how exact a rate. */
    private static final int DIGITS_OF_GROWTH = 60;

    private static final int DIGITS_OF_DISCOUNT = 26;
    private static final BigDecimal MOST_PERCENT = new BigDecimal("999999900");

    private final String place;
    private final AccountReturns account;
    private final ProductReturns product;
    private final List<Instant> points;

    private Comparison(String place, Scenario scenario, List<Instant> points) {
        this.place = place;
        this.points = points;
        account = new AccountReturns(scenario);
        product = new ProductReturns(scenario);
    }

    /** What was there to compare. */
    record Seen(int parts, int pointsWithReturn, int flows, Solution solution) {}

    static Seen compare(String place, Scenario scenario, List<Instant> points, RandomGenerator random) {
        return new Comparison(place, scenario, points).compare(random);
    }

    private Seen compare(RandomGenerator random) {
        ProductReturns.Found found = product.performance(points, random);
        compareFlows(found.flows());
        compareParts(found.parts());
        for (int i = 0; i < points.size(); i++) {
            assertThat(found.performance().points().get(i).at()).isEqualTo(points.get(i));
            comparePoint(found.performance().points().get(i));
            comparePast(points.get(i));
        }
        compareRates(found.performance().moneyWeighted());
        return new Seen(
                found.parts().size(),
                (int) found.performance().points().stream()
                        .filter(point -> point.timeWeighted().isPresent())
                        .count(),
                found.flows().size(),
                found.performance().moneyWeighted().solution());
    }

    private String at(String what, Instant time) {
        return "%s at %s, %s".formatted(what, time, place);
    }

    private static void same(String what, BigDecimal found, BigDecimal expected) {
        assertThat(found).as(what).isEqualByComparingTo(expected);
    }

    private void comparePoint(Performance.Point point) {
        Instant time = point.at();
        same(at("value", time), point.value(), account.value(time));
        same(at("cost", time), point.cost(), account.sum(time, Position::cost));
        same(at("realised", time), point.realised(), account.sum(time, Position::realised));
        same(at("income", time), point.income(), account.sum(time, Position::income));
        same(at("total", time), point.total(), total(time));
        assertThat(point.cash().map(Decimals::text))
                .as(at("cash", time))
                .isEqualTo(account.cash(time).map(Decimals::text));
        assertThat(point.stale()).as(at("stale", time)).isEqualTo(account.isStale(time));
        compareTimeWeighted(time, point.timeWeighted(), account.timeWeighted(points.getFirst(), time));
    }

    private BigDecimal total(Instant time) {
        return account.value(time)
                .subtract(account.sum(time, Position::cost))
                .add(account.sum(time, Position::realised))
                .add(account.sum(time, Position::income));
    }

    private void compareTimeWeighted(Instant time, Optional<BigDecimal> found, Optional<BigDecimal> expected) {
        String what = at("time-weighted return", time);
        assertThat(found.isPresent())
                .as("%s: %s, %s by the account", what, found, expected)
                .isEqualTo(expected.isPresent());
        if (found.isPresent()) {
            BigDecimal exact = expected.orElseThrow();
            BigDecimal tolerance = ROUNDING.add(exact.abs().movePointLeft(DIGITS_OF_GROWTH));
            assertThat(found.get().subtract(exact).abs())
                    .as("%s: %s, %s by the account", what, found.get(), exact)
                    .isLessThanOrEqualTo(tolerance);
            assertThat(found.get().scale()).as(what).isLessThanOrEqualTo(4);
        }
    }

    /** The answer as of a time. */
    private void comparePast(Instant time) {
        ProductReturns.Past past = product.asOf(time);
        PortfolioReturn found = past.portfolioReturn();
        same(at("market value", time), found.marketValue(), account.value(time));
        same(at("cost as of", time), found.cost(), account.sum(time, Position::cost));
        same(at("realised as of", time), found.realised(), account.sum(time, Position::realised));
        same(at("income as of", time), found.income(), account.sum(time, Position::income));
        same(at("total as of", time), found.total(), total(time));
        assertThat(past.cash().map(Cash.Valued::amount).map(Decimals::text))
                .as(at("cash as of", time))
                .isEqualTo(account.cash(time).map(Decimals::text));
        boolean isStale = !found.notCurrent().isEmpty()
                || found.isStale()
                || past.cash().filter(Cash.Valued::isStale).isPresent();
        assertThat(isStale).as(at("stale as of", time)).isEqualTo(account.isStale(time));
        List<Ticker> open = account.book().tickers().stream()
                .filter(ticker -> account.book().position(ticker, time).held().signum() != 0)
                .toList();
        assertThat(found.open().stream().map(ValuedPosition::ticker))
                .as(at("open", time))
                .isEqualTo(open);
        found.open().forEach(position -> comparePosition(position, time));
        BigDecimal absolute = account.sum(time, position -> position.cost().abs());
        assertThat(found.percentage().isPresent()).as(at("percentage", time)).isEqualTo(absolute.signum() != 0);
        found.percentage()
                .ifPresent(percentage -> assertThat(percentage
                                .multiply(absolute)
                                .subtract(found.unrealised().movePointRight(2))
                                .abs())
                        .as(at("percentage", time))
                        .isLessThanOrEqualTo(ROUNDING.multiply(absolute)));
    }

    private void comparePosition(ValuedPosition found, Instant time) {
        String what = at(found.ticker().value(), time);
        Position position = account.book().position(found.ticker(), time);
        Priced priced = account.prices().priced(found.ticker(), time);
        assertThat(found.position()).as(what).isEqualTo(position);
        same(what, found.mark().price().value(), priced.perUnit());
        same(what, found.marketValue(), priced.worth(position.held()));
        assertThat(found.unrealisedByRate().map(Decimals::text))
                .as("by rate, %s", what)
                .isEqualTo(byRate(position, priced).map(Decimals::text));
        found.unrealisedByPrice()
                .ifPresent(byPrice -> same(
                        "by price, " + what,
                        byPrice.add(found.unrealisedByRate().orElseThrow()),
                        priced.worth(position.held()).subtract(position.cost())));
    }

    /** Local cost × rate now − cost, where it is known and in the currency of the price. */
    private static Optional<BigDecimal> byRate(Position position, Priced priced) {
        return switch (position.local()) {
            case LocalAmounts.None _ -> Optional.of(BigDecimal.ZERO);
            case LocalAmounts.InPortfolioCurrency _ -> Optional.of(BigDecimal.ZERO);
            case LocalAmounts.Mixed _ -> Optional.empty();
            case LocalAmounts.Foreign local ->
                priced.rate()
                        .filter(_ -> priced.currency().equals(local.currency()))
                        .map(rate ->
                                AccountBook.rounded(local.cost().multiply(rate)).subtract(position.cost()));
        };
    }

    private void compareParts(List<SubPeriod> found) {
        List<String> expected = account.parts(points.getFirst(), points.getLast()).stream()
                .map(Comparison::text)
                .toList();
        assertThat(found.stream()
                        .map(part -> text(new Part(part.to(), part.begin(), part.end(), part.after())))
                        .toList())
                .as("the parts of the time-weighted return, %s", place)
                .isEqualTo(expected);
    }

    private static String text(Part part) {
        return "until %s: %s to %s%s"
                .formatted(
                        part.to(),
                        Decimals.text(part.begin()),
                        Decimals.text(part.end()),
                        part.after()
                                .map(after -> ", then " + Decimals.text(after))
                                .orElse(""));
    }

    /** Those of one ticker and one moment as one. */
    private void compareFlows(List<OwnersFlow> found) {
        Map<String, BigDecimal> sums = new TreeMap<>();
        found.forEach(flow -> sums.merge(flow.ticker() + " at " + flow.at(), flow.amount(), BigDecimal::add));
        List<String> texts = new ArrayList<>();
        sums.forEach((flow, amount) -> {
            if (amount.signum() != 0) {
                texts.add(flow + ": " + Decimals.text(amount));
            }
        });
        assertThat(texts)
                .as("the flows of the owner, %s", place)
                .isEqualTo(account.flows(points.getFirst(), points.getLast()).stream()
                        .map(flow -> flow.ticker() + " at " + flow.at() + ": " + Decimals.text(flow.amount()))
                        .sorted()
                        .toList());
    }

    private void compareRates(MoneyWeightedReturn found) {
        AccountRates rates = account.moneyWeighted(points.getFirst(), points.getLast());
        String what = "money-weighted return %s, %s".formatted(found, place);
        switch (found.solution()) {
            case NONE -> assertThat(found.rates()).as(what).isEmpty();
            case UNIQUE -> assertThat(found.rates()).as(what).hasSize(1);
            case FOUND -> {
                assertThat(found.rates()).as(what).hasSize(1);
                BigDecimal discount = found.rates().getFirst().discount();
                assertThat(rates.changesOfDirection() == 1 || rates.staysInvested(discount))
                        .as("proven, %s", what)
                        .isFalse();
            }
            case SEVERAL -> assertThat(found.rates()).as(what).hasSizeGreaterThan(1);
        }
        found.rates().forEach(rate -> compareRate(rates, rate, found.solution(), what));
        for (AccountRates.Bracket bracket : rates.brackets()) {
            assertThat(found.rates().stream().map(MoneyWeightedReturn.Rate::discount))
                    .as("between %s and %s, %s", bracket.low(), bracket.high(), what)
                    .anyMatch(discount ->
                            discount.compareTo(bracket.low()) >= 0 && discount.compareTo(bracket.high()) <= 0);
        }
    }

    private static void compareRate(
            AccountRates rates, MoneyWeightedReturn.Rate found, Solution solution, String what) {
        BigDecimal discount = found.discount();
        BigDecimal bit = discount.movePointLeft(DIGITS_OF_DISCOUNT);
        boolean balances = rates.sign(discount.subtract(bit)) * rates.sign(discount.add(bit)) <= 0;
        assertThat(balances || solution == Solution.FOUND || solution == Solution.SEVERAL)
                .as("the flows balance at %s, %s", discount, what)
                .isTrue();
        BigDecimal perYear = AccountRates.percentPerYear(discount);
        assertThat(found.annual().isEmpty()).as(what).isEqualTo(perYear.compareTo(MOST_PERCENT) > 0);
        found.annual().ifPresent(annual -> assertClose(annual, perYear, what));
        assertClose(found.overSpan(), AccountRates.percent(discount, rates.days()), what);
    }

    private static void assertClose(BigDecimal found, BigDecimal exact, String what) {
        BigDecimal tolerance = ROUNDING.add(exact.abs().movePointLeft(DIGITS_OF_DISCOUNT - 2));
        assertThat(found.subtract(exact).abs())
                .as("%s, %s by the account, %s", found, exact, what)
                .isLessThanOrEqualTo(tolerance);
    }
}
