package io.trakkit.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.price.QuoteDecision;
import io.trakkit.domain.price.QuoteDefaults;
import io.trakkit.domain.price.QuoteRules;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.Ticker;
import io.trakkit.feed.source.Polled;
import io.trakkit.feed.source.csv.CsvSettings;
import io.trakkit.feed.source.csv.CsvSource;
import io.trakkit.testing.SteppedClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The prices of the demonstration, as its settings bring them. */
class DemoPricesTest {

    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final int MONTHS = 123;
    private static final Set<Ticker> TICKERS =
            Stream.of("MSFT", "AMZN", "IBM", "GOOG", "AAPL").map(Ticker::new).collect(Collectors.toSet());

    private final CsvSettings settings = new Binder(new MapConfigurationPropertySource(Demo.PRICES.stream()
                    .map(setting -> setting.substring("--".length()).split("=", 2))
                    .collect(Collectors.toMap(setting -> setting[0], setting -> setting[1]))))
            .bind("trakkit.feed.csv", CsvSettings.class)
            .get();

    @Test
    void everyMonthOfTheSamplesPassesByAndNoneIsRefused() {
        QuoteRules rules = new QuoteRules(USD, BigDecimal.TEN, Duration.ofMinutes(1));
        Map<Ticker, Quote> latest = new HashMap<>();
        Instant start = Instant.parse("2026-11-02T12:00:00Z");
        SteppedClock clock = new SteppedClock(start);
        try (CsvSource source = new CsvSource(settings, new QuoteDefaults(USD, false), clock)) {
            for (int run = 0; run < 2 * MONTHS; run++) {
                Polled polled = source.poll(TICKERS);
                polled.whenTaken().run();
                assertThat(polled.faults()).isEmpty();
                assertThat(polled.quotes()).hasSizeGreaterThanOrEqualTo(4);
                List<Quote> inOrder = polled.quotes().stream()
                        .sorted(Comparator.comparing(Quote::time))
                        .toList();
                for (Quote quote : inOrder) {
                    assertThat(rules.decide(quote, latest.get(quote.ticker()), true, clock.instant()))
                            .as(quote.toString())
                            .isEqualTo(QuoteDecision.ACCEPTED);
                    latest.put(quote.ticker(), quote);
                }
                clock.step(Duration.ofSeconds(2));
            }
        }
        assertThat(latest).containsOnlyKeys(TICKERS);
    }
}
