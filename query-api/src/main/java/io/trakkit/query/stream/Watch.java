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

    /** How the positions were when they were last read; the poller's alone. */
    private @Nullable Change change;

    /** How many follow it; guarded by the watches. */
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

    /** There is another state. */
    void become(PortfolioState latest) {
        lock.lock();
        try {
            state = latest;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The state is what the round of that number found. */
    void confirm(long round) {
        lock.lock();
        try {
            confirmed = round;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There will be no more states. */
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
     * The state as a round found it that began after another one. Whoever comes from another instance may have seen newer
     * states than the one that is here, and must not see them go back.
     *
     * @return null if the time is over, or all is
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

    /** The state that there is, once it is another one than that of a number, or the time is over, or all is. */
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
