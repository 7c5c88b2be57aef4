package io.trakkit.ingest.bulk;

import io.trakkit.domain.RefId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The steps of one request between the thread that reads records and the one that writes results; so many at most. */
final class Steps {

    private final BlockingQueue<Step> queue;
    private final Map<RefId, OnItsWay> onItsWay = new ConcurrentHashMap<>();

    Steps(int capacity) {
        queue = new ArrayBlockingQueue<>(capacity);
    }

    /** Waits for room. */
    void put(Step step) throws InterruptedException {
        queue.put(step);
    }

    /** Moves what is there to the list; waits so long for something to be there. */
    void take(List<Step> taken, int most, Duration atMost) throws InterruptedException {
        if (queue.drainTo(taken, most) == 0) {
            Step next = queue.poll(atMost.toNanos(), TimeUnit.NANOSECONDS);
            if (next != null) {
                taken.add(next);
            }
        }
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
