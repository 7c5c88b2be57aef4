package io.trakkit.bench.http;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Requests from many connections at once. */
public final class Load {

    private final URI app;
    private final int connections;

    public Load(URI app, int connections) {
        this.app = app;
        this.connections = connections;
    }

    /** A request, by its number, over a connection. */
    public interface Request {

        /** @return whether the answer is the one that is wanted */
        boolean send(HttpConnection connection, long number) throws Exception;
    }

    /**
     * What came of it.
     *
     * @param seconds from the first request to the last answer
     * @param failed how many answers were not the ones wanted
     */
    public record Outcome(Latencies latencies, double seconds, long failed) {

        public double perSecond() {
            return latencies.count() / seconds;
        }
    }

    /** Each connection sends its next request when it has its answer: as much as the app takes. */
    public Outcome closed(long requests, Request request) throws Exception {
        return run(requests, request, (_, _) -> System.nanoTime());
    }

    /**
     * So many a second, whether or not the app keeps up. A request that is sent late, because all connections wait for
     * answers, has waited since its own moment: nothing is left out.
     */
    public Outcome open(double perSecond, double seconds, Request request) throws Exception {
        return run((long) (perSecond * seconds), request, (begin, number) -> {
            long moment = begin + (long) (number * 1e9 / perSecond);
            while (true) {
                long left = moment - System.nanoTime();
                if (left <= 0) {
                    return moment;
                }
                LockSupport.parkNanos(left);
            }
        });
    }

    private interface Pace {

        /** Waits until a request is due, and tells from when on it counts. */
        long await(long begin, long number);
    }

    private Outcome run(long requests, Request request, Pace pace) throws Exception {
        Latencies latencies = new Latencies();
        AtomicLong next = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        List<HttpConnection> open = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
            for (int i = 0; i < connections; i++) {
                open.add(HttpConnection.to(app));
            }
            long begin = System.nanoTime();
            List<Callable<Long>> work = open.stream()
                    .<Callable<Long>>map(connection -> () -> {
                        long last = begin;
                        for (long number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                            long from = pace.await(begin, number);
                            if (!request.send(connection, number)) {
                                failed.incrementAndGet();
                            }
                            last = System.nanoTime();
                            latencies.add(last - from);
                        }
                        return last;
                    })
                    .toList();
            long end = begin;
            for (Future<Long> each : threads.invokeAll(work)) {
                end = Math.max(end, each.get());
            }
            return new Outcome(latencies, (end - begin) / 1e9, failed.get());
        } finally {
            for (HttpConnection connection : open) {
                connection.close();
            }
        }
    }
}
