package io.trakkit.query.stream;

import io.trakkit.store.query.WatchedPositions.Change;
import io.trakkit.store.query.WatchedPositions.PortfolioKey;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A watched portfolio. It keeps the latest state only, so a slow client skips states and delays no one. */
final class Watch {

    private final PortfolioKey key;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable PortfolioState state;
    private long confirmed;
    private boolean ended;

    /** The change that was current when the positions were last read. Only the poller uses it. */
    private @Nullable Change change;

    /** The number of followers, guarded by the lock of {@link Watches}. */
    private int followers;

    Watch(PortfolioKey key) {
        this.key = key;
    }

    PortfolioKey key() {
        return key;
    }

    @Nullable
    Change change() {
        return change;
    }

    void read(Change latest) {
        change = latest;
    }

    /** Has the next round read the positions, also if nothing is applied until then: this round could not. */
    void forget() {
        change = null;
    }

    int follow(int more) {
        followers += more;
        return followers;
    }

    @Nullable
    PortfolioState state() {
        lock.lock();
        try {
            return state;
        } finally {
            lock.unlock();
        }
    }

    /** Publishes a new state. */
    void become(PortfolioState latest) {
        lock.lock();
        try {
            state = latest;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Confirms that the state was current in a round. */
    void confirm(long round) {
        lock.lock();
        try {
            confirmed = round;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the watch: no further state follows. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private long number() {
        return state == null ? 0 : state.number();
    }

    /**
     * Waits until a round after {@code after} has confirmed the state. A client that comes from another instance may have seen
     * newer states than the present one here, and must not go back.
     *
     * @return null at the time limit or the end of the watch
     */
    @Nullable
    PortfolioState awaitConfirmed(long after, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (confirmed <= after && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return confirmed <= after ? null : state;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a state with another number, the time limit, or the end of the watch; returns the present state. */
    @Nullable
    PortfolioState awaitOther(long known, Duration limit) throws InterruptedException {
        long left = limit.toNanos();
        lock.lockInterruptibly();
        try {
            while (number() == known && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            return state;
        } finally {
            lock.unlock();
        }
    }
}
