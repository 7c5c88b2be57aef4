package io.trakkit.ingest.bulk.result;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Buffers results until the caller reads them, after the body: in memory up to a bound, then on disk. Putting one
 * never waits.
 */
public final class ResultBuffer implements AutoCloseable {

    private static final int IN_MEMORY = 1024 * 1024;

    private final Deque<byte[]> memory = new ArrayDeque<>();
    private final SpillFile spillFile;
    private int bytesInMemory;
    private boolean ended;
    private boolean abandoned;

    public ResultBuffer(SpillFile spillFile) {
        this.spillFile = spillFile;
    }

    public synchronized void put(byte[] piece) {
        if (abandoned) {
            return;
        }
        if (spillFile.isEmpty() && bytesInMemory + piece.length <= IN_MEMORY) {
            memory.add(piece);
            bytesInMemory += piece.length;
        } else {
            spillFile.add(piece);
        }
        notifyAll();
    }

    /** Whether there is room for errors only. */
    public synchronized boolean isFull() {
        return !spillFile.isEmpty() && spillFile.isFull();
    }

    /** Marks the end of the results. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** The next piece, waiting for it; null if none follows. */
    public synchronized byte @Nullable [] take() throws InterruptedException {
        while (isEmpty() && !ended && !abandoned) {
            wait();
        }
        if (isEmpty()) {
            return null;
        }
        byte[] piece = memory.poll();
        if (piece == null) {
            return spillFile.remove();
        }
        bytesInMemory -= piece.length;
        return piece;
    }

    /** Whether the next {@link #take()} would wait. */
    public synchronized boolean isEmpty() {
        return memory.isEmpty() && spillFile.isEmpty();
    }

    /** Throws away what is left. */
    @Override
    public synchronized void close() {
        abandoned = true;
        memory.clear();
        spillFile.close();
        notifyAll();
    }
}
