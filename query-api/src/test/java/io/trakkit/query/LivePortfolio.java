package io.trakkit.query;

import static io.trakkit.testing.Waiting.patiently;

import io.trakkit.prices.testing.TestRedis;
import io.trakkit.store.testing.TestDatabase;
import io.trakkit.testing.HttpAnswer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The app on a real Redis, with portfolio 1 of u-1 in it, and a broker and a desk who move it. */
final class LivePortfolio implements AutoCloseable {

    final TestDatabase database = TestDatabase.create();
    final TestRedis redis = TestRedis.start();
    final ReadModel model = new ReadModel(database.jdbc());
    final Broker broker = new Broker(database);
    final Instance app = newInstance();

    LivePortfolio() {
        reset();
        awaitRedis();
        reset();
    }

    /** On a busy machine the first connection to Redis may take longer than the app waits for it. */
    private void awaitRedis() {
        broker.buy("FIRST", "1", "1", "2026-01-02T10:00:00Z");
        desk("FIRST", "2");
        patiently()
                .until(() -> returns()
                        .json()
                        .at("/positions/0/price_source")
                        .stringValue()
                        .equals("desk"));
    }

    /** One that has read nothing yet. */
    Instance newInstance() {
        return new Instance(database, "--spring.data.redis.port=" + redis.port(), "--trakkit.stream.heartbeat=300ms");
    }

    /** An empty portfolio, and no prices. */
    void reset() {
        redis.command("CONFIG", "SET", "maxmemory", "0");
        redis.command("FLUSHALL");
        model.empty();
        model.portfolio(1, "u-1", "growth");
    }

    /** Puts a price of the present into Redis, as live-prices' README tells others to. */
    String desk(String ticker, String price) {
        String time = Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
        desk(ticker, price, time);
        return time;
    }

    void desk(String ticker, String price, String time) {
        redis.command(
                "SET",
                "trakkit:price:" + ticker,
                "{\"price\": \"%s\", \"currency\": \"USD\", \"time\": \"%s\", \"source\": \"desk\"}"
                        .formatted(price, time));
    }

    HttpAnswer returns() {
        return app.get("/api/v1/portfolio/1/cumulative-returns/");
    }

    EventStream stream() {
        return EventStream.open(app.port(), "/api/v1/portfolio/1/stream/");
    }

    @Override
    public void close() {
        app.close();
        redis.close();
        database.close();
    }
}
