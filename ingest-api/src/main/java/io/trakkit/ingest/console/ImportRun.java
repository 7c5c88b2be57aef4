package io.trakkit.ingest.console;

import io.trakkit.ingest.bulk.format.Found;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Posts a file, slice by slice. A record can make an earlier one count, as a buy of an earlier time does: so at the end the
 * records that are rejected or undecided are posted once more, as repeats, which tells their state after all of the file.
 */
final class ImportRun {

    /** How long the answer to one slice may wait for verdicts; the server's own limit. */
    private static final long SLICE_WAIT = 30;

    private final TradeFile file;
    private final BulkClient client;
    private final Tally tally;
    private final Duration wait;

    /** @param wait how long to wait for verdicts after all is posted */
    ImportRun(TradeFile file, BulkClient client, Tally tally, Duration wait) {
        this.file = file;
        this.client = client;
        this.tally = tally;
        this.wait = wait;
    }

    void run() throws IOException {
        pass(true);
        long end = System.nanoTime() + wait.toNanos();
        boolean again = tally.unsettled() > 0;
        while (again) {
            boolean werePending = tally.pending() > 0;
            pass(false);
            again = werePending && tally.unsettled() > 0 && System.nanoTime() < end;
        }
    }

    private void pass(boolean first) throws IOException {
        tally.beginPass();
        Slice slice = null;
        try (TradeFile.Reading reading = file.open()) {
            Found found;
            while ((found = reading.next()) != null) {
                long line = found.line();
                byte[] json = first || tally.isUnsettled(line) ? json(found, first) : null;
                if (json == null) {
                    continue;
                }
                if (slice != null && !slice.hasRoomFor(line)) {
                    post(slice);
                    slice = null;
                }
                slice = slice == null ? new Slice(line) : slice;
                slice.add(line, json);
            }
        }
        if (slice != null) {
            post(slice);
        }
        tally.endPass();
    }

    /** The record as JSON; null if it is none, which is then an error of the first pass. */
    private byte @Nullable [] json(Found found, boolean first) {
        return switch (found) {
            case Found.Text text -> text.json();
            case Found.Plain plain ->
                Json.strict().writeValueAsBytes(plain.fields().tree());
            case Found.Body body -> Json.strict().writeValueAsBytes(body.fields());
            case Found.Wrong wrong -> {
                if (first) {
                    tally.unreadable(wrong.line(), wrong.detail());
                }
                yield null;
            }
            case Found.Broken broken -> {
                if (first) {
                    tally.broken(broken.line(), broken.detail());
                }
                yield null;
            }
        };
    }

    private void post(Slice slice) {
        long seconds = Math.min(SLICE_WAIT, wait.toSeconds());
        client.post(slice.firstLine(), slice.body(), seconds).forEach(tally::result);
    }
}
