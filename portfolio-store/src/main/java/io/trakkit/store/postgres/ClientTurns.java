package io.trakkit.store.postgres;

import io.trakkit.domain.portfolio.ClientId;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shares the connections of a pool among clients, so that the requests of one do not queue behind those of another. One client has
 * all connections but one at most. A connection that becomes free goes to the waiting client that has the fewest, and of these to
 * the one that has waited longest.
 */
final class ClientTurns {

    /** SQLSTATE too_many_connections: PostgreSQL is there, and another client may get a connection at once. */
    static final String TOO_MANY_CONNECTIONS = "53300";

    private final int connections;
    private final int mostOfOne;
    private final Duration patience;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<ClientId, Share> shares = new HashMap<>();
    private int taken;
    private int queued;
    private long arrivals;

    /** The connections of one client, and its requests that wait for one. */
    private static final class Share {
        private final Deque<Turn> waiting = new ArrayDeque<>();
        private int taken;
    }

    /** The turn of one request, which may still have to come. */
    private record Turn(long arrival, CountDownLatch begun) {}

    /**
     * @param connections the size of the pool
     * @param patience the longest wait for a turn
     */
    ClientTurns(int connections, Duration patience) {
        this.connections = connections;
        this.patience = patience;
        mostOfOne = Math.max(1, connections - 1);
    }

    /**
     * Waits until the client may take a connection. Each turn ends with {@link #end}.
     *
     * @throws SQLTransientConnectionException if the turn does not come in time
     */
    void await(ClientId client) throws SQLTransientConnectionException {
        Turn turn = enter(client);
        if (turn == null) {
            return;
        }
        try {
            if (turn.begun().await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!leave(client, turn)) {
            throw new SQLTransientConnectionException(
                    "The client %s uses %d connections of %d; another request of it waited %d ms in vain"
                            .formatted(client, taken(client), connections, patience.toMillis()),
                    TOO_MANY_CONNECTIONS);
        }
    }

    /** Null if the turn begins at once: while a connection is free, only those wait who have all that they may have. */
    private @Nullable Turn enter(ClientId client) {
        lock.lock();
        try {
            Share share = shares.computeIfAbsent(client, _ -> new Share());
            if (taken < connections && share.taken < mostOfOne) {
                share.taken++;
                taken++;
                return null;
            }
            Turn turn = new Turn(++arrivals, new CountDownLatch(1));
            share.waiting.add(turn);
            queued++;
            return turn;
        } finally {
            lock.unlock();
        }
    }

    /** Stops waiting; returns whether the turn has begun meanwhile. */
    private boolean leave(ClientId client, Turn turn) {
        lock.lock();
        try {
            Share share = shares.get(client);
            if (share == null || !share.waiting.remove(turn)) {
                return true;
            }
            queued--;
            forgetIfIdle(client);
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** The client has given its connection back. */
    void end(ClientId client) {
        lock.lock();
        try {
            Share share = shares.get(client);
            if (share != null) {
                share.taken--;
                taken--;
                forgetIfIdle(client);
                if (queued > 0) {
                    beginNext();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void forgetIfIdle(ClientId client) {
        shares.computeIfPresent(client, (_, share) -> share.taken == 0 && share.waiting.isEmpty() ? null : share);
    }

    private void beginNext() {
        shares.values().stream()
                .filter(share -> !share.waiting.isEmpty() && share.taken < mostOfOne)
                .min(Comparator.<Share>comparingInt(share -> share.taken)
                        .thenComparingLong(share -> share.waiting.element().arrival()))
                .ifPresent(share -> {
                    share.taken++;
                    taken++;
                    queued--;
                    share.waiting.remove().begun().countDown();
                });
    }

    private int taken(ClientId client) {
        lock.lock();
        try {
            Share share = shares.get(client);
            return share == null ? 0 : share.taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many requests of the client wait. */
    int waiting(ClientId client) {
        lock.lock();
        try {
            Share share = shares.get(client);
            return share == null ? 0 : share.waiting.size();
        } finally {
            lock.unlock();
        }
    }
}
