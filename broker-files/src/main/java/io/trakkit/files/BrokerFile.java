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
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file of a broker, read as trades and activities. Rows are read in pieces that end with a day, so that what belongs together
 * is together; memory holds one piece. For one thread.
 */
public final class BrokerFile implements Closeable {

    /** A piece has at least this number of rows, if the file has: smaller files need no order. */
    private static final int LEAST_ROWS = 20_000;

    /** A piece of fewer rows ends as well once it takes so much memory. */
    private static final long LEAST_BYTES = 24L * 1024 * 1024;

    /**
     * The most memory that the rows of one day take, or of a file that must be read as a whole. ingest-api reads several files at
     * a time, and whoever posts one decides how long its rows are.
     */
    private static final long MOST_BYTES = 96L * 1024 * 1024;

    /** What a row takes beside its cells: the record that it becomes. */
    private static final int BYTES_OF_A_ROW = 1_000;

    private static final int BYTES_OF_A_CELL = 56;

    /** Rows of a piece that are found to be wrong when they are joined, before the piece is given up. */
    private static final int MOST_MISTAKES = 50;

    private final Preset preset;
    private final FileOptions options;
    private final SourceFile source;
    private final TableReader rows;
    private final RefIds refIds;
    private final Checks checks = new Checks();
    private final Accounts accounts;
    private final Map<String, Seen> seen = new HashMap<>();
    private final Deque<FileRow> ready = new ArrayDeque<>();
    private final Set<LocalDate> closedDays = new HashSet<>();
    private @Nullable DayOrder order;
    private @Nullable ReadRow ahead;
    private @Nullable LocalDate lastDay;
    private long lastLine;
    private boolean ended;

    /** A record of this piece: a file that has two rows of one id does not say which of them is right. */
    private record Seen(long line, int content) {}

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
            broken = String.valueOf(e.getMessage());
        } catch (EOFException | ZipException e) {
            broken = String.valueOf(UnreadableFileException.archive(e).getMessage());
        } catch (FileRefusedException e) {
            broken = refused(e);
        }
        if (broken != null) {
            ended = true;
            leaveOutLastDay(piece);
        }
        try {
            finish(piece);
        } catch (FileRefusedException e) {
            broken = refused(e);
            ended = true;
        }
        if (broken != null) {
            ready.add(new FileRow.Broken(lastLine + 1, broken));
        }
    }

    /** Why nothing more is read; a file of which nothing was read is refused as a whole. */
    private String refused(FileRefusedException e) {
        if (lastLine == 0) {
            throw e;
        }
        return String.valueOf(e.getMessage());
    }

    /**
     * Leaves out what may belong to rows that could not be read: the last day of the file, or all of one whose rows belong
     * together.
     */
    private void leaveOutLastDay(List<ReadRow> piece) {
        if (preset.traits().joinsFile()) {
            piece.clear();
            return;
        }
        LocalDate last = lastDay;
        while (!piece.isEmpty()) {
            LocalDate day = day(piece.getLast());
            if (day != null && !day.equals(last)) {
                return;
            }
            piece.removeLast();
        }
    }

    /** Reads a piece that ends with a day; sets {@link #ended} at the end of the file. */
    private void fill(List<ReadRow> piece) throws IOException {
        long bytes = 0;
        if (ahead != null) {
            piece.add(ahead);
            bytes += bytes(ahead);
            ahead = null;
        }
        ReadRow row;
        while ((row = rows.next()) != null) {
            LocalDate day = day(row);
            boolean newDay = day != null && !day.equals(lastDay);
            lastDay = day == null ? lastDay : day;
            boolean isEnough = piece.size() >= LEAST_ROWS || bytes >= LEAST_BYTES;
            if (newDay && isEnough && !preset.traits().joinsFile()) {
                ahead = row;
                return;
            }
            bytes += bytes(row);
            if (bytes > MOST_BYTES) {
                throw new UnreadableFileException(
                        "%,d rows that belong together, up to %s %d, take more than %d MB of memory. Export a shorter time"
                                .formatted(piece.size(), unit(), row.row().line(), MOST_BYTES / 1024 / 1024));
            }
            piece.add(row);
        }
        ended = true;
    }

    private static long bytes(ReadRow row) {
        long bytes = BYTES_OF_A_ROW;
        for (String cell : row.row().cells()) {
            bytes += cell.isEmpty() ? 0 : BYTES_OF_A_CELL + cell.length();
        }
        return bytes;
    }

    private static @Nullable LocalDate day(ReadRow row) {
        return row.drafts().isEmpty() ? null : row.drafts().getFirst().stamp().day();
    }

    private void finish(List<ReadRow> piece) {
        if (piece.isEmpty()) {
            return;
        }
        preset.mend(piece);
        join(piece);
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
        seen.clear();
        refIds.newDays();
        days.newDays();
    }

    /** A row that turns out to be wrong when it is joined is reported, and the others are joined without it. */
    private void join(List<ReadRow> piece) {
        List<RowResult> before = piece.stream().map(ReadRow::result).collect(Collectors.toCollection(ArrayList::new));
        for (int mistakes = 0; ; mistakes++) {
            try {
                preset.join(piece);
                return;
            } catch (WrongCellException e) {
                int wrong = place(piece, e);
                RowResult.Wrong result = new RowResult.Wrong(e.column(), e.text(), e.detail());
                if (wrong < 0 || before.get(wrong).equals(result) || mistakes == MOST_MISTAKES) {
                    throw new FileRefusedException("Rows that belong together cannot be joined: "
                            + new FileRow.Wrong(0, e.column(), e.text(), e.detail()).words());
                }
                before.set(wrong, result);
                for (int i = 0; i < piece.size(); i++) {
                    ReadRow row = piece.get(i);
                    row.result(before.get(i) instanceof RowResult.Booked ? rows.again(row.row()) : before.get(i));
                }
            }
        }
    }

    private static int place(List<ReadRow> piece, WrongCellException e) {
        for (int i = 0; i < piece.size(); i++) {
            if (e.isOf(piece.get(i).row())) {
                return i;
            }
        }
        return -1;
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
            Seen before = seen.putIfAbsent(refId, new Seen(line, fields.hashCode()));
            if (before != null && before.content() != fields.hashCode()) {
                return new FileRow.Wrong(
                        line,
                        "",
                        draft.id().orElse(""),
                        "has the id \"" + draft.id().orElse("") + "\" of " + unit() + " " + before.line()
                                + ", and says something else");
            }
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
