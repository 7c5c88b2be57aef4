package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.query.EventStream.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A portfolio as it changes, by commits and by prices in a real Redis. */
class LiveStreamTest {

    private static final int CHANGES = 30;

    /** How long a change may take to be told on a machine that does nothing else; a busy one is given more. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private static final int FOR_A_BUSY_MACHINE = 15;

    private static final LivePortfolio PORTFOLIO = new LivePortfolio();

    @BeforeEach
    void hold() {
        PORTFOLIO.reset();
        PORTFOLIO.broker.buy("ACME", "10", "100", "2026-01-02T10:00:00Z");
    }

    @AfterAll
    static void stop() {
        PORTFOLIO.close();
    }

    @Test
    void everyChangeIsToldWithinASecondOfItsPriceOrItsCommit() {
        PORTFOLIO.desk("ACME", "100");
        try (EventStream stream = PORTFOLIO.stream()) {
            stream.await(event -> event.isReturnsWith("/positions/0/price", "100"));
            List<Duration> prices = new ArrayList<>();
            List<Duration> commits = new ArrayList<>();
            for (int i = 1; i <= CHANGES; i++) {
                String price = Integer.toString(100 + i);
                PORTFOLIO.desk("ACME", price);
                prices.add(delay(stream, event -> event.isReturnsWith("/positions/0/price", price)));

                PORTFOLIO.broker.buy("ACME", "1", "100", "2026-01-03T10:00:00Z");
                int version = 1 + i;
                commits.add(delay(
                        stream,
                        event -> event.isOf("ACME")
                                && event.data().get("version").asInt() == version));
            }
            tell("price", prices);
            tell("commit", commits);
            assertThat(prices).allMatch(delay -> delay.compareTo(WITHIN.multipliedBy(FOR_A_BUSY_MACHINE)) < 0);
            assertThat(commits).allMatch(delay -> delay.compareTo(WITHIN.multipliedBy(FOR_A_BUSY_MACHINE)) < 0);
        }
    }

    /** From what has just happened to the event that tells it. */
    private static Duration delay(EventStream stream, Predicate<Event> told) {
        long happened = System.nanoTime();
        return Duration.ofNanos(Math.max(0, stream.await(told).receivedAt() - happened));
    }

    private static void tell(String change, List<Duration> delays) {
        List<Duration> sorted = delays.stream().sorted().toList();
        System.out.printf(
                "Told after a %s: median %d ms, longest %d ms, of %d%n",
                change,
                sorted.get(sorted.size() / 2).toMillis(),
                sorted.getLast().toMillis(),
                sorted.size());
    }

    @Test
    void whenRedisGoesThePricesAreToldToBeStaleAndCommitsAsBeforeUntilItComesBack() {
        PORTFOLIO.desk("ACME", "130");
        try (EventStream stream = PORTFOLIO.stream()) {
            stream.await(event -> event.isReturnsWith("/positions/0/price", "130"));

            PORTFOLIO.redis.kill();
            try {
                Event stale = stream.await(event -> event.isReturnsWith("/positions/0/stale", "true")
                        && event.isReturnsWith("/positions/0/price", "130"));
                assertThat(stale.data().get("unrealised").stringValue()).isEqualTo("300");

                PORTFOLIO.broker.buy("ACME", "1", "100", "2026-01-03T10:00:00Z");
                stream.await(event -> event.isReturnsWith("/unrealised", "330"));
            } finally {
                PORTFOLIO.redis.restart();
            }
            PORTFOLIO.desk("ACME", "131");

            stream.await(event -> event.isReturnsWith("/positions/0/price", "131")
                    && event.isReturnsWith("/positions/0/stale", "false"));
            assertThat(stream.events()).noneMatch(event -> event.isReturnsWith("/market_value", "0"));
        }
    }

    @Test
    void aRedisThatHangsHoldsNoCommitUp() {
        PORTFOLIO.desk("ACME", "130");
        try (EventStream stream = PORTFOLIO.stream()) {
            stream.await(event -> event.isReturnsWith("/positions/0/price", "130"));

            PORTFOLIO.redis.pause();
            try {
                for (int i = 1; i <= 5; i++) {
                    PORTFOLIO.broker.buy("ACME", "1", "100", "2026-01-03T10:00:00Z");
                    String value = Integer.toString(10 * 30 + i * 30);
                    assertThat(delay(stream, event -> event.isReturnsWith("/unrealised", value)))
                            .isLessThan(WITHIN.multipliedBy(FOR_A_BUSY_MACHINE));
                }
            } finally {
                PORTFOLIO.redis.resume();
            }
        }
    }

    /** One poller serves all, and a round is one question for each kind of thing however many follow. */
    @Test
    void aHundredClientsAreToldTheSame() {
        PORTFOLIO.desk("ACME", "130");
        List<EventStream> streams =
                IntStream.range(0, 100).mapToObj(_ -> PORTFOLIO.stream()).toList();
        try {
            streams.forEach(stream -> stream.await(event -> event.isReturnsWith("/positions/0/price", "130")));
            assertThat(PORTFOLIO.app.followers()).isEqualTo(100);

            PORTFOLIO.broker.sell("ACME", "4", "150", "2026-01-03T10:00:00Z");
            PORTFOLIO.desk("ACME", "131");

            streams.forEach(stream -> stream.await(event -> event.isReturnsWith("/total", "386")));
            assertThat(streams.stream()
                            .map(stream -> stream.events().getLast().data().toString())
                            .distinct())
                    .hasSize(1);
        } finally {
            streams.forEach(EventStream::close);
        }
        patiently().until(() -> PORTFOLIO.app.followers() == 0);
    }
}
