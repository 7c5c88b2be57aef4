package io.trakkit.ingest.bulk;

import io.trakkit.domain.RefId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The steps of one request between the thread that reads records and the one that writes results; so many at most. They
 * change hands some at a time: for each to wake the other thread up would cost more than to read it.
 */
final class Steps {

    private static final int AT_ONCE = 64;

    private final BlockingQueue<List<Step>> queue;
    private final int atOnce;
    private final Map<RefId, OnItsWay> onItsWay = new ConcurrentHashMap<>();
    private List<Step> next = new ArrayList<>(AT_ONCE);

    Steps(int capacity) {
        atOnce = Math.min(AT_ONCE, capacity);
        queue = new ArrayBlockingQueue<>(capacity / atOnce);
    }

    /** Adds a step, which waits for others; waits for room. Nearly always by one thread. */
    synchronized void put(Step step) throws InterruptedException {
        next.add(step);
        if (next.size() == atOnce) {
            handOver();
        }
    }

    /** Lets no step wait for others. To be called before anything that may take long. */
    synchronized void handOver() throws InterruptedException {
        if (!next.isEmpty()) {
            queue.put(next);
            next = new ArrayList<>(AT_ONCE);
        }
    }

    /** The next ones; none if none come within that time. */
    List<Step> take(Duration atMost) throws InterruptedException {
        List<Step> taken = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return taken == null ? List.of() : taken;
    }

    /** The event with that ref_id that was handed to the log and of which no result has been written yet. */
    @Nullable
    OnItsWay onItsWay(RefId refId) {
        return onItsWay.get(refId);
    }

    void begin(OnItsWay event) {
        onItsWay.put(event.refId(), event);
    }

    void end(OnItsWay event) {
        onItsWay.remove(event.refId());
    }
}
