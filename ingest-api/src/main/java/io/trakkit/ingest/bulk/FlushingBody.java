package io.trakkit.ingest.bulk;

import io.trakkit.ingest.bulk.result.ResultQueue;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** A body that flushes pending results before it waits for more bytes. */
final class FlushingBody extends FilterInputStream {

    private final ResultQueue resultQueue;

    FlushingBody(InputStream in, ResultQueue resultQueue) {
        super(in);
        this.resultQueue = resultQueue;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        handOver();
        return super.read(bytes, from, length);
    }

    private void handOver() throws InterruptedIOException {
        try {
            resultQueue.handOver();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The request is being ended");
        }
    }
}
