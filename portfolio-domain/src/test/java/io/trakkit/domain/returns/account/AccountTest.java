package io.trakkit.domain.returns.account;

import static io.trakkit.domain.returns.account.ScriptedBook.book;
import static io.trakkit.domain.returns.account.ScriptedBook.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.trade.ActivityType;
import io.trakkit.domain.value.Decimals;
import io.trakkit.testing.Seed;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples of docs/returns.md: the account gives the numbers that are printed there, and so does the product. */
class AccountTest {

    private static final Instant START = time("2024-12-31");
    private static final Instant END = time("2025-12-01");

    static Stream<Arguments> withoutCash() {
        return Stream.of(
                Arguments.of("100", book().buy("A", "10", "100", "2025-02-01").buy("A", "1", "200", "2025-06-01")),
                Arguments.of("100", book().buy("A", "10", "100", "2025-02-01").buy("A", "1000", "200", "2025-06-01")),
                Arguments.of("-50", book().buy("A", "10", "680", "2025-02-01").buy("A", "1000", "340", "2025-06-01")),
                Arguments.of(
                        "-10",
                        book().buy("A", "10", "100", "2025-02-01")
                                .sell("A", "10", "90", "2025-06-01")
                                .buy("B", "9", "100", "2025-06-01T01:00:00Z")),
                Arguments.of(
                        "0",
                        book().buy("A", "10", "100", "2025-02-01")
                                .buy("A", "10", "0", "2025-03-01")
                                .buy("A", "1", "50", "2025-06-01")),
                Arguments.of("-100", book().buy("A", "10", "100", "2025-02-01").sell("A", "10", "0", "2025-06-01")),
                Arguments.of(
                        "3.5",
                        book().buy("A", "10", "100", "2025-02-01")
                                .tax("15")
                                .perUnit(ActivityType.DIVIDEND, "A", "5", "2025-06-01")),
                Arguments.of(
                        "6.9307",
                        book().fee("10")
                                .buy("A", "10", "100", "2025-02-01")
                                .fee("20")
                                .sell("A", "10", "110", "2025-06-01")),
                Arguments.of(
                        "10",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "110", "2025-03-01")
                                .split("A", 2, 1, "2025-06-01")
                                .buy("A", "1000", "55", "2025-06-02")),
                Arguments.of(
                        "0.9524",
                        book().buy("A", "10.5", "100", "2025-02-01").cashInLieu("A", "0.5", "60", "2025-06-01")),
                Arguments.of(
                        "0",
                        book().buy("A", "20", "100", "2025-02-01")
                                .transferIn("B", "10.5", "1050", "2025-06-01")
                                .cashInLieu("B", "0.5", "50", "2025-06-01")),
                Arguments.of(
                        "32",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "120", "2025-03-01")
                                .transferIn("A", "5", "1", "2025-06-01")
                                .quote("A", "132", "2025-07-01")),
                Arguments.of(
                        "10",
                        book().rate("0.9", "2025-01-01")
                                .rate("0.99", "2025-05-01")
                                .inDollars("0.9")
                                .buy("A", "10", "100", "2025-02-01")),
                Arguments.of(
                        "-20",
                        book().allowShort()
                                .buy("A", "20", "100", "2025-02-01")
                                .sell("B", "10", "100", "2025-03-01")
                                .quote("B", "120", "2025-04-01")),
                Arguments.of(
                        "9.7885",
                        book().buy("A", "1000000", "1", "2025-01-01")
                                .quote("A", "1.162484", "2025-07-01")
                                .buy("B", "100000", "1", "2025-07-01")
                                .quote("A", "1.092328", "2025-11-01")),
                Arguments.of(
                        "8.3935",
                        book().buy("A", "1000000", "1", "2025-01-01")
                                .buy("B", "100000", "1", "2025-07-01")
                                .quote("A", "1.162484", "2025-07-01T01:00:00Z")
                                .quote("A", "1.092328", "2025-11-01")),
                Arguments.of(
                        "9.7885",
                        book().buy("A", "1000", "1000", "2025-01-01")
                                .buy("A", "80", "1162.484", "2025-07-01")
                                .quote("A", "1097.885", "2025-11-01")));
    }

    static Stream<Arguments> withCash() {
        return Stream.of(
                Arguments.of("10", invested()),
                Arguments.of("10", invested().deposit("500", "2025-04-01")),
                Arguments.of("14.125", invested().deposit("500", "2025-04-01").quote("A", "66", "2025-05-01")),
                Arguments.of(
                        "4",
                        book().deposit("1000", "2025-02-01")
                                .buy("A", "10", "100", "2025-02-02")
                                .tax("15")
                                .total(ActivityType.DIVIDEND, "A", "50", "2025-03-01")
                                .tax("2")
                                .cash(ActivityType.INTEREST, "10", "2025-04-01")
                                .cash(ActivityType.CHARGE, "3", "2025-05-01")),
                Arguments.of(
                        "-1", book().deposit("1000", "2025-02-01").fee("10").buy("A", "10", "50", "2025-02-01")),
                Arguments.of(
                        "8",
                        book().deposit("1000", "2025-02-01")
                                .buy("A", "10", "100", "2025-02-02")
                                .fee("20")
                                .sell("A", "10", "110", "2025-06-01")
                                .withdraw("1080", "2025-06-01")),
                Arguments.of(
                        "32",
                        book().deposit("1000", "2025-02-01")
                                .buy("A", "10", "100", "2025-02-01")
                                .quote("A", "120", "2025-03-01")
                                .transferIn("A", "5", "1", "2025-06-01")
                                .quote("A", "132", "2025-07-01")),
                Arguments.of(
                        "10",
                        book().rate("0.9", "2025-01-01")
                                .rate("0.99", "2025-05-01")
                                .inDollars("0.9")
                                .deposit("1000", "2025-02-01")),
                Arguments.of(
                        "11.1",
                        book().buy("A", "10", "100", "2025-02-01")
                                .quote("A", "101", "2025-03-01")
                                .deposit("1000", "2025-04-01")
                                .quote("A", "111.10", "2025-05-01")));
    }

    private static ScriptedBook invested() {
        return book().deposit("1000", "2025-02-01")
                .buy("A", "10", "50", "2025-02-02")
                .quote("A", "60", "2025-03-01");
    }

    @ParameterizedTest(name = "{index}: {0}")
    @MethodSource({"withoutCash", "withCash"})
    void theTimeWeightedReturnsOfTheTables(String percent, ScriptedBook book) {
        AccountReturns account = new AccountReturns(book.scenario());

        assertThat(account.timeWeighted(START, END).orElseThrow().setScale(4, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo(percent);
        Comparison.compare(percent, book.scenario(), List.of(START, END), new Seed(1).random());
    }

    /** 1,050 in, 605 out after a year, 605 left after another one: 10 %. */
    @Test
    void theMoneyWeightedReturnThatIsExplained() {
        ScriptedBook book = book().fee("50").buy("A", "10", "100", "2023-01-01").sell("A", "5", "121", "2024-01-01");

        AccountRates rates = new AccountReturns(book.scenario()).moneyWeighted(time("2022-12-31"), time("2024-12-31"));

        assertThat(rates.brackets()).hasSize(1);
        assertThat(AccountRates.percentPerYear(rates.halved(rates.brackets().getFirst()))
                        .setScale(10, RoundingMode.HALF_EVEN))
                .isEqualByComparingTo("10");
    }

    /** 99 for 15 May, loaded on 1 July; 80 for 31 May and 80.80 for 1 June, loaded on 1 January, after two splits. */
    @Test
    void theAdjustedPricesOfTheSplits() {
        ScriptedBook book = book().buy("A", "10", "1", "2025-01-01")
                .split("A", 4, 1, "2025-06-01")
                .bonus("A", 1, 4, "2025-09-01")
                .adjustedQuote("A", "99", "2025-05-15", "2025-07-01")
                .adjustedQuote("A", "80", "2025-05-31", "2026-01-01")
                .adjustedQuote("A", "80.80", "2025-06-01T08:00:00Z", "2026-01-01");

        assertThat(values(book, "2025-05-16", "2025-05-31", "2025-06-01", "2025-06-01T08:00:00Z", "2025-09-01"))
                .containsExactly("3960", "4000", "4000", "4040", "4040");
    }

    @Test
    void thePricesInAnotherCurrency() {
        ScriptedBook book = book().buy("A", "10", "90", "2025-01-15")
                .dollarQuote("A", "100", "2025-02-01")
                .quote("A", "95", "2025-04-01")
                .rate("0.90", "2025-02-01")
                .rate("0.80", "2025-03-01");

        assertThat(values(book, "2025-02-15", "2025-03-15", "2025-04-01")).containsExactly("900", "800", "950");
    }

    /** Deposit 5,000 EUR and 100 USD, buy 10 at 100 EUR; the dollar is at 0.90. */
    @Test
    void theBalanceOfCash() {
        ScriptedBook book = book().deposit("5000", "2025-01-01")
                .inDollars("0.85")
                .deposit("100", "2025-01-01")
                .buy("A", "10", "100", "2025-01-02")
                .rate("0.90", "2025-01-03");

        assertThat(new AccountReturns(book.scenario()).cash(time("2025-01-04")).map(Decimals::text))
                .contains("4090");
    }

    private static List<String> values(ScriptedBook book, String... times) {
        AccountReturns account = new AccountReturns(book.scenario());
        return Stream.of(times)
                .map(time -> Decimals.text(account.value(time(time))))
                .toList();
    }
}
