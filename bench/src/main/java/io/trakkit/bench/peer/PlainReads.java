package io.trakkit.bench.peer;

import io.trakkit.bench.http.Latencies;
import io.trakkit.bench.site.Site;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The same questions by plain JDBC, with prepared statements and every column read, and by plain sockets to Redis: a
 * connection to each for each thread.
 */
public final class PlainReads implements AutoCloseable {

    private final List<Lane> lanes;

    private PlainReads(List<Lane> lanes) {
        this.lanes = lanes;
    }

    private record Lane(Connection connection, RedisReads redis) {}

    /**
     * What is asked at a time.
     *
     * @param statements each is sent in turn
     * @param keys what is read from Redis then; nothing where there are none
     */
    public record Asked(List<CapturedQuery> statements, List<String> keys) {}

    /** How it went: the rate, and how long each took. */
    public record Outcome(double perSecond, Latencies latencies) {}

    /** Connects as many threads as may be wanted. */
    public static PlainReads connect(Site site, String database, int threads) throws SQLException, IOException {
        List<Lane> lanes = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            lanes.add(new Lane(site.databases().connect(database), RedisReads.connect(site.redis())));
        }
        return new PlainReads(lanes);
    }

    /** Asks the questions in turns, from several threads. */
    public Outcome run(long count, int threads, List<Asked> questions) throws Exception {
        AtomicLong next = new AtomicLong();
        Latencies latencies = new Latencies();
        long began = System.nanoTime();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (Lane lane : lanes.subList(0, threads)) {
                work.add(() -> ask(lane, count, questions, next, latencies));
            }
            for (Future<Boolean> each : pool.invokeAll(work)) {
                each.get();
            }
        }
        return new Outcome(count * 1e9 / (System.nanoTime() - began), latencies);
    }

    private static boolean ask(Lane lane, long count, List<Asked> questions, AtomicLong next, Latencies latencies)
            throws SQLException, IOException {
        Map<String, PreparedStatement> statements = new HashMap<>();
        for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            long from = System.nanoTime();
            Asked asked = questions.get((int) (number % questions.size()));
            for (CapturedQuery query : asked.statements()) {
                PreparedStatement statement = statements.get(query.sql());
                if (statement == null) {
                    statement = lane.connection().prepareStatement(query.sql());
                    statements.put(query.sql(), statement);
                }
                query.run(statement);
            }
            if (!asked.keys().isEmpty()) {
                lane.redis().values(asked.keys());
            }
            latencies.add(System.nanoTime() - from);
        }
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        return true;
    }

    @Override
    public void close() throws SQLException, IOException {
        for (Lane lane : lanes) {
            lane.connection().close();
            lane.redis().close();
        }
    }
}
