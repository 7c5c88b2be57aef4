package io.trakkit.query.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Writes server-sent events in the format of the HTML standard: a line per field, and an empty line after each event. */
final class EventWriter {

    private final OutputStream out;
    private final JsonMapper json;

    EventWriter(OutputStream out, JsonMapper json) {
        this.out = out;
        this.json = json;
    }

    /** Tells a client how long to wait before it connects again. */
    void retryAfter(Duration time) throws IOException {
        write("retry: " + time.toMillis() + "\n\n");
    }

    /** Writes an event. Its data is one line, because JSON has no line breaks. */
    void event(String name, SeenVersions id, Object data) throws IOException {
        write("event: " + name + "\nid: " + id + "\ndata: ");
        out.write(json.writeValueAsBytes(data));
        write("\n\n");
    }

    /** Writes the last event, which does not change the id. */
    void end(String reason) throws IOException {
        write("event: end\ndata: {\"reason\":\"" + reason + "\"}\n\n");
    }

    /** Writes a comment, which clients ignore. */
    void heartbeat() throws IOException {
        write(": heartbeat\n\n");
    }

    void flush() throws IOException {
        out.flush();
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
