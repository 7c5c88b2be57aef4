package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.trade.RefId;
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
 * A bounded queue of results between the thread that reads records and the one that writes lines. They change hands
 * some at a time: for each to wake the other thread up would cost more than to read it.
 */
public final class ResultQueue {

    private static final int AT_ONCE = 64;

    private final BlockingQueue<List<RecordResult>> queue;
    private final int atOnce;
    private final Map<RefId, PendingRecord> pending = new ConcurrentHashMap<>();
    private List<RecordResult> next = new ArrayList<>(AT_ONCE);

    public ResultQueue(int capacity) {
        atOnce = Math.min(AT_ONCE, capacity);
        queue = new ArrayBlockingQueue<>(capacity / atOnce);
    }

    /** Adds a step, which waits for others; waits for room. Nearly always by one thread. */
    public synchronized void put(RecordResult recordResult) throws InterruptedException {
        next.add(recordResult);
        if (next.size() == atOnce) {
            handOver();
        }
    }

    /** Lets no step wait for others. To be called before anything that may take long. */
    public synchronized void handOver() throws InterruptedException {
        if (!next.isEmpty()) {
            queue.put(next);
            next = new ArrayList<>(AT_ONCE);
        }
    }

    /** The next ones; none if none come within that time. */
    public List<RecordResult> take(Duration atMost) throws InterruptedException {
        List<RecordResult> taken = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
        return taken == null ? List.of() : taken;
    }

    /** The event with that ref_id that was handed to the log and has no written result yet. */
    @Nullable
    public PendingRecord onItsWay(RefId refId) {
        return pending.get(refId);
    }

    public void begin(PendingRecord event) {
        pending.put(event.refId(), event);
    }

    public void end(PendingRecord event) {
        pending.remove(event.refId());
    }
}
