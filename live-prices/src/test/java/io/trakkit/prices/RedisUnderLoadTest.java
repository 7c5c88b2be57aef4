package io.trakkit.prices;

import static io.trakkit.prices.PriceContext.quote;
import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.domain.price.Quote;
import io.trakkit.domain.value.Ticker;
import io.trakkit.store.prices.PriceHistory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Eight readers ask without a pause while Redis is killed, started empty, filled, paused and let go on. */
class RedisUnderLoadTest {

    private static final int READERS = 8;

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    private final List<Quote> quotes = IntStream.range(0, 100)
            .mapToObj(i -> quote("T" + i, i + 1 + ".5", now.minusSeconds(10)))
            .toList();
    private final List<Ticker> tickers = quotes.stream().map(Quote::ticker).toList();

    @Test
    void everyReaderGetsEveryPriceRightAllTheTimeAndLiveOnesAgainInTheEnd() throws Exception {
        try (PriceContext context = new PriceContext();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            LivePrices prices = context.bean(LivePrices.class);
            context.bean(PriceHistory.class).record(quotes);
            quotes.forEach(context::put);
            patiently().until(() -> allLive(prices));
            AtomicBoolean stop = new AtomicBoolean();
            LongAdder live = new LongAdder();
            LongAdder others = new LongAdder();
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (!stop.get()) {
                        Map<Ticker, KnownQuote> known = prices.of(tickers);
                        assertThat(known.values().stream().map(KnownQuote::quote))
                                .containsExactlyInAnyOrderElementsOf(quotes);
                        (known.values().stream().allMatch(KnownQuote::isLive) ? live : others).increment();
                    }
                }));
            }
            try {
                awaitMore(live);
                context.redis.kill();
                awaitMore(others);
                context.redis.restart();
                awaitMore(others);
                quotes.forEach(context::put);
                awaitMore(live);
                context.redis.pause();
                awaitMore(others);
                context.redis.resume();
                awaitMore(live);
                patiently().until(() -> allLive(prices));
            } finally {
                stop.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        }
    }

    private boolean allLive(LivePrices prices) {
        Map<Ticker, KnownQuote> known = prices.of(tickers);
        return known.size() == quotes.size() && known.values().stream().allMatch(KnownQuote::isLive);
    }

    private static void awaitMore(LongAdder answers) {
        long before = answers.sum();
        patiently().until(() -> answers.sum() > before + READERS);
    }
}
