package io.trakkit.files;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.files.mapping.Mapping;
import io.trakkit.files.preset.Draft;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.WrongCellException;
import io.trakkit.files.source.SourceFile;
import io.trakkit.files.source.UnreadableFileException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of a broker, read as trades and activities. Rows are read in pieces that end with a day, so that what belongs together
 * is together; memory holds one piece. For one thread.
 */
public final class BrokerFile implements Closeable {

    /** A piece has at least this number of rows, if the file has: smaller files need no order. */
    private static final int LEAST_ROWS = 20_000;

    /** The most rows of one day, or of a file that must be read as a whole. */
    private static final int MOST_ROWS = 200_000;

    private final Preset preset;
    private final FileOptions options;
    private final SourceFile source;
    private final TableReader rows;
    private final RefIds refIds;
    private final Checks checks = new Checks();
    private final Accounts accounts;
    private final Deque<FileRow> ready = new ArrayDeque<>();
    private final Set<LocalDate> closedDays = new HashSet<>();
    private @Nullable DayOrder order;
    private @Nullable ReadRow ahead;
    private @Nullable LocalDate lastDay;
    private long lastLine;
    private boolean ended;

    private BrokerFile(Preset preset, FileOptions options, SourceFile source, TableReader rows) {
        this.preset = preset;
        this.options = options;
        this.source = source;
        this.rows = rows;
        accounts = new Accounts(options.account());
        refIds = new RefIds(preset.name(), options.portfolio(), options.account());
    }

    /**
     * Recognises a file.
     *
     * @throws FileRefusedException if it cannot be imported as it is; the message says what to do
     * @throws IOException if the bytes cannot be read
     */
    public static BrokerFile open(InputStream in, FileOptions options) throws IOException {
        SourceFile source = null;
        try {
            source = SourceFile.open(in);
            Detection.Found found = new Detection(source, candidates(options)).find();
            return new BrokerFile(found.preset(), options, source, new TableReader(source, found));
        } catch (UnreadableFileException e) {
            close(source);
            throw new FileRefusedException(String.valueOf(e.getMessage()), e);
        } catch (FileRefusedException e) {
            close(source);
            throw e;
        }
    }

    private static void close(@Nullable SourceFile source) throws IOException {
        if (source != null) {
            source.close();
        }
    }

    private static List<Preset> candidates(FileOptions options) {
        Optional<Mapping> mapping = options.mapping();
        if (mapping.isPresent()) {
            return List.of(mapping.get());
        }
        return options.format().map(name -> List.of(Presets.named(name))).orElse(Presets.ALL);
    }

    public Preset preset() {
        return preset;
    }

    /** What the number of a row counts: "line", or "record" in JSON. */
    public String unit() {
        return source.kind().unit();
    }

    /** Columns and sections that were not read so far: the preset knows that they say nothing, or they are new to it. */
    public List<String> ignored() {
        return List.copyOf(rows.ignored());
    }

    /**
     * The next row with what became of it; null at the end.
     *
     * @throws FileRefusedException if nothing in the file can be trusted
     */
    public @Nullable FileRow next() throws IOException {
        while (ready.isEmpty() && !ended) {
            readPiece();
        }
        return ready.poll();
    }

    private void readPiece() throws IOException {
        List<ReadRow> piece = new ArrayList<>();
        String broken = null;
        try {
            fill(piece);
        } catch (UnreadableFileException e) {
            broken = e.getMessage();
            ended = true;
        } catch (FileRefusedException e) {
            if (closedDays.isEmpty() && ready.isEmpty() && lastLine == 0) {
                throw e;
            }
            broken = e.getMessage();
            ended = true;
        }
        try {
            finish(piece);
        } catch (FileRefusedException e) {
            if (lastLine == 0) {
                throw e;
            }
            broken = e.getMessage();
            ended = true;
        }
        if (broken != null) {
            ready.add(new FileRow.Broken(lastLine + 1, broken));
        }
    }

    /** Reads a piece that ends with a day; sets {@link #ended} at the end of the file. */
    private void fill(List<ReadRow> piece) throws IOException {
        if (ahead != null) {
            piece.add(ahead);
            ahead = null;
        }
        ReadRow row;
        while ((row = rows.next()) != null) {
            LocalDate day = day(row);
            boolean newDay = day != null && !day.equals(lastDay);
            lastDay = day == null ? lastDay : day;
            if (newDay && piece.size() >= LEAST_ROWS && !preset.traits().joinsFile()) {
                ahead = row;
                return;
            }
            if (piece.size() >= MOST_ROWS) {
                throw new UnreadableFileException("From line " + row.row().line() + " on nothing was read: more than "
                        + "%,d rows belong together. Export a shorter time".formatted(MOST_ROWS));
            }
            piece.add(row);
        }
        ended = true;
    }

    private static @Nullable LocalDate day(ReadRow row) {
        return row.drafts().isEmpty() ? null : row.drafts().getFirst().stamp().day();
    }

    private void finish(List<ReadRow> piece) {
        if (piece.isEmpty()) {
            return;
        }
        preset.join(piece);
        accounts.check(piece);
        DayOrder days = order;
        if (days == null) {
            ZoneId zone = options.zone().orElse(preset.traits().zone());
            days = new DayOrder(DayOrder.isNewestFirst(piece, preset.traits().newestFirst()), zone);
            order = days;
        }
        List<List<FileRow>> results = new ArrayList<>();
        for (ReadRow row : days.turned(piece)) {
            results.add(results(row, days));
        }
        days.turned(results).forEach(ready::addAll);
        piece.forEach(row ->
                row.drafts().forEach(draft -> closedDays.add(draft.stamp().day())));
        lastLine = piece.getLast().row().line();
        refIds.newDays();
        days.newDays();
    }

    private List<FileRow> results(ReadRow row, DayOrder days) {
        long line = row.row().line();
        return switch (row.result()) {
            case RowResult.Skipped(var kind, String reason) -> List.of(new FileRow.Skipped(line, kind, reason));
            case RowResult.Joined(long into) -> List.of(new FileRow.Joined(line, into));
            case RowResult.Wrong(String column, String text, String detail) ->
                List.of(new FileRow.Wrong(line, column, text, detail));
            case RowResult.Part(String what) ->
                List.of(new FileRow.Wrong(line, "", "", "is " + what + ", and the row that it belongs to is not here"));
            case RowResult.Booked(List<Draft> drafts) -> {
                List<FileRow> records = new ArrayList<>();
                for (int i = 0; i < drafts.size(); i++) {
                    records.add(record(line, drafts.get(i), i, days));
                }
                yield records;
            }
        };
    }

    private FileRow record(long line, Draft draft, int part, DayOrder days) {
        if (draft.stamp().isCoarse() || draft.id().isEmpty()) {
            if (closedDays.contains(draft.stamp().day())) {
                return new FileRow.Wrong(
                        line,
                        "",
                        "",
                        "is of " + draft.stamp().day()
                                + ", and other rows of this day are far from it: a file with more than "
                                + "%,d rows must be in order of time".formatted(LEAST_ROWS));
            }
        }
        String refId = refIds.next(draft, part);
        Instant time = days.time(draft);
        try {
            ObjectNode fields = draft.record(checks.newRecord(), refId, time, options.currency());
            checks.check(fields, draft.kind());
            return new FileRow.Booked(line, draft.kind(), draft.stamp().day(), fields);
        } catch (WrongCellException e) {
            return new FileRow.Wrong(line, e.column(), e.text(), e.detail());
        } catch (InvalidValueException e) {
            return new FileRow.Wrong(line, "", "", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        rows.close();
    }
}
