package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.trakkit.query.EventStream.Event;
import io.trakkit.store.testing.TestDatabase;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An instance stops within ten seconds, whatever its clients do. */
class StopTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);

    private final TestDatabase database = TestDatabase.create();
    private final ReadModel model = new ReadModel(database.jdbc());

    @AfterEach
    void drop() {
        database.close();
    }

    /** More than any buffer takes. */
    private void openPortfolioOf(int tickers) {
        model.portfolio(1, "u-1", "growth");
        model.summaries(1, tickers);
    }

    @Test
    void whoFollowsAndDoesNotReadIsNotWaitedFor() throws Exception {
        openPortfolioOf(20_000);
        Instance instance = new Instance(database);
        try (Socket silent = instance.askAndReadNothing("/api/v1/portfolio/1/stream");
                EventStream reader = EventStream.open(instance.port(), "/api/v1/portfolio/1/stream")) {
            reader.awaitPresent();
            assertThat(instance.followers()).isEqualTo(2);

            assertThat(timeToStop(instance)).isLessThan(WITHIN);

            assertThat(silent.isConnected()).isTrue();
        }
    }

    @Test
    void whoAsksForMuchAndDoesNotReadIsNotWaitedForEither() throws Exception {
        openPortfolioOf(20_000);
        Instance instance = new Instance(database);
        try (Socket silent = instance.askAndReadNothing("/api/v1/portfolio/1/cumulative-returns")) {
            patiently().until(() -> silent.getInputStream().available() > 0);

            assertThat(timeToStop(instance)).isLessThan(WITHIN);
        }
    }

    @Test
    void whoFollowsIsToldTheEndAtOnce() {
        openPortfolioOf(1);
        Instance instance = new Instance(database);
        try (EventStream reader = EventStream.open(instance.port(), "/api/v1/portfolio/1/stream")) {
            reader.awaitPresent();

            timeToStop(instance);

            Event end = reader.await(event -> event.name().equals("end"));
            assertThat(end.data().get("reason").stringValue()).isEqualTo("shutdown");
            patiently().until(reader::isOver);
        }
    }

    private static Duration timeToStop(Instance instance) {
        long start = System.nanoTime();
        instance.close();
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("Stopped in %d ms%n", taken.toMillis());
        return taken;
    }
}
