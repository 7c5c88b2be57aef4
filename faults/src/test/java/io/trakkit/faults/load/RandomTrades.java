package io.trakkit.faults.load;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Trades at random: buys, sells and oversells, three in ten of one hot key, many of them late. */
final class RandomTrades {

    private static final List<String> TICKERS =
            List.of("HOT", "AAPL", "AMZN", "GODREJIND", "IBM", "MSFT", "^NSEI", "BRK.B");
    private static final Instant LONG_AGO = Instant.parse("2024-03-01T09:15:00Z");

    private final RandomGenerator random;
    private final List<Portfolio> portfolios;
    private final Clock clock;
    private final String prefix;
    private int made;

    RandomTrades(RandomGenerator random, List<Portfolio> portfolios, Clock clock, String prefix) {
        this.random = random;
        this.portfolios = portfolios;
        this.clock = clock;
        this.prefix = prefix;
    }

    NewTrade next() {
        boolean hot = random.nextInt(10) < 3;
        Portfolio portfolio = portfolios.get(hot ? 0 : random.nextInt(portfolios.size()));
        String ticker = TICKERS.get(hot ? 0 : random.nextInt(TICKERS.size()));
        return new NewTrade(
                prefix + "-" + made++,
                portfolio.user(),
                portfolio.id(),
                random.nextInt(5) < 3 ? 1 : 2,
                ticker,
                volume(),
                amount(),
                random.nextInt(30) == 0 ? "failed" : "success",
                executedAt());
    }

    BigDecimal volume() {
        int whole = 1 + random.nextInt(20);
        return random.nextInt(4) == 0 ? BigDecimal.valueOf(whole * 1000L + 337, 3) : BigDecimal.valueOf(whole);
    }

    /** Of so many digits that no two amendments of a trade are alike. */
    BigDecimal amount() {
        return BigDecimal.valueOf(1 + random.nextLong(1_000_000_000L), 5);
    }

    private Optional<Instant> executedAt() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        int dice = random.nextInt(100);
        if (dice < 30) {
            return Optional.empty();
        }
        if (dice < 55) {
            return Optional.of(now);
        }
        if (dice < 80) {
            // Many trades of both sides at one time, as from a broker who says no more than the second.
            return Optional.of(now.truncatedTo(ChronoUnit.SECONDS));
        }
        if (dice < 98) {
            return Optional.of(now.minusMillis(random.nextInt(20_000)));
        }
        return Optional.of(
                dice == 98
                        ? now.plusSeconds(random.nextInt(60))
                        : LONG_AGO.plus(Duration.ofSeconds(random.nextInt(9))));
    }
}
