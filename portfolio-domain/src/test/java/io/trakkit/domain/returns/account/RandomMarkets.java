package io.trakkit.domain.returns.account;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.price.PriceSourceName;
import io.trakkit.domain.price.Quote;
import io.trakkit.domain.returns.account.Market.KnownRate;
import io.trakkit.domain.testing.RandomLedger;
import io.trakkit.domain.testing.RandomLedger.Step;
import io.trakkit.domain.value.CurrencyCode;
import io.trakkit.domain.value.FxRate;
import io.trakkit.domain.value.Price;
import io.trakkit.domain.value.Ticker;
import io.trakkit.domain.value.Times;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * Random quotes, rates and spans for a random portfolio: before, at and after the times of its records, raw and adjusted, in
 * several currencies, few or none.
 */
final class RandomMarkets {

    private static final CurrencyCode USD = new CurrencyCode("USD");
    private static final CurrencyCode EUR = new CurrencyCode("EUR");
    private static final CurrencyCode INR = new CurrencyCode("INR");
    private static final List<Ticker> TICKERS = List.of(new Ticker("T0"), new Ticker("T1"), new Ticker("T2"));
    private static final List<Duration> AGES =
            List.of(Duration.ofHours(1), Duration.ofDays(4), Duration.ofDays(10_000));
    private static final int MOST_QUOTES = 12;

    private final RandomGenerator random;
    private final List<Instant> times;

    private RandomMarkets(RandomGenerator random, List<Instant> times) {
        this.random = random;
        this.times = times;
    }

    static Scenario around(RandomLedger ledger, RandomGenerator random) {
        RandomMarkets markets = new RandomMarkets(random, times(ledger.steps()));
        List<Quote> quotes = new ArrayList<>();
        TICKERS.forEach(ticker -> quotes.addAll(markets.quotes(ticker)));
        List<KnownRate> rates = new ArrayList<>(markets.rates(EUR, 8));
        rates.addAll(markets.rates(INR, 3));
        return new Scenario(
                ledger.rules(), ledger.steps(), new Market(quotes, rates, AGES.get(random.nextInt(AGES.size()))));
    }

    /** Two to seven times, most of them about those of the records, some before or after all of them. */
    static List<Instant> points(Scenario scenario, RandomGenerator random) {
        RandomMarkets markets = new RandomMarkets(random, times(scenario.steps()));
        int count = 2 + random.nextInt(6);
        boolean isElsewhere = random.nextInt(20) == 0;
        Duration away = isElsewhere ? Duration.ofDays(random.nextBoolean() ? 10_000 : -10_000) : Duration.ZERO;
        NavigableSet<Instant> points = new TreeSet<>();
        while (points.size() < count) {
            points.add(legal(markets.time().plus(away).plus(random.nextInt(2), ChronoUnit.MINUTES)));
        }
        return List.copyOf(points);
    }

    /** When records are executed, received, or moved to. */
    private static List<Instant> times(List<Step> steps) {
        Set<Instant> times = new TreeSet<>();
        for (Step step : steps) {
            switch (step) {
                case Step.Event(TradeEvent event) -> {
                    times.add(event.occurredAt());
                    event.booking().ifPresent(booking -> times.add(booking.executedAt()));
                }
                case Step.Recorded(var action) -> times.add(action.tradeOrder().executedAt());
                case Step.Withdrawn _ -> {}
            }
        }
        return List.copyOf(times);
    }

    private Instant time() {
        Instant near = times.get(random.nextInt(times.size()));
        return legal(
                switch (random.nextInt(8)) {
                    case 0 -> near.plusSeconds(random.nextInt(3) - 1L);
                    case 1 -> near.plus(random.nextInt(3) - 1L, ChronoUnit.MICROS);
                    case 2 -> near.plus(random.nextInt(120) - 60L, ChronoUnit.MINUTES);
                    case 3 -> near.plus(random.nextInt(100) - 50L, ChronoUnit.HOURS);
                    case 4 -> near.truncatedTo(ChronoUnit.DAYS);
                    default -> near;
                });
    }

    private static Instant legal(Instant time) {
        return time.isBefore(Times.EARLIEST) ? Times.EARLIEST : time;
    }

    private List<Quote> quotes(Ticker ticker) {
        TreeMap<Instant, Quote> quotes = new TreeMap<>();
        for (int i = random.nextInt(MOST_QUOTES); i > 0; i--) {
            Instant time = time();
            Optional<Instant> adjustedAt = random.nextInt(4) == 0 ? Optional.of(time()) : Optional.empty();
            quotes.put(time, new Quote(ticker, price(), currency(), time, new PriceSourceName("test"), adjustedAt));
        }
        return List.copyOf(quotes.values());
    }

    private Price price() {
        return new Price(BigDecimal.valueOf(1L + random.nextInt(5_000), random.nextInt(4)));
    }

    private CurrencyCode currency() {
        return switch (random.nextInt(10)) {
            case 0 -> INR;
            case 1, 2, 3 -> EUR;
            default -> USD;
        };
    }

    private List<KnownRate> rates(CurrencyCode currency, int most) {
        TreeMap<Instant, KnownRate> rates = new TreeMap<>();
        for (int i = random.nextInt(most); i > 0; i--) {
            Instant time = time();
            FxRate rate = new FxRate(BigDecimal.valueOf(50L + random.nextInt(150), 2));
            rates.put(time, new KnownRate(currency, rate, time));
        }
        return List.copyOf(rates.values());
    }
}
