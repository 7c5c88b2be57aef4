package io.trakkit.ingest.database;

import io.trakkit.domain.portfolio.ClientId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.dao.CannotAcquireLockException;

/**
 * Limits the requests that hold a connection while they wait for Kafka, so that the rest of the pool stays free for look-ups. One
 * client has half the places at most: its requests may wait for each other's locks.
 */
public final class WritePlaces {

    private static final int ALL = 4;
    private static final int OF_CLIENT = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Semaphore all = new Semaphore(ALL, true);
    private final Map<ClientId, Semaphore> ofClients = new ConcurrentHashMap<>();

    /**
     * Writes in a place of its own.
     *
     * @throws CannotAcquireLockException if no place becomes free in time
     */
    public <T> T within(ClientId client, Supplier<T> write) {
        long start = System.nanoTime();
        Semaphore own = ofClients.computeIfAbsent(client, _ -> new Semaphore(OF_CLIENT, true));
        enter(own, start);
        try {
            enter(all, start);
            try {
                return write.get();
            } finally {
                all.release();
            }
        } finally {
            own.release();
        }
    }

    private static void enter(Semaphore places, long start) {
        long left = PATIENCE.toNanos() - (System.nanoTime() - start);
        try {
            if (places.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        throw new CannotAcquireLockException("Too many requests write at once");
    }
}
