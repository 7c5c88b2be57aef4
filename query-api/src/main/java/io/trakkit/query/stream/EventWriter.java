package io.trakkit.query.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.databind.json.JsonMapper;

/** Writes server-sent events, as the HTML standard has them: lines of fields, and an empty one at the end of each. */
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

    /** An event; JSON has no line breaks, so its data is one line. */
    void event(String name, SeenVersions id, Object data) throws IOException {
        write("event: " + name + "\nid: " + id + "\ndata: ");
        out.write(json.writeValueAsBytes(data));
        write("\n\n");
    }

    /** The last event. It leaves the id as it is. */
    void end(String reason) throws IOException {
        write("event: end\ndata: {\"reason\":\"" + reason + "\"}\n\n");
    }

    /** A comment, which clients leave out. */
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
