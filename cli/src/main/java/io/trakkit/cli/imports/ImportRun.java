package io.trakkit.cli.imports;

import io.trakkit.wire.bulk.NextRecord;
import io.trakkit.wire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Posts a file, slice by slice. A later record can change the state of an earlier one: a buy with an earlier time can make a
 * rejected sell applied, and a sell with an earlier time can make an applied sell rejected. So the last pass posts the rejected,
 * the undecided and the applied sells again; as repeats, they return their state after the whole file.
 */
final class ImportRun {

    /** How many seconds the answer to one slice may wait for outcomes: the limit of the server. */
    private static final long SLICE_WAIT = 30;

    /** Matches a buy, which no other record can make rejected. Every other record counts as a sell. */
    private static final Pattern BUY = Pattern.compile("\"trade_type\"\\s*:\\s*1\\s*[,}]");

    private final TradeFile file;
    private final BulkClient client;
    private final Tally tally;
    private final Duration wait;
    private final boolean countsRecords;

    /**
     * @param wait how long to wait for outcomes after the last post
     * @param countsRecords whether records are told apart by their number, not by their line
     */
    ImportRun(TradeFile file, BulkClient client, Tally tally, Duration wait, boolean countsRecords) {
        this.file = file;
        this.countsRecords = countsRecords;
        this.client = client;
        this.tally = tally;
        this.wait = wait;
    }

    private enum Pass {
        FIRST,
        UNSETTLED,
        CHANGEABLE
    }

    void run() throws IOException {
        pass(Pass.FIRST, wait);
        if (wait.isZero()) {
            return;
        }
        long end = System.nanoTime() + wait.toNanos();
        Duration left = wait;
        while (tally.pending() > 0 && left.isPositive()) {
            pass(Pass.UNSETTLED, left);
            left = Duration.ofNanos(end - System.nanoTime());
        }
        if (tally.mayHaveChanged()) {
            pass(Pass.CHANGEABLE, left);
        }
    }

    private boolean isPosted(Pass pass, long line) {
        return switch (pass) {
            case FIRST -> true;
            case UNSETTLED -> tally.isUnsettled(line);
            case CHANGEABLE -> tally.isUnsettled(line) || tally.isAppliedSell(line);
        };
    }

    private void pass(Pass pass, Duration limit) throws IOException {
        boolean first = pass == Pass.FIRST;
        tally.beginPass();
        // The first slice starts at line 1, the start of the file: only then does the server bind the key to this file.
        FileSlice slice = first ? new FileSlice(1) : null;
        try (TradeFile.Reading reading = file.open()) {
            NextRecord nextRecord;
            long records = 0;
            while ((nextRecord = reading.next()) != null) {
                // Rows of a broker's file can be several records, so their lines are no places.
                long line = countsRecords ? ++records : nextRecord.line();
                byte[] json = isPosted(pass, line) ? json(nextRecord, first) : null;
                if (json == null) {
                    continue;
                }
                if (first && !isBuy(json)) {
                    tally.sell(line);
                }
                if (slice != null && !slice.hasRoomFor(line)) {
                    if (!slice.isEmpty()) {
                        post(slice, limit);
                    }
                    slice = null;
                }
                slice = slice == null ? new FileSlice(line) : slice;
                slice.add(line, nextRecord.line(), json);
            }
        }
        if (slice != null && !slice.isEmpty()) {
            post(slice, limit);
        }
        tally.endPass();
    }

    private static boolean isBuy(byte[] json) {
        return BUY.matcher(new String(json, StandardCharsets.ISO_8859_1)).find();
    }

    /** The record as JSON; null if it is not a record, which the first pass counts as an error. */
    private byte @Nullable [] json(NextRecord nextRecord, boolean first) {
        return switch (nextRecord) {
            case NextRecord.Text text -> text.json();
            case NextRecord.Body body -> Json.strict().writeValueAsBytes(body.fields());
            case NextRecord.Wrong wrong -> {
                if (first) {
                    tally.unreadable(wrong.line(), wrong.detail());
                }
                yield null;
            }
            case NextRecord.Broken broken -> {
                if (first) {
                    tally.broken(broken.line(), broken.detail());
                }
                yield null;
            }
            case NextRecord.Skipped(long line, String reason, boolean missed) -> {
                if (first) {
                    tally.skipped(line, reason, missed);
                }
                yield null;
            }
            case NextRecord.Joined _ -> {
                if (first) {
                    tally.joined();
                }
                yield null;
            }
        };
    }

    private void post(FileSlice slice, Duration limit) {
        // Without a wait the answer has no states.
        long seconds = wait.isZero() ? 0 : Math.clamp(limit.toSeconds(), 1, SLICE_WAIT);
        for (ObjectNode result : client.post(slice.firstLine(), slice.body(), seconds)) {
            tally.result(result, slice.lineInFile(result.path("line").asLong()));
        }
    }
}
