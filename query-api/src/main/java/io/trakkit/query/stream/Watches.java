package io.trakkit.query.stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import io.trakkit.wire.http.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** The watched portfolios of this instance, and the thread that polls for all of them. */
final class Watches implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final StreamSettings settings;
    private final Poller poller;
    private final Semaphore free;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Map<PortfolioKey, Watch> watches = new HashMap<>();
    private boolean newcomer;
    private long rounds;
    private boolean running;
    private boolean failing;

    Watches(StreamSettings settings, Poller poller, MeterRegistry meters) {
        this.settings = settings;
        this.poller = poller;
        free = new Semaphore(settings.maxConnections());
        meters.gauge("trakkit.query.streams", free, places -> settings.maxConnections() - places.availablePermits());
    }

    /** The work of a follower with a watch, for as long as it follows. */
    interface Following {
        /** @param arrival the last round that began before the client connected */
        void follow(Watch watch, long arrival) throws IOException, InterruptedException;
    }

    /**
     * Lets a client follow a portfolio, on its own thread, until it leaves or the instance stops.
     *
     * @throws ProblemException 503 if the most clients follow already
     */
    void follow(PortfolioKey portfolio, Following follower) throws IOException, InterruptedException {
        if (!free.tryAcquire()) {
            throw ProblemException.unavailable(
                    "This instance has the most streams that it allows (" + settings.maxConnections()
                            + "); try again later",
                    RETRY_AFTER);
        }
        long arrival = roundsBegun();
        Watch watch = enter(portfolio);
        try {
            follower.follow(watch, arrival);
        } finally {
            leave(watch);
            free.release();
        }
    }

    private Watch enter(PortfolioKey portfolio) {
        lock.lock();
        try {
            Watch watch = watches.computeIfAbsent(portfolio, Watch::new);
            watch.follow(1);
            if (!running) {
                watch.end();
            }
            newcomer = true;
            arrived.signal();
            return watch;
        } finally {
            lock.unlock();
        }
    }

    private long roundsBegun() {
        lock.lock();
        try {
            return rounds;
        } finally {
            lock.unlock();
        }
    }

    private void leave(Watch watch) {
        lock.lock();
        try {
            if (watch.follow(-1) == 0) {
                watches.remove(watch.key());
            }
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        try {
            for (List<Watch> all = awaitNext(); !all.isEmpty(); all = awaitNext()) {
                round(all);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round(List<Watch> all) {
        try {
            Set<Watch> unread = poller.round(all);
            long round = roundsBegun();
            all.stream().filter(watch -> !unread.contains(watch)).forEach(watch -> watch.confirm(round));
            failing = false;
        } catch (DataAccessException | TransactionException e) {
            // The next round retries; until then followers get heartbeats.
            if (!failing) {
                LOG.warn("Cannot read changes for streams, will retry: {}", e.toString());
            }
            failing = true;
        } catch (RuntimeException e) {
            LOG.error("Reading changes for streams failed", e);
        }
    }

    /** Waits until the next round: for the time of a poll, or until a client arrives. Returns no watches after the stop. */
    private List<Watch> awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = settings.poll().toNanos();
            while (running && (watches.isEmpty() || (!newcomer && left > 0))) {
                if (watches.isEmpty()) {
                    arrived.await();
                } else {
                    left = arrived.awaitNanos(left);
                }
            }
            newcomer = false;
            rounds++;
            return running ? new ArrayList<>(watches.values()) : List.of();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void start() {
        lock.lock();
        try {
            running = true;
            Thread.ofPlatform().daemon().name("portfolio-streams").start(this::run);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all watches before the server waits for open requests; a client that does not read is cut off after that wait. */
    @Override
    public void stop() {
        lock.lock();
        try {
            running = false;
            arrived.signalAll();
            watches.values().forEach(Watch::end);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean isRunning() {
        lock.lock();
        try {
            return running;
        } finally {
            lock.unlock();
        }
    }
}
