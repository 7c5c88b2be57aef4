package io.trakkit.bench.peer;

import io.trakkit.bench.http.Latencies;
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

/** The same questions by plain JDBC: prepared statements, a connection for each thread, every column read. */
public final class JdbcReads implements AutoCloseable {

    private final List<Connection> connections;

    /** @param connections one for each thread; closed with this */
    public JdbcReads(List<Connection> connections) {
        this.connections = List.copyOf(connections);
    }

    /**
     * Asks so many questions.
     *
     * @param questions asked in turns; each is one statement or more
     * @return questions per second
     */
    public double run(long count, List<List<CapturedQuery>> questions, Latencies latencies) throws Exception {
        AtomicLong next = new AtomicLong();
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections.size())) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (Connection connection : connections) {
                work.add(() -> ask(connection, count, questions, next, latencies));
            }
            for (Future<Boolean> each : threads.invokeAll(work)) {
                each.get();
            }
        }
        return count * 1e9 / (System.nanoTime() - began);
    }

    private static boolean ask(
            Connection connection,
            long count,
            List<List<CapturedQuery>> questions,
            AtomicLong next,
            Latencies latencies)
            throws SQLException {
        Map<String, PreparedStatement> statements = new HashMap<>();
        for (long number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
            long from = System.nanoTime();
            for (CapturedQuery query : questions.get((int) (number % questions.size()))) {
                PreparedStatement statement = statements.get(query.sql());
                if (statement == null) {
                    statement = connection.prepareStatement(query.sql());
                    statements.put(query.sql(), statement);
                }
                query.run(statement);
            }
            latencies.add(System.nanoTime() - from);
        }
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        return true;
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
