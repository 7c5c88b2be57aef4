package io.trakkit.ingest.bulk;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A body whose coming in is progress. */
final class WatchedStream extends FilterInputStream {

    private final Progress progress;

    WatchedStream(InputStream in, Progress progress) {
        super(in);
        this.progress = progress;
    }

    @Override
    public int read() throws IOException {
        progress.moved();
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
        int read = super.read(bytes, from, length);
        progress.moved();
        return read;
    }
}
