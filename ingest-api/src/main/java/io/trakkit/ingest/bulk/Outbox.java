package io.trakkit.ingest.bulk;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Results on their way to the caller. Who puts them in never waits: what the caller does not read yet is kept in memory up
 * to a bound, and then on disk, so that a caller may send all before it reads anything.
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

    /** Nobody will take anything any more. */
    @Override
    public synchronized void close() {
        abandoned = true;
        memory.clear();
        spill.close();
        notifyAll();
    }
}
