package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.event.TradeEvent;
import io.trakkit.domain.trade.RefId;
import io.trakkit.ingest.publish.BulkLog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** An event that was sent to Kafka and is not yet acknowledged. One thread may wait for it. */
public final class PendingRecord implements BulkLog.Receipt {

    private enum State {
        OPEN,
        ACKNOWLEDGED,
        FAILED
    }

    private final TradeEvent.Creation event;
    private final Runnable whenFailed;
    private volatile State state = State.OPEN;
    private volatile @Nullable Thread waiting;
    private int partition;
    private long offset;

    /** @param whenFailed called at once when the send fails, because later records depend on it */
    public PendingRecord(TradeEvent.Creation event, Runnable whenFailed) {
        this.event = event;
        this.whenFailed = whenFailed;
    }

    public TradeEvent.Creation event() {
        return event;
    }

    public RefId refId() {
        return event.booked().refId();
    }

    @Override
    public void acknowledged(int partition, long offset) {
        this.partition = partition;
        this.offset = offset;
        settle(State.ACKNOWLEDGED);
    }

    @Override
    public void failed() {
        whenFailed.run();
        settle(State.FAILED);
    }

    private void settle(State settled) {
        state = settled;
        LockSupport.unpark(waiting);
    }

    /** Waits until something became of it, at most so long; false if nothing has. */
    public boolean await(Duration atMost) {
        if (state != State.OPEN) {
            return true;
        }
        waiting = Thread.currentThread();
        long end = System.nanoTime() + atMost.toNanos();
        while (state == State.OPEN) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                break;
            }
            LockSupport.parkNanos(this, left);
        }
        waiting = null;
        return state != State.OPEN;
    }

    public boolean isAcknowledged() {
        return state == State.ACKNOWLEDGED;
    }

    /** Its log position, once it is acknowledged. */
    public int partition() {
        return partition;
    }

    public long offset() {
        return offset;
    }
}
