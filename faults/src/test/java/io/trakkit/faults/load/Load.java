package io.trakkit.faults.load;

import io.trakkit.testing.Seed;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Many brokers and some readers, all at once. */
public final class Load {

    private static final int BROKERS = 50;
    private static final int READERS = 4;
    private static final int ATTEMPTS = 20;
    private static final Duration TO_FINISH = Duration.ofSeconds(60);
    private static final Duration READERS_PACE = Duration.ofMillis(60);

    private final List<Thread> brokers = new ArrayList<>();
    private final List<Thread> readers = new ArrayList<>();
    private final Phase phase = new Phase();

    /** Whether it is time to stop. */
    static final class Phase {

        private volatile boolean ending;
        private volatile long deadline = Long.MAX_VALUE;

        boolean goesOn() {
            return !ending;
        }

        /** What has been begun is brought to its end, if that takes no more than a while. */
        boolean mayFinish() {
            return !ending || System.nanoTime() < deadline;
        }

        private void end() {
            deadline = System.nanoTime() + TO_FINISH.toNanos();
            ending = true;
        }
    }

    /** Creates the portfolios that the load is about, two for each user. */
    public static List<Portfolio> portfolios(URI ingest, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> portfolio(ingest, "u-" + i / 2, "portfolio " + i))
                .toList();
    }

    /** Comes again when told to, under another name: the first may have been taken. */
    private static Portfolio portfolio(URI ingest, String user, String name) {
        Http.Answer answer = new Http.Answer(Http.NO_ANSWER, HttpHeaders.of(Map.of(), (_, _) -> true), "");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String body = "{\"user_id\": \"%s\", \"name\": \"%s, %d\"}".formatted(user, name, attempt);
            answer = Http.send("POST", ingest.resolve("/api/v1/portfolio/"), body, Map.of(), TO_FINISH);
            if (answer.status() == 201) {
                JsonNode created = JsonMapper.shared().readTree(answer.body());
                return new Portfolio(created.path("id").asLong(), user);
            }
            LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        }
        throw new IllegalStateException("No portfolio: " + answer.inShort());
    }

    /**
     * Begins.
     *
     * @param perSecond how many trades, amendments, repeats and contradictions are sent in a second
     */
    public static Load start(
            URI ingest,
            URI query,
            List<Portfolio> portfolios,
            int perSecond,
            Ledger ledger,
            Witness witness,
            Seed seed) {
        Load load = new Load();
        Duration pace = Duration.ofSeconds(1).multipliedBy(BROKERS).dividedBy(perSecond);
        for (int i = 0; i < BROKERS; i++) {
            Seed own = seed.plus(1000 + i);
            RandomTrades trades =
                    new RandomTrades(own.random(), portfolios, Clock.systemUTC(), Long.toHexString(own.value()));
            Broker broker = new Broker(ingest, ledger, witness, own.plus(1000).random(), trades, pace, load.phase);
            load.brokers.add(Thread.ofVirtual().name("broker-" + i).start(broker));
        }
        for (int i = 0; i < READERS; i++) {
            Reader reader = new Reader(
                    query, portfolios, ledger, witness, seed.plus(5000 + i).random(), READERS_PACE, load.phase);
            load.readers.add(Thread.ofVirtual().name("reader-" + i).start(reader));
        }
        return load;
    }

    /** Ends, after what has been begun. */
    public void stop() throws InterruptedException {
        phase.end();
        for (Thread broker : brokers) {
            broker.join();
        }
        for (Thread reader : readers) {
            reader.join();
        }
    }
}
