package io.trakkit.files;

import io.trakkit.files.preset.Columns;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.WrongCellException;
import io.trakkit.files.source.RawRow;
import io.trakkit.files.source.RawRows;
import io.trakkit.files.source.SourceFile;
import io.trakkit.files.source.SourceKind;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gives the rows of a file their columns, and has a preset read each. */
final class TableReader implements Closeable {

    private static final int MOST_IGNORED = 300;

    private final SourceFile file;
    private final Preset preset;
    private final RawRows rows;
    private final Set<String> ignored = new LinkedHashSet<>();
    private final Map<String, Columns> sections = new HashMap<>();
    private final Map<List<String>, Columns> ofNames = new HashMap<>();
    private String section = "";
    private @Nullable Columns columns;

    TableReader(SourceFile file, Detection.Found found) throws IOException {
        this.file = file;
        preset = found.preset();
        rows = switch (file.kind()) {
            case TABLE, SECTIONS -> file.rows(found.delimiter());
            case JSON, XML -> file.objects();
        };
    }

    /** The columns, sheets, elements and arrays that were not read, as far as the file has been read. */
    Set<String> ignored() {
        return ignored;
    }

    private void ignore(String name) {
        if (ignored.size() < MOST_IGNORED) {
            ignored.add(name);
        }
    }

    /** The next row below a header; null at the end. Rows without text are no rows. */
    @Nullable
    ReadRow next() throws IOException {
        RawRow raw;
        while ((raw = rows.next()) != null) {
            if (raw.filled() == 0) {
                continue;
            }
            ReadRow read = switch (preset.traits().source()) {
                case TABLE -> ofTable(raw);
                case SECTIONS -> ofSections(raw);
                case JSON, XML -> ofObject(raw);
            };
            if (read != null) {
                return read;
            }
        }
        return null;
    }

    private @Nullable ReadRow ofTable(RawRow raw) {
        if (!raw.section().equals(section)) {
            section = raw.section();
            columns = null;
        }
        Optional<Header.Match> header = header(raw, raw.cells());
        if (header.isPresent()) {
            header.get().ignored().forEach(this::ignore);
            columns = new Columns(raw.cells(), preset.sign(raw.cells()));
            return null;
        }
        Columns known = columns;
        if (known == null) {
            // A title line, or a sheet that is not read.
            if (!section.isEmpty()) {
                ignore("sheet " + section);
            }
            return null;
        }
        ignored.remove("sheet " + section);
        return read(raw, known, raw.cells(), preset.leavesOutLastCells() || !section.isEmpty());
    }

    private Optional<Header.Match> header(RawRow raw, List<String> names) {
        return preset.headers().stream()
                .filter(header -> header.isOf(raw.section()))
                .map(header -> header.match(names))
                .filter(Header.Match::isExact)
                .findFirst();
    }

    private @Nullable ReadRow ofSections(RawRow raw) {
        if (raw.cells().size() < 3) {
            return null;
        }
        String name = raw.cells().getFirst();
        if (!preset.reads(name)) {
            ignore("section " + name);
            return null;
        }
        if (Sections.isHeader(raw)) {
            List<String> names = Sections.cells(raw);
            refuseUnknown(raw, name, names);
            sections.put(name, new Columns(names, preset.sign(names)));
            return null;
        }
        Columns known = sections.get(name);
        Row row = new Row(
                raw.line(),
                name,
                known == null ? new Columns(List.of(), preset.traits().sign()) : known,
                Sections.cells(raw));
        if (!Sections.isData(raw)) {
            return new ReadRow(row, RowResult.without("a sum or a note of the statement"));
        }
        if (known == null) {
            return new ReadRow(row, new RowResult.Wrong("", "", "has no header in its section " + name));
        }
        return read(raw, known, row.cells(), true, name);
    }

    private void refuseUnknown(RawRow raw, String name, List<String> names) {
        Optional<Header.Match> nearest = preset.headers().stream()
                .filter(header -> header.isOf(name))
                .map(header -> header.match(names))
                .min((one, other) -> Integer.compare(distance(one), distance(other)));
        nearest.ifPresent(match -> match.ignored().forEach(this::ignore));
        Header.Match match = nearest.orElse(null);
        if (match == null || !match.isExact()) {
            throw new FileRefusedException("The header of the section " + name + " (line " + raw.line() + ") "
                    + (match == null ? "is unknown" : changes(match)) + ". Nothing was read from there on");
        }
    }

    private static int distance(Header.Match match) {
        return match.missing().size() + match.unknown().size() + match.twice().size();
    }

    private static String changes(Header.Match match) {
        return "lacks " + match.missing() + ", and has " + match.unknown() + ", which is not known";
    }

    private @Nullable ReadRow ofObject(RawRow raw) {
        if (!preset.reads(raw.section())) {
            ignore(raw.section());
            return null;
        }
        List<Header> headers = preset.headers().stream()
                .filter(header -> header.isOf(raw.section()))
                .toList();
        Columns known = ofNames.computeIfAbsent(raw.names(), names -> {
            headers.stream()
                    .map(header -> header.match(names))
                    .min((one, other) -> Integer.compare(distance(one), distance(other)))
                    .ifPresent(match -> {
                        match.ignored().forEach(this::ignore);
                        match.unknown().forEach(this::ignore);
                    });
            return new Columns(names, preset.sign(names));
        });
        if (ofNames.size() > 10_000) {
            ofNames.clear();
        }
        return read(raw, known, raw.cells(), true);
    }

    private ReadRow read(RawRow raw, Columns known, List<String> cells, boolean mayEndEarly) {
        return read(raw, known, cells, mayEndEarly, raw.section());
    }

    private ReadRow read(RawRow raw, Columns known, List<String> cells, boolean mayEndEarly, String name) {
        Row row = new Row(raw.line(), name, known, cells);
        boolean firstOnly = raw.filled() == 1
                && !cells.getFirst().isEmpty()
                && known.names().size() > 3;
        if (preset.traits().source() == SourceKind.TABLE && (firstOnly || preset.isText(cells))) {
            return new ReadRow(row, RowResult.without("a line of text"));
        }
        try {
            checkCells(row, mayEndEarly);
            return new ReadRow(row, preset.read(row));
        } catch (WrongCellException e) {
            return new ReadRow(row, new RowResult.Wrong(e.column(), e.text(), e.detail()));
        }
    }

    private void checkCells(Row row, boolean mayEndEarly) {
        int given = row.cells().size();
        int named = row.names().size();
        if (given < named && !mayEndEarly) {
            throw new WrongCellException(
                    "",
                    "",
                    "has " + given + (given == 1 ? " cell" : " cells") + ", the header has " + named
                            + ": was the file cut off here?");
        }
        for (int i = 0; i < given; i++) {
            boolean unnamed = i >= named || row.names().get(i).isEmpty();
            if (unnamed && !row.cells().get(i).isEmpty() && !(preset.readsUnnamed() && i < named + 1)) {
                throw new WrongCellException(
                        "",
                        row.cells().get(i),
                        "has the value \"" + row.cells().get(i) + "\" in column " + (i + 1)
                                + ", which has no name in the header");
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (file) {
            rows.close();
        }
    }
}
