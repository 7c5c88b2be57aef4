package io.trakkit.ingest.bulk;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Results until the caller reads them, which is after it has sent the body. They are kept in memory up to a bound, and then
 * on disk. To put one in never waits.
 */
final class Outbox implements AutoCloseable {

    private static final int IN_MEMORY = 1024 * 1024;

    private final Deque<byte[]> memory = new ArrayDeque<>();
    private final Spill spill;
    private int bytesInMemory;
    private boolean ended;
    private boolean abandoned;

    Outbox(Spill spill) {
        this.spill = spill;
    }

    synchronized void put(byte[] piece) {
        if (abandoned) {
            return;
        }
        if (spill.isEmpty() && bytesInMemory + piece.length <= IN_MEMORY) {
            memory.add(piece);
            bytesInMemory += piece.length;
        } else {
            spill.add(piece);
        }
        notifyAll();
    }

    /** Whether there is room for errors only. */
    synchronized boolean isFull() {
        return !spill.isEmpty() && spill.isFull();
    }

    /** Nothing more will be put in. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The next piece, waiting for it; null if none follows. */
    synchronized byte @Nullable [] take() throws InterruptedException {
        while (isEmpty() && !ended && !abandoned) {
            wait();
        }
        if (isEmpty()) {
            return null;
        }
        byte[] piece = memory.poll();
        if (piece == null) {
            return spill.remove();
        }
        bytesInMemory -= piece.length;
        return piece;
    }

    /** Whether the next {@link #take()} would wait. */
    synchronized boolean isEmpty() {
        return memory.isEmpty() && spill.isEmpty();
    }

    /** Throws away what is left. */
    @Override
    public synchronized void close() {
        abandoned = true;
        memory.clear();
        spill.close();
        notifyAll();
    }
}
