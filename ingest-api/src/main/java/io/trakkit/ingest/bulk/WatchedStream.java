package io.trakkit.ingest.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A body whose coming in is progress. Before it is waited for, what was made of the part before it is handed over. */
final class WatchedStream extends FilterInputStream {

    private final Progress progress;
    private final Steps steps;

    WatchedStream(InputStream in, Progress progress, Steps steps) {
        super(in);
        this.progress = progress;
        this.steps = steps;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        handOver();
        int read = super.read(bytes, from, length);
        progress.moved();
        return read;
    }

    private void handOver() throws InterruptedIOException {
        try {
            steps.handOver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The request is being ended");
        }
    }
}
