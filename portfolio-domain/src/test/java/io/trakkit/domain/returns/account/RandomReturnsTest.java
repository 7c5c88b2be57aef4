package io.trakkit.domain.returns.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.returns.rate.Solution;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.testing.Seed;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Random portfolios with every kind of record, amended, corrected and withdrawn, in random markets: values, cash, gains, both
 * returns, and what they are explained with, are those of the account.
 */
class RandomReturnsTest {

    private static final int PORTFOLIOS = Integer.getInteger("portfolios", 200);
    private static final int STEPS = 40;

    private final Seed seed = Seed.ofThisRun();

    @Test
    void portfoliosOverYearsHaveTheReturnsOfTheAccount() {
        int parts = 0;
        int returns = 0;
        int flows = 0;
        Map<Solution, Integer> solutions = new EnumMap<>(Solution.class);
        for (int i = 0; i < PORTFOLIOS; i++) {
            Seed ofPortfolio = seed.plus(i);
            Comparison.Seen seen = compare(RandomLedger.overYears(ofPortfolio, STEPS), ofPortfolio);
            parts += seen.parts();
            returns += seen.pointsWithReturn();
            flows += seen.flows();
            solutions.merge(seen.solution(), 1, Integer::sum);
        }
        assertThat(parts).as("parts, %s", seed).isGreaterThan(3 * PORTFOLIOS);
        assertThat(returns).as("returns, %s", seed).isGreaterThan(PORTFOLIOS);
        assertThat(flows).as("flows, %s", seed).isGreaterThan(3 * PORTFOLIOS);
        assertThat(solutions.keySet())
                .as("%s, %s", solutions, seed)
                .contains(Solution.UNIQUE, Solution.SEVERAL, Solution.NONE);
    }

    /** All within minutes, with numbers as large and as small as can be. */
    @Test
    void soHavePortfoliosWithNumbersAtTheLimits() {
        for (int i = 0; i < PORTFOLIOS / 4; i++) {
            Seed ofPortfolio = seed.plus(i);
            compare(RandomLedger.of(ofPortfolio, STEPS), ofPortfolio);
        }
    }

    private static Comparison.Seen compare(RandomLedger ledger, Seed seed) {
        RandomGenerator random = seed.random();
        Scenario scenario = RandomMarkets.around(ledger, random);
        return Comparison.compare(seed.toString(), scenario, RandomMarkets.points(scenario, random), random);
    }
}
