package io.trakkit.bench.peer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Threads that do something together, and count what is done. */
public final class Crew implements AutoCloseable {

    private final AtomicLong done = new AtomicLong();
    private final List<Future<?>> members = new ArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile boolean dismissed;

    /** What a member does. */
    interface Work {

        /** @param done to be raised by what is committed */
        void run(AtomicLong done) throws Exception;
    }

    void add(Work work) {
        members.add(threads.submit(() -> {
            work.run(done);
            return null;
        }));
    }

    /**
     * How much is done.
     *
     * @throws IllegalStateException if one of them has failed
     */
    public long done() {
        for (Future<?> member : members) {
            if (member.state() == Future.State.FAILED) {
                throw new IllegalStateException("A thread of the peer has failed", member.exceptionNow());
            }
        }
        return done.get();
    }

    /** Whether the measurement has ended: what has not begun is skipped. */
    boolean isDismissed() {
        return dismissed;
    }

    /** Waits until all have ended what they are at. */
    @Override
    public void close() {
        dismissed = true;
        threads.close();
    }
}
