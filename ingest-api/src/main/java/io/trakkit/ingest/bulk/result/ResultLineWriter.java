package io.trakkit.ingest.bulk.result;

import io.trakkit.domain.update.Accepted;
import io.trakkit.wire.http.problem.InputError;
import io.trakkit.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes result lines as JSON, in chunks. */
public final class ResultLineWriter {

    private static final int PIECE = 32 * 1024;

    private final ResultBuffer resultBuffer;
    private final boolean minimal;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE + 1024);

    private long omitted;

    /** @param minimal whether to leave out records that were taken, unless they are rejected or undecided */
    public ResultLineWriter(ResultBuffer resultBuffer, boolean minimal) {
        this.resultBuffer = resultBuffer;
        this.minimal = minimal;
    }

    /**
     * By hand, since it is nearly every line: nothing that a ref_id may contain needs escaping.
     *
     * @param outcomeMissing whether the caller waited for an outcome that did not come in time
     */
    public void taken(long line, String refId, int status, boolean outcomeMissing) {
        if (outcomeMissing || isWanted()) {
            write("{\"line\":" + line + ",\"ref_id\":\"" + refId + "\",\"status\":" + status + "}");
        }
    }

    /** A record with a known outcome. By hand as well: a detail is of digits and plain words. */
    public void decided(long line, Accepted booking, int status) {
        String refId = booking.refId().value();
        String start = "{\"line\":" + line + ",\"ref_id\":\"" + refId + "\",\"status\":" + status + ",\"state\":\""
                + booking.state().wireName() + "\"";
        Optional<String> reason = booking.reason();
        if (reason.isPresent()) {
            String detail =
                    booking.detail().map(text -> ",\"detail\":\"" + text + "\"").orElse("");
            write(start + ",\"reason\":\"" + reason.get() + "\"" + detail + "}");
        } else if (isWanted()) {
            write(start + "}");
        }
    }

    /** Whether the line of a record that was taken is written. Once the space is full, it is not. */
    private boolean isWanted() {
        if (minimal) {
            return false;
        }
        if (resultBuffer.isFull()) {
            omitted++;
            return false;
        }
        return true;
    }

    /** A row of a broker's file that is no record. */
    public void skipped(long line, String reason, boolean missed) {
        if (missed || isWanted()) {
            ObjectNode result = Json.strict().createObjectNode();
            result.put("line", line);
            result.putNull("ref_id");
            result.put(missed ? "missed" : "skipped", reason);
            write(Json.strict().writeValueAsString(result));
        }
    }

    /** A row of a broker's file that is part of the record of another row. */
    public void joined(long line, long into) {
        if (isWanted()) {
            write("{\"line\":" + line + ",\"ref_id\":null,\"joined_to\":" + into + "}");
        }
    }

    public void refused(long line, @Nullable String refId, int status, List<InputError> errors) {
        ObjectNode result = Json.strict().createObjectNode();
        result.put("line", line);
        result.put("ref_id", refId);
        result.put("status", status);
        ArrayNode list = result.putArray("errors");
        for (InputError error : errors) {
            ObjectNode member = list.addObject();
            error.json().forEach(member::put);
        }
        write(Json.strict().writeValueAsString(result));
    }

    /**
     * @param complete whether all of the body was read
     * @param outcomes whether the caller waited for outcomes
     */
    public void counts(ResultCounts resultCounts, boolean complete, boolean outcomes) {
        ObjectNode result = Json.strict().createObjectNode();
        result.put("records", resultCounts.records());
        result.put("accepted", resultCounts.acceptedCount());
        result.put("repeated", resultCounts.repeatedCount());
        result.put("refused", resultCounts.refusedCount());
        result.put("unavailable", resultCounts.unavailableCount());
        if (outcomes) {
            result.put("applied", resultCounts.appliedCount());
            result.put("failed", resultCounts.failedCount());
            result.put("rejected", resultCounts.rejectedCount());
            result.put("pending", resultCounts.pendingCount());
        }
        if (resultCounts.skippedCount() + resultCounts.joinedCount() > 0) {
            result.put("joined", resultCounts.joinedCount());
            result.put("skipped", resultCounts.skippedCount());
            result.put("missed", resultCounts.missedCount());
        }
        if (omitted > 0) {
            result.put("omitted", omitted);
        }
        result.put("complete", complete);
        write(Json.strict().writeValueAsString(result));
    }

    private void write(String line) {
        piece.writeBytes(line.getBytes(StandardCharsets.UTF_8));
        piece.write('\n');
        if (piece.size() >= PIECE) {
            flush();
        }
    }

    public void flush() {
        if (piece.size() > 0) {
            resultBuffer.put(piece.toByteArray());
            piece.reset();
        }
    }
}
