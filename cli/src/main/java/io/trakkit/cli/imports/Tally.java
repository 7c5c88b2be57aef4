package io.trakkit.cli.imports;

import io.trakkit.cli.program.ExitCode;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Printable;
import io.trakkit.wire.trade.TradeFields;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Counts the outcomes of the records. A rejected or undecided record is unsettled. The result of a later pass replaces that of an
 * earlier one. In memory are four bits per line, and the errors to show.
 */
final class Tally implements AutoCloseable {

    private static final int BAD = 400;
    private static final int REPEAT = 200;

    private final @Nullable Path errors;
    private final @Nullable BufferedWriter refusedWriter;
    private final int show;
    private final String unit;
    private final boolean waits;
    private final long startedAt = System.nanoTime();

    private final BitSet unsettled = new BitSet();
    private final BitSet repeats = new BitSet();
    private final BitSet sells = new BitSet();
    private final BitSet appliedSells = new BitSet();
    private final NavigableMap<Long, ObjectNode> refusedShown = new TreeMap<>();
    private final NavigableMap<Long, ObjectNode> unsettledShown = new TreeMap<>();
    private @Nullable Path unsettledFile;
    private @Nullable BufferedWriter unsettledWriter;

    private final AtomicLong applied = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong pending = new AtomicLong();
    private @Nullable ObjectNode firstRejected;
    private @Nullable ObjectNode firstPending;
    private final SkippedRows skippedRows = new SkippedRows();
    private long joinedRows;
    private @Nullable String broken;

    /**
     * @param errors where the results of records that do not count are written
     * @param show the number of them that the report shows
     * @param unit what the number of a record counts: "line" or "record"
     * @param waits whether the import waits for outcomes
     */
    Tally(@Nullable Path errors, int show, String unit, boolean waits) throws IOException {
        this.errors = errors;
        refusedWriter = errors == null ? null : Files.newBufferedWriter(errors);
        this.show = show;
        this.unit = unit;
        this.waits = waits;
    }

    /** Forgets the results of the unsettled records, which this pass posts again. */
    void beginPass() throws IOException {
        rejected.set(0);
        pending.set(0);
        firstRejected = null;
        firstPending = null;
        unsettledShown.clear();
        if (errors != null) {
            closeUnsettled();
            Path file = unsettledFile == null ? Files.createTempFile("trakkit-import-", ".ndjson") : unsettledFile;
            unsettledFile = file;
            unsettledWriter = Files.newBufferedWriter(file);
        }
    }

    void endPass() throws IOException {
        closeUnsettled();
    }

    private void closeUnsettled() throws IOException {
        BufferedWriter open = unsettledWriter;
        unsettledWriter = null;
        if (open != null) {
            open.close();
        }
    }

    /** Marks the record as a possible sell, which a later record can make rejected. */
    void sell(long line) {
        sells.set(Math.toIntExact(line));
    }

    /** Adds a row of a broker's file that is no record. */
    void skipped(long line, String reason, boolean missed) {
        skippedRows.add(line, reason, missed);
    }

    /** Adds a row of a broker's file that is part of another row. */
    void joined() {
        joinedRows++;
    }

    /**
     * Adds the result of a record.
     *
     * @param inFile its line in the file, which the report names
     */
    void result(ObjectNode result, long inFile) {
        long line = result.path("line").asLong();
        int bit = Math.toIntExact(line);
        boolean wasApplied = appliedSells.get(bit);
        result.put("line", inFile);
        boolean repeat = (wasApplied || unsettled.get(bit))
                ? repeats.get(bit)
                : result.path("status").asInt(BAD) == REPEAT;
        repeats.set(bit, repeat);
        unsettled.clear(bit);
        appliedSells.clear(bit);
        if (wasApplied) {
            (repeat ? repeated : applied).decrementAndGet();
        }
        if (result.path("status").asInt(BAD) >= BAD) {
            refused(result);
            return;
        }
        switch (result.path("state").asString("")) {
            case "applied" -> {
                counts(repeat, false);
                appliedSells.set(bit, sells.get(bit));
            }
            case "failed" -> counts(repeat, true);
            case "rejected" -> {
                rejected.incrementAndGet();
                firstRejected = firstRejected == null ? result : firstRejected;
                unsettled(bit, result);
            }
            default -> {
                pending.incrementAndGet();
                firstPending = firstPending == null ? result : firstPending;
                unsettled(bit, result);
            }
        }
    }

    private void counts(boolean repeat, boolean statusFailed) {
        if (repeat) {
            repeated.incrementAndGet();
        } else if (statusFailed) {
            failed.incrementAndGet();
        } else {
            applied.incrementAndGet();
        }
    }

    private void unsettled(int bit, ObjectNode result) {
        unsettled.set(bit);
        keep(unsettledShown, result);
        write(unsettledWriter, result);
    }

    private void refused(ObjectNode result) {
        refused.incrementAndGet();
        keep(refusedShown, result);
        write(refusedWriter, result);
    }

    private void keep(NavigableMap<Long, ObjectNode> shown, ObjectNode result) {
        // The summary names the first one, even if none is shown.
        shown.put(result.path("line").asLong(), result);
        if (shown.size() > Math.max(1, show)) {
            shown.pollLastEntry();
        }
    }

    private static void write(@Nullable BufferedWriter to, ObjectNode result) {
        if (to == null) {
            return;
        }
        try {
            to.write(result.toString());
            to.newLine();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the file of errors: " + e.getMessage(), e);
        }
    }

    /** Adds a line of the file that is not a record. */
    void unreadable(long line, String detail) {
        ObjectNode result = Json.strict().createObjectNode();
        result.put("line", line);
        result.putNull("ref_id");
        result.put("status", BAD);
        result.putArray("errors").addObject().put("pointer", "").put("detail", detail);
        refused(result);
    }

    /** Marks the line from which the file cannot be read. */
    void broken(long line, String detail) {
        broken = "Nothing was read from " + unit + " " + line + " on. " + detail;
    }

    boolean isUnsettled(long line) {
        return line <= Integer.MAX_VALUE && unsettled.get((int) line);
    }

    boolean isAppliedSell(long line) {
        return line <= Integer.MAX_VALUE && appliedSells.get((int) line);
    }

    /** Whether a later record can have changed the state of an earlier one. */
    boolean mayHaveChanged() {
        return rejected.get() > 0 || (records() > 1 && !appliedSells.isEmpty());
    }

    long pending() {
        return pending.get();
    }

    long notCounted() {
        return rejected.get() + pending.get() + refused.get();
    }

    long records() {
        return applied.get() + repeated.get() + failed.get() + notCounted();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - startedAt);
    }

    /** The lines of the report. */
    List<String> report(boolean json) {
        List<ObjectNode> shown = shown();
        if (json) {
            return List.of(asJson(shown).toString());
        }
        List<String> lines = new ArrayList<>();
        if (notCounted() > 1) {
            shown.forEach(line -> lines.add(described(line)));
            if (notCounted() > shown.size()) {
                lines.add("… and %,d more; --errors FILE writes all of them to a file"
                        .formatted(notCounted() - shown.size()));
            }
        }
        lines.addAll(skippedRows.lines(unit));
        if (broken != null) {
            lines.add(broken);
        }
        lines.add(summary());
        return lines;
    }

    private List<ObjectNode> shown() {
        Map<Long, ObjectNode> all = new TreeMap<>(refusedShown);
        all.putAll(unsettledShown);
        return all.values().stream().limit(show).toList();
    }

    private ObjectNode asJson(List<ObjectNode> shown) {
        ObjectNode json = Json.strict().createObjectNode();
        json.put("records", records());
        json.put("applied", applied.get());
        json.put("repeated", repeated.get());
        json.put("failed", failed.get());
        json.put("rejected", rejected.get());
        json.put("refused", refused.get());
        json.put("pending", pending.get());
        if (joinedRows > 0 || !skippedRows.isEmpty()) {
            json.put("joined", joinedRows);
            skippedRows.addTo(json);
        }
        json.put("complete", broken == null);
        if (broken != null) {
            json.put("error", broken);
        }
        ArrayNode list = json.putArray("errors");
        shown.forEach(list::add);
        return json;
    }

    private String summary() {
        List<String> parts = new ArrayList<>();
        parts.add("%,d applied".formatted(applied.get()));
        add(parts, repeated.get(), "repeated", null);
        add(parts, failed.get(), "recorded with status failed", null);
        add(parts, rejected.get(), "rejected", firstRejected);
        add(parts, refused.get(), "refused", firstRefused());
        add(parts, pending.get(), "not decided yet", firstPending);
        return "%,d %s: ".formatted(records(), records() == 1 ? "record" : "records") + String.join(", ", parts);
    }

    private @Nullable ObjectNode firstRefused() {
        Iterator<ObjectNode> shown = refusedShown.values().iterator();
        return shown.hasNext() ? shown.next() : null;
    }

    private void add(List<String> parts, long count, String name, @Nullable ObjectNode first) {
        if (count == 0) {
            return;
        }
        String detail = first == null
                ? ""
                : " (" + (count == 1 ? "" : "first: ") + unit + " "
                        + first.path("line").asString() + ": " + reason(first) + ")";
        parts.add("%,d %s".formatted(count, name) + detail);
    }

    int exitCode() {
        if (broken != null) {
            return ExitCode.FAILED;
        }
        return notCounted() > 0 || skippedRows.missed() > 0 ? ExitCode.SOME_DO_NOT_COUNT : ExitCode.DONE;
    }

    private String described(ObjectNode line) {
        String refId =
                line.path("ref_id").isString() ? " (" + line.path("ref_id").asString() + ")" : "";
        return unit + " " + line.path("line").asString() + refId + ": " + outcome(line) + ": " + reason(line);
    }

    private static String outcome(ObjectNode line) {
        if (line.path("status").asInt(BAD) >= BAD) {
            return "refused";
        }
        return line.path("state").asString("not decided yet");
    }

    private String reason(ObjectNode line) {
        if (line.path("status").asInt(BAD) >= BAD) {
            return Printable.wellFormed(
                    line.path("errors").valueStream().map(Tally::error).collect(Collectors.joining("; ")));
        }
        if (line.has("detail")) {
            return Printable.wellFormed(line.path("detail").asString());
        }
        if (line.has("state")) {
            return "it sells more than is held at that time";
        }
        return waits
                ? "accepted, not processed yet; import the file again to see its outcome"
                : "outcomes not requested (--wait 0)";
    }

    /** An error with the name of its field, without the escapes of a JSON pointer. */
    private static String error(JsonNode error) {
        String pointer = error.path("pointer").asString("");
        String field = pointer.startsWith("/")
                ? pointer.substring(1).replace("~1", "/").replace("~0", "~")
                : pointer;
        String detail = error.path("detail").asString();
        if (field.equals("ref_id") && detail.equals(TradeFields.NO_REF_ID)) {
            return "ref_id is missing: add it, or pass --key";
        }
        return field.isEmpty() || detail.startsWith(field + " ") ? detail : field + " " + detail;
    }

    /** Completes the file of errors. */
    @Override
    public void close() throws IOException {
        closeUnsettled();
        if (refusedWriter != null) {
            refusedWriter.close();
        }
        Path file = unsettledFile;
        if (errors != null && file != null) {
            try (var out = Files.newOutputStream(errors, StandardOpenOption.APPEND)) {
                Files.copy(file, out);
            } finally {
                Files.delete(file);
            }
        }
    }
}
