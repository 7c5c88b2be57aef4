package io.trakkit.domain.returns.account;

import static io.trakkit.domain.returns.account.ScriptedBook.book;
import static io.trakkit.domain.returns.account.ScriptedBook.ratio;
import static io.trakkit.domain.returns.account.ScriptedBook.time;

import io.trakkit.domain.trade.ActivityTerms;
import io.trakkit.domain.trade.ActivityType;
import io.trakkit.testing.Seed;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Portfolios at the edges of the rules have the returns of the account, over every span between their moments. */
class EdgesTest {

    private static final String DAY = "2025-06-01";

    private final Seed seed = Seed.ofThisRun();

    /** What happens in a portfolio. */
    static Stream<Arguments> edges() {
        return Stream.of(
                edge("nothing at all", book()),
                edge(
                        "a transfer first",
                        book().transferIn("A", "10", "1000", "2025-02-01").quote("A", "120", "2025-03-01")),
                edge(
                        "a transfer first that cost nothing",
                        book().transferIn("A", "10", "0", "2025-02-01")
                                .transferIn("A", "5", "50", "2025-03-01")
                                .sell("A", "15", "20", DAY)),
                edge("free units only", book().free("A", "10", "2025-02-01")),
                edge(
                        "free units that are quoted later",
                        book().free("A", "10", "2025-02-01")
                                .quote("A", "5", "2025-03-01")
                                .sell("A", "10", "0", "2025-04-01")
                                .buy("B", "1", "7", DAY)),
                edge(
                        "closed and reopened",
                        book().buy("A", "10", "100", "2025-02-01")
                                .sell("A", "10", "110", "2025-03-01")
                                .quote("A", "500", "2025-04-01")
                                .buy("A", "5", "90", DAY)
                                .quote("A", "99", "2025-07-01")),
                edge(
                        "a dividend after all is sold",
                        book().buy("A", "10", "100", "2025-02-01")
                                .sell("A", "10", "110", "2025-03-01")
                                .perUnit(ActivityType.DIVIDEND, "A", "5", "2025-04-01")
                                .action(
                                        "d",
                                        ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("5")),
                                        "2025-05-01")
                                .buy("A", "1", "120", DAY)),
                edge(
                        "a dividend at the instant of a buy",
                        book().buy("A", "10", "100", "2025-02-01")
                                .perUnit(ActivityType.DIVIDEND, "A", "5", DAY)
                                .buy("A", "10", "95", DAY)),
                edge(
                        "a dividend of the ex date of a sale",
                        book().buy("A", "10", "100", "2025-02-01")
                                .action("d", ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("5")), DAY)
                                .sell("A", "10", "95", DAY)),
                edge("all at one instant", everything(book())),
                edge(
                        "all at one instant with cash",
                        everything(book().deposit("5000", "2025-01-15"))
                                .inDollars("0.9")
                                .deposit("700", DAY)
                                .withdraw("300", DAY)
                                .cash(ActivityType.INTEREST, "7", DAY)
                                .cash(ActivityType.CHARGE, "3", DAY)),
                edge(
                        "all at the instant from which cash is tracked",
                        everything(book()).withdraw("300", DAY).cash(ActivityType.INTEREST, "7", DAY)),
                edge(
                        "all at the instant of a large withdrawal",
                        everything(book().deposit("5000", "2025-01-15")).withdraw("4000", DAY)),
                edge(
                        "a value of zero in between",
                        book().deposit("1000", "2025-02-01")
                                .buy("A", "10", "100", "2025-02-02")
                                .sell("A", "10", "0", "2025-03-01")
                                .deposit("500", "2025-04-01")
                                .buy("B", "10", "50", "2025-04-02")
                                .quote("B", "60", DAY)),
                edge(
                        "all is taken out and put in again",
                        book().deposit("1000", "2025-02-01")
                                .cash(ActivityType.INTEREST, "10", "2025-03-01")
                                .withdraw("1010", "2025-03-02")
                                .deposit("100", DAY)
                                .cash(ActivityType.CHARGE, "10", "2025-07-01")),
                edge(
                        "a value below zero in between",
                        shortBook(book())
                                .perUnit(ActivityType.DIVIDEND, "B", "0", "2025-04-15")
                                .quote("B", "50", DAY)
                                .buy("B", "10", "40", "2025-07-01")),
                edge(
                        "a flow that moves nothing below zero",
                        shortBook(book())
                                .transferIn("C", "5", "0", "2025-04-15")
                                .quote("B", "50", DAY)),
                edge(
                        "transfers that cancel out below zero",
                        shortBook(book())
                                .transferIn("A", "5", "0", "2025-04-15")
                                .transferOut("A", "5", "2025-04-15")
                                .quote("B", "50", DAY)),
                edge(
                        "a deposit and a withdrawal below zero",
                        shortBook(book().deposit("100", "2025-01-15"))
                                .deposit("5", "2025-04-15")
                                .withdraw("5", "2025-04-15")
                                .transferIn("C", "5", "0", "2025-04-16")
                                .transferIn("A", "5", "0", "2025-04-17")
                                .transferOut("A", "5", "2025-04-17")
                                .quote("B", "50", DAY)),
                edge(
                        "short alone",
                        book().allowShort()
                                .fee("3")
                                .sell("A", "10", "100", "2025-02-01")
                                .quote("A", "90", "2025-03-01")
                                .perUnit(ActivityType.DIVIDEND, "A", "2", "2025-04-01")
                                .fee("3")
                                .buy("A", "10", "80", DAY)),
                edge(
                        "all activities of a short position",
                        book().allowShort()
                                .buy("B", "100", "100", "2025-01-15")
                                .sell("A", "10", "100", "2025-02-01")
                                .tax("1")
                                .perUnit(ActivityType.DIVIDEND, "A", "2", "2025-03-01")
                                .total(ActivityType.RETURN_OF_CAPITAL, "A", "2000", "2025-03-02")
                                .total(ActivityType.COST_ADJUSTMENT, "A", "100", "2025-03-03")
                                .split("A", 3, 2, "2025-03-04")
                                .bonus("A", 1, 4, "2025-03-05")
                                .free("A", "1", "2025-03-06")
                                .cashInLieu("A", "0.75", "60", "2025-03-07")
                                .buy("A", "30", "70", DAY)
                                .sell("A", "30", "75", "2025-07-01")),
                edge(
                        "units that come to a short position with free ones",
                        book().allowShort()
                                .buy("B", "100", "100", "2025-01-15")
                                .sell("A", "10", "100", "2025-02-01")
                                .transferIn("A", "20", "2000", DAY)
                                .free("A", "3", DAY)),
                edge(
                        "units that come to a short position with cash for some",
                        book().allowShort()
                                .buy("B", "100", "100", "2025-01-15")
                                .sell("A", "5", "100", "2025-02-01")
                                .transferIn("A", "20", "2000", DAY)
                                .cashInLieu("A", "2", "190", DAY)),
                edge(
                        "covered and sold short for nothing at one instant",
                        book().allowShort()
                                .buy("B", "100", "100", "2025-01-15")
                                .sell("A", "3", "100", "2025-02-01")
                                .buy("A", "10", "90", DAY)
                                .sell("A", "9", "0", DAY)
                                .quote("A", "91", "2025-07-01")),
                edge(
                        "sold for nothing beyond what is held",
                        book().allowShort()
                                .buy("A", "4", "100", "2025-02-01")
                                .buy("A", "10", "90", DAY)
                                .sell("A", "20", "0", DAY)
                                .buy("B", "10", "90", DAY)),
                edge(
                        "bought and written off at one instant",
                        book().buy("A", "4", "100", "2025-02-01")
                                .buy("A", "10", "90", DAY)
                                .sell("A", "9", "0", DAY)),
                edge(
                        "free units with a fee",
                        book().fee("5")
                                .buy("A", "10", "0", "2025-02-01")
                                .buy("A", "1", "10", "2025-03-01")
                                .fee("7")
                                .sell("A", "1", "0", DAY)),
                edge(
                        "charges that take all proceeds",
                        book().buy("A", "10", "10", "2025-02-01")
                                .fee("50")
                                .sell("A", "5", "10", DAY)
                                .tax("20")
                                .total(ActivityType.DIVIDEND, "A", "10", "2025-07-01")),
                edge(
                        "no price but of own trades",
                        book().buy("A", "10", "100", "2025-02-01")
                                .buy("B", "10", "100", "2025-03-01")
                                .sell("A", "5", "120", DAY)),
                edge(
                        "a dollar quote without a rate",
                        book().buy("A", "10", "100", "2025-02-01")
                                .dollarQuote("A", "500", "2025-03-01")
                                .inDollars("0.8")
                                .buy("A", "10", "120", "2025-04-01")
                                .dollarQuote("A", "130", "2025-05-01")
                                .buy("A", "1", "90", DAY)
                                .dollarQuote("A", "140", "2025-07-01")
                                .rate("0.7", "2025-08-01")),
                edge(
                        "a rate that is known from the instant of a flow on",
                        book().buy("A", "10", "100", "2025-02-01")
                                .dollarQuote("A", "500", "2025-03-01")
                                .rate("0.7", DAY)
                                .buy("B", "1", "10", DAY)
                                .quote("A", "300", "2025-07-01")),
                edge(
                        "dollars without a rate",
                        book().inDollars("0.8")
                                .deposit("1000", "2025-02-01")
                                .inDollars("0.9")
                                .buy("A", "10", "50", "2025-03-01")
                                .inDollars("0.7")
                                .perUnit(ActivityType.DIVIDEND, "A", "1", DAY)
                                .deposit("100", DAY)
                                .rate("0.5", "2025-07-01")),
                edge(
                        "a split at the instant of a trade",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "110", "2025-03-01")
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), DAY)
                                .buy("A", "1000", "55", DAY)
                                .quote("A", "56", "2025-06-01T08:00:00Z")),
                edge(
                        "a split with raw and adjusted quotes",
                        book().buy("A", "10", "100", "2025-02-01")
                                .adjustedQuote("A", "60", "2025-03-01", "2025-07-01")
                                .quote("A", "130", "2025-04-01")
                                .adjustedQuote("A", "66", "2025-05-01", "2025-06-01")
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), DAY)
                                .bonus("A", 1, 3, "2025-06-15")
                                .buy("B", "5", "100", "2025-06-20")
                                .adjustedQuote("A", "50", "2025-06-25", "2025-08-01")
                                .split("A", 1, 7, "2025-07-01")),
                edge(
                        "a split of what is not held",
                        book().buy("A", "10", "100", "2025-02-01")
                                .sell("A", "10", "110", "2025-03-01")
                                .quote("A", "120", "2025-03-15")
                                .split("A", 5, 1, "2025-04-01")
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), "2025-05-01")
                                .transferIn("A", "20", "1", DAY)),
                edge(
                        "all sold at the instant of a split",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "120", "2025-03-15")
                                .receivedAt("2025-06-01T10:00:00Z")
                                .sell("A", "10", "130", "2025-06-01T10:01:00Z")
                                .receivedAt("2030-01-01")
                                .action(
                                        "s",
                                        ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)),
                                        "2025-06-01T10:00:30Z")
                                .buy("B", "1", "1", "2025-07-01")),
                edge(
                        "a split to nothing",
                        book().buy("A", "0.000000000000000001", "100", "2025-02-01")
                                .buy("B", "1", "100", "2025-02-01")
                                .split("A", 1, 5, DAY)
                                .buy("A", "1", "3", "2025-07-01")),
                edge(
                        "an action that is corrected",
                        book().buy("A", "10", "100", "2025-02-01")
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), DAY)
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(3, 1)), "2025-06-02")
                                .quote("A", "150", "2025-05-01")
                                .buy("A", "1", "51", "2025-06-02")),
                edge(
                        "an action that is withdrawn",
                        book().buy("A", "10", "100", "2025-02-01")
                                .action("s", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), DAY)
                                .withdrawAction("s")
                                .adjustedQuote("A", "150", "2025-05-01", "2025-07-01")
                                .buy("A", "1", "51", "2025-06-02")),
                edge(
                        "a whole bonus at the instant of a transfer",
                        book().buy("A", "3", "100", "2025-02-01")
                                .transferIn("A", "3", "300", DAY)
                                .wholeBonus("A", 1, 2, DAY)
                                .quote("A", "70", DAY)),
                edge(
                        "cash for units held and units that came",
                        book().deposit("1000", "2025-01-15")
                                .buy("A", "1", "100", "2025-02-01")
                                .transferIn("A", "5", "500", DAY)
                                .tax("7")
                                .cashInLieu("A", "3", "310", DAY)
                                .quote("A", "105", "2025-07-01")),
                edge(
                        "capital returned beyond the cost",
                        book().buy("A", "10", "100", "2025-02-01")
                                .perUnit(ActivityType.RETURN_OF_CAPITAL, "A", "120", "2025-03-01")
                                .total(ActivityType.COST_ADJUSTMENT, "A", "-50", "2025-04-01")
                                .tax("30")
                                .total(ActivityType.RETURN_OF_CAPITAL, "A", "10", DAY)
                                .transferOut("A", "10", "2025-07-01")),
                edge(
                        "records ahead of their receipt",
                        book().buy("A", "10", "100", "2025-02-01")
                                .receivedAt("2025-06-01T10:00:00Z")
                                .buy("A", "10", "120", "2025-06-01T10:05:00Z")
                                .quote("A", "110", "2025-06-01T10:02:00Z")
                                .sell("A", "5", "130", "2025-06-01T10:04:00Z")
                                .free("A", "2", "2025-06-01T10:06:00Z")
                                .sell("A", "4", "0", "2025-06-01T10:07:00Z")
                                .receivedAt("2025-06-01T10:03:00Z")
                                .buy("B", "10", "120", "2025-06-01T10:03:00Z")),
                edge(
                        "a split ahead of its receipt",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "100", "2025-03-01")
                                .receivedAt("2025-06-01T10:00:00Z")
                                .split("A", 2, 1, "2025-06-01T10:05:00Z")
                                .quote("A", "104", "2025-06-01T10:04:00Z")
                                .adjustedQuote("A", "52", "2025-06-01T09:59:00Z", "2025-06-01T10:06:00Z")
                                .receivedAt("2025-06-01T10:03:00Z")
                                .buy("B", "10", "120", "2025-06-01T10:03:00Z")
                                .quote("A", "53", "2025-06-01T10:05:00Z")),
                edge(
                        "flows with several rates",
                        book().allowShort()
                                .buy("A", "1", "100", "2023-01-01")
                                .sell("A", "2.3", "100", "2024-01-01")
                                .buy("A", "1.3", "101.5384615", "2024-12-31")),
                edge(
                        "flows without a rate",
                        book().allowShort()
                                .buy("A", "1", "100", "2023-01-01")
                                .sell("A", "2", "50", "2024-01-01")
                                .buy("A", "1", "100", "2024-12-31")));
    }

    private static Arguments edge(String name, ScriptedBook happens) {
        return Arguments.of(name, happens.scenario());
    }

    /** 20 of A at 100, 10 of B sold short at 100; then B costs 300, and more is owed than held. */
    private static ScriptedBook shortBook(ScriptedBook book) {
        return book.allowShort()
                .buy("A", "20", "100", "2025-02-01")
                .sell("B", "10", "100", "2025-03-01")
                .quote("B", "300", "2025-04-01");
    }

    private static ScriptedBook everything(ScriptedBook book) {
        return book.rate("0.9", "2025-01-01")
                .rate("0.95", DAY)
                .buy("A", "10", "100", "2025-02-01")
                .quote("A", "110", "2025-03-01")
                .inDollars("0.91")
                .buy("B", "10", "100", "2025-02-01")
                .action("a", ActivityTerms.ofRatio(ActivityType.SPLIT, ratio(2, 1)), DAY)
                .action("b", ActivityTerms.perUnit(ActivityType.DIVIDEND, new BigDecimal("0.5")), DAY)
                .transferIn("A", "5", "250", DAY)
                .bonus("A", 1, 4, DAY)
                .tax("2")
                .cashInLieu("A", "0.25", "14", DAY)
                .inDollars("0.92")
                .perUnit(ActivityType.RETURN_OF_CAPITAL, "B", "1", DAY)
                .free("B", "3", DAY)
                .transferOut("B", "4", DAY)
                .fee("6")
                .buy("A", "7", "52", DAY)
                .buy("A", "2", "0", DAY)
                .fee("4")
                .sell("A", "11", "53", DAY)
                .sell("B", "2", "0", DAY)
                .inDollars("0.93")
                .buy("C", "1", "77", DAY)
                .quote("A", "54", "2025-06-02")
                .dollarQuote("B", "61", "2025-06-03");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("edges")
    void edgesHaveTheReturnsOfTheAccount(String edge, Scenario scenario) {
        RandomGenerator random = seed.random();
        List<Instant> times = List.copyOf(times(scenario));
        Comparison.compare("%s, %s".formatted(edge, seed), scenario, times, random);
        for (int first = 0; first < times.size() - 1; first++) {
            NavigableSet<Instant> points = new TreeSet<>(List.of(times.get(first)));
            while (points.size() < 2 || random.nextInt(3) > 0) {
                points.add(times.get(random.nextInt(first + 1, times.size())));
            }
            Comparison.compare("%s over %s, %s".formatted(edge, points, seed), scenario, List.copyOf(points), random);
        }
    }

    /** Those of records, quotes and rates, a minute before and after each, and one long before and after all. */
    private static NavigableSet<Instant> times(Scenario scenario) {
        NavigableSet<Instant> times = new TreeSet<>();
        new AccountBook(scenario.ledger(), scenario.rules().currency())
                .moments(time("2000-01-01"), time("2029-01-01"))
                .forEach(times::add);
        scenario.market().quotes().forEach(quote -> times.add(quote.time()));
        scenario.market().rates().forEach(rate -> times.add(rate.time()));
        List.copyOf(times).forEach(time -> {
            times.add(time.minus(Duration.ofMinutes(1)));
            times.add(time.plus(Duration.ofMinutes(1)));
        });
        times.add(time("2001-01-01"));
        times.add(time("2027-01-01"));
        return times;
    }
}
