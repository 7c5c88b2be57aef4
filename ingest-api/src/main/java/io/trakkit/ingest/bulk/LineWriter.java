package io.trakkit.ingest.bulk;

import io.trakkit.wire.http.InputError;
import io.trakkit.wire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes result lines as JSON and hands them over in pieces. */
final class LineWriter {

    private static final int PIECE = 32 * 1024;

    private final Outbox outbox;
    private final boolean minimal;
    private final ByteArrayOutputStream piece = new ByteArrayOutputStream(PIECE + 1024);

    /** @param minimal whether to leave out what has gone well */
    LineWriter(Outbox outbox, boolean minimal) {
        this.outbox = outbox;
        this.minimal = minimal;
    }

    /** By hand, since it is nearly every line: nothing that a ref_id may contain needs escaping. */
    void taken(long line, String refId, int status) {
        if (!minimal) {
            write("{\"line\":" + line + ",\"ref_id\":\"" + refId + "\",\"status\":" + status + "}");
        }
    }

    void refused(long line, @Nullable String refId, int status, List<InputError> errors) {
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

    /** @param complete whether all of the body was read */
    void counts(Counts counts, boolean complete) {
        ObjectNode result = Json.strict().createObjectNode();
        result.put("records", counts.records());
        result.put("accepted", counts.acceptedCount());
        result.put("repeated", counts.repeatedCount());
        result.put("refused", counts.refusedCount());
        result.put("unavailable", counts.unavailableCount());
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

    void flush() {
        if (piece.size() > 0) {
            outbox.put(piece.toByteArray());
            piece.reset();
        }
    }
}
