package io.trakkit.ingest.console;

import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.MalformedJsonException;
import io.trakkit.wire.json.Printable;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Counts the results as they come, keeps the first errors to show, and writes all of them to a file if one is wanted. */
final class Tally implements AutoCloseable {

    private static final int BAD = 400;

    private final @Nullable BufferedWriter errors;
    private final int show;
    private final List<JsonNode> shown = new ArrayList<>();
    private final long startedAt = System.nanoTime();
    private final AtomicLong results = new AtomicLong();
    private final AtomicLong notTaken = new AtomicLong();
    private @Nullable ObjectNode counts;

    Tally(@Nullable Path errors, int show) throws IOException {
        this.errors = errors == null ? null : Files.newBufferedWriter(errors);
        this.show = show;
    }

    /** Takes one line of the answer. */
    void line(String text) {
        ObjectNode line;
        try {
            line = Json.object(text.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedJsonException e) {
            throw ImportException.failed("the answer is not that of trakkit: " + Printable.of(text));
        }
        if (!line.has("line")) {
            counts = line;
            return;
        }
        results.incrementAndGet();
        if (line.path("status").asInt(BAD) >= BAD) {
            notTaken(line, text);
        }
    }

    private void notTaken(ObjectNode line, String text) {
        notTaken.incrementAndGet();
        if (shown.size() < show) {
            shown.add(line);
        }
        if (errors != null) {
            try {
                errors.write(text);
                errors.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException("the file of errors can't be written: " + e.getMessage(), e);
            }
        }
    }

    long results() {
        return results.get();
    }

    long notTaken() {
        return notTaken.get();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /**
     * What came of it all, to be printed.
     *
     * @throws ImportException if the answer has no end
     */
    List<String> complete(boolean json) {
        ObjectNode known = counts();
        if (json) {
            ArrayNode list = known.putArray("errors");
            shown.forEach(list::add);
            return List.of(known.toString());
        }
        List<String> lines = new ArrayList<>();
        shown.forEach(line -> lines.add(words(line)));
        if (notTaken() > shown.size()) {
            lines.add(
                    "… and %,d more; --errors FILE writes all of them to a file".formatted(notTaken() - shown.size()));
        }
        lines.add("%,d records in %s: %,d accepted, %,d repeated, %,d refused"
                .formatted(
                        known.path("records").asLong(),
                        seconds(),
                        known.path("accepted").asLong(),
                        known.path("repeated").asLong(),
                        known.path("refused").asLong()));
        if (!complete(known)) {
            lines.add("%,d were not acknowledged. Not all of the file was taken; to run it again is safe"
                    .formatted(known.path("unavailable").asLong()));
        }
        return lines;
    }

    int exitCode() {
        ObjectNode known = counts();
        if (!complete(known)) {
            return Importer.FAILED;
        }
        return known.path("refused").asLong() > 0 ? Importer.SOME_REFUSED : Importer.DONE;
    }

    private static boolean complete(ObjectNode counts) {
        return counts.path("complete").asBoolean(false)
                && counts.path("unavailable").asLong() == 0;
    }

    private ObjectNode counts() {
        ObjectNode known = counts;
        if (known == null) {
            throw ImportException.failed(
                    "the answer broke off after %,d results; to run it again is safe".formatted(results()));
        }
        return known;
    }

    private String seconds() {
        Duration elapsed = elapsed();
        return elapsed.toSeconds() + "." + elapsed.toMillisPart() / 100 + " s";
    }

    private static String words(JsonNode line) {
        String errors = line.path("errors")
                .valueStream()
                .map(error -> (error.path("pointer").asString() + " "
                                + error.path("detail").asString())
                        .strip())
                .collect(Collectors.joining("; "));
        String refId =
                line.path("ref_id").isString() ? " (" + line.path("ref_id").asString() + ")" : "";
        return "line " + line.path("line").asString() + refId + ": " + Printable.wellFormed(errors);
    }

    @Override
    public void close() throws IOException {
        if (errors != null) {
            errors.close();
        }
    }
}
