package io.trakkit.files;

import io.trakkit.files.preset.Columns;
import io.trakkit.files.preset.DecimalSign;
import io.trakkit.files.preset.Header;
import io.trakkit.files.preset.NumberSigns;
import io.trakkit.files.preset.Preset;
import io.trakkit.files.preset.ReadRow;
import io.trakkit.files.preset.Row;
import io.trakkit.files.preset.RowResult;
import io.trakkit.files.preset.WrongCellException;
import io.trakkit.files.source.RawRow;
import io.trakkit.files.source.RawRows;
import io.trakkit.files.source.SourceFile;
import io.trakkit.wire.json.Printable;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives the rows of a file their columns, and has a preset read each. */
final class TableReader implements Closeable {

    private static final int MOST_IGNORED = 300;

    /** Of more headers in one file the rows are not looked at before they are read. */
    private static final int MOST_HEADERS = 20;

    /** A rate, a price or a number of units is 0. */
    private static final RowResult DIVIDED =
            new RowResult.Wrong("", "", "has a 0 by which another of its numbers must be divided");

    private static final Columns NO_COLUMNS = new Columns(List.of(), NumberSigns.always(DecimalSign.POINT));

    private final SourceFile file;
    private final Preset preset;
    private final RawRows rows;
    private final Set<String> ignored = new LinkedHashSet<>();
    private final Map<String, Section> sections = new HashMap<>();
    private final Map<Names, Member> ofNames = new HashMap<>();
    private final Map<List<String>, Table> tables = new HashMap<>();
    private final HeaderNames headerNames;
    private final char delimiter;
    private String section = "";
    private @Nullable Table table;

    /**
     * A header of a table, and what its rows are like.
     *
     * @param endCounts whether the last column says anything
     */
    private record Table(Columns columns, boolean endCounts, CutOff cutOff) {}

    /**
     * A header of a section.
     *
     * @param fewest the cells that a row has at least: those after the last column that says anything may be left out
     */
    private record Section(Columns columns, int fewest) {}

    private record Names(String section, List<String> names) {}

    /**
     * The members of an object.
     *
     * @param missing those without which it cannot be read
     */
    private record Member(Columns columns, List<String> missing) {}

    TableReader(SourceFile file, Detection.Found found) throws IOException {
        this.file = file;
        preset = found.preset();
        delimiter = found.delimiter();
        headerNames = HeaderNames.of(preset.headers());
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

    private @Nullable ReadRow ofTable(RawRow raw) throws IOException {
        if (!raw.section().equals(section)) {
            section = raw.section();
            table = null;
        }
        Optional<Header.Match> header = header(raw, raw.cells());
        if (header.isPresent()) {
            header.get().ignored().forEach(this::ignore);
            Table before = tables.get(raw.cells());
            table = before == null ? table(raw, header.get()) : before;
            if (tables.size() < MOST_HEADERS) {
                tables.put(raw.cells(), table);
            }
            return null;
        }
        Table known = table;
        if (known == null) {
            // A title line, or a sheet that is not read.
            if (!section.isEmpty()) {
                ignore("sheet " + section);
            }
            return null;
        }
        ignored.remove("sheet " + section);
        Row row = new Row(raw.line(), section, known.columns(), raw.cells());
        try {
            if (isLoneText(raw, known.columns()) || preset.isText(raw.cells())) {
                return new ReadRow(row, RowResult.without("a line of text"));
            }
            checkCells(row, preset.leavesOutLastCells() || !section.isEmpty());
            if (rows.endsOpen()) {
                known.cutOff().check(raw.cells(), known.endCounts());
            } else {
                known.cutOff().whole(raw.cells());
            }
            return new ReadRow(row, preset.read(row));
        } catch (WrongCellException e) {
            return new ReadRow(row, notARow(raw.cells(), known.columns()).orElseGet(() -> wrong(e)));
        } catch (ArithmeticException _) {
            return new ReadRow(row, notARow(raw.cells(), known.columns()).orElse(DIVIDED));
        }
    }

    private static RowResult wrong(WrongCellException e) {
        return new RowResult.Wrong(e.column(), e.text(), e.detail());
    }

    private Table table(RawRow header, Header.Match match) throws IOException {
        List<String> names = header.cells();
        Set<String> ignorable = Set.copyOf(match.ignored());
        Set<Integer> silent = new HashSet<>();
        for (int place = 0; place < names.size(); place++) {
            if (ignorable.contains(names.get(place))) {
                silent.add(place);
            }
        }
        List<RawRow> looked = tables.size() < MOST_HEADERS ? file.startRows(delimiter) : List.of();
        List<List<String>> start = looked.stream()
                .filter(row -> row.section().equals(header.section()) && row.line() > header.line())
                .map(RawRow::cells)
                .toList();
        NumberSigns signs = NumberSigns.shownBy(preset.sign(names), delimiter, start, silent);
        boolean endCounts = !ignorable.contains(names.getLast());
        return new Table(new Columns(names, signs), endCounts, new CutOff(names.size()));
    }

    private Optional<Header.Match> header(RawRow raw, List<String> names) {
        if (table != null && !beginsAsHeader(names)) {
            return Optional.empty();
        }
        return preset.headers().stream()
                .filter(header -> header.isOf(raw.section()))
                .map(header -> header.match(names))
                .filter(Header.Match::isExact)
                .findFirst();
    }

    /** Whether the first cell with a text is the name of a column. Nearly all rows are none, and a header is costly to compare. */
    private boolean beginsAsHeader(List<String> cells) {
        for (String cell : cells) {
            if (!cell.isEmpty()) {
                return headerNames.contains(Header.canonical(cell));
            }
        }
        return false;
    }

    private @Nullable ReadRow ofSections(RawRow raw) {
        String name = raw.cells().getFirst();
        if (raw.cells().size() < 3) {
            return ofFewCells(raw, name);
        }
        if (!preset.reads(name)) {
            ignore("section " + name);
            return null;
        }
        if (Sections.isHeader(raw)) {
            List<String> names = Sections.cells(raw);
            Header.Match match = refuseUnknown(raw, name, names);
            NumberSigns signs = NumberSigns.always(preset.sign(names));
            sections.put(name, new Section(new Columns(names, signs), fewest(names, match.ignored())));
            return null;
        }
        Section known = sections.get(name);
        Row row = new Row(raw.line(), name, known == null ? NO_COLUMNS : known.columns(), Sections.cells(raw));
        if (!Sections.isData(raw)) {
            return new ReadRow(row, RowResult.without("a sum or a note of the statement"));
        }
        if (known == null) {
            return new ReadRow(row, new RowResult.Wrong("", "", "has no header in its section " + name));
        }
        if (row.cells().size() < known.fewest() && !row.cells().getFirst().startsWith("Total")) {
            return new ReadRow(
                    row,
                    new RowResult.Wrong(
                            "",
                            "",
                            "has " + row.cells().size() + " cells after its section, the header has "
                                    + row.names().size() + ": was the file cut off here?"));
        }
        return read(row);
    }

    /** A row that has no more than the name of its section. Titles of other sections say nothing. */
    private @Nullable ReadRow ofFewCells(RawRow raw, String name) {
        boolean isCut = rows.endsOpen() || preset.reads(name);
        if (!isCut) {
            ignore("section " + name);
            return null;
        }
        int cells = raw.cells().size();
        return new ReadRow(
                new Row(raw.line(), name, NO_COLUMNS, raw.cells()),
                new RowResult.Wrong(
                        "",
                        name,
                        "has only " + cells + (cells == 1 ? " cell" : " cells") + ", beginning with \"" + name
                                + "\": was the file cut off here?"));
    }

    private static int fewest(List<String> names, List<String> ignorable) {
        int fewest = names.size();
        while (fewest > 0 && ignorable.contains(names.get(fewest - 1))) {
            fewest--;
        }
        return fewest;
    }

    private static RowResult lacks(List<String> missing) {
        return new RowResult.Wrong(
                "",
                "",
                "lacks " + missing.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "))
                        + ": export the file with it");
    }

    private Header.Match refuseUnknown(RawRow raw, String name, List<String> names) {
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
        return match;
    }

    private static int distance(Header.Match match) {
        return match.missing().size() + match.unknown().size() + match.twice().size();
    }

    private static String changes(Header.Match match) {
        List<String> changes = new ArrayList<>();
        add(changes, "lacks ", match.missing(), "");
        add(changes, "has ", match.unknown(), ", which the preset does not know");
        add(changes, "has ", match.twice(), " twice");
        return String.join("; it ", changes);
    }

    private static void add(List<String> changes, String verb, List<String> names, String rest) {
        if (!names.isEmpty()) {
            changes.add(verb
                    + names.stream()
                            .map(name -> "\"" + Printable.of(name) + "\"")
                            .collect(Collectors.joining(", "))
                    + rest);
        }
    }

    private @Nullable ReadRow ofObject(RawRow raw) {
        if (!preset.reads(raw.section())) {
            ignore(raw.section());
            return null;
        }
        List<Header> headers = preset.headers().stream()
                .filter(header -> header.isOf(raw.section()))
                .toList();
        Member known = ofNames.computeIfAbsent(new Names(raw.section(), raw.names()), key -> {
            List<String> names = key.names();
            Optional<Header.Match> nearest = headers.stream()
                    .map(header -> header.match(names))
                    .min((one, other) -> Integer.compare(distance(one), distance(other)));
            nearest.ifPresent(match -> {
                match.ignored().forEach(this::ignore);
                match.unknown().forEach(this::ignore);
            });
            return new Member(
                    new Columns(names, NumberSigns.always(preset.sign(names))),
                    nearest.map(Header.Match::missing).orElse(List.of()));
        });
        if (ofNames.size() > 10_000) {
            ofNames.clear();
        }
        Row row = new Row(raw.line(), raw.section(), known.columns(), raw.cells());
        ReadRow read = read(row);
        // What is skipped needs nothing.
        return known.missing().isEmpty() || read.result() instanceof RowResult.Skipped
                ? read
                : new ReadRow(row, lacks(known.missing()));
    }

    private ReadRow read(Row row) {
        try {
            checkCells(row, true);
            return new ReadRow(row, preset.read(row));
        } catch (WrongCellException e) {
            return new ReadRow(row, wrong(e));
        } catch (ArithmeticException _) {
            return new ReadRow(row, DIVIDED);
        }
    }

    /** What a row below a header is that cannot be read, and need not be. */
    private static Optional<RowResult> notARow(List<String> cells, Columns known) {
        if (LoneCell.isTotal(cells)) {
            return Optional.of(RowResult.without("a total"));
        }
        return LoneCell.isBrokenSentence(cells, known.names().size())
                ? Optional.of(RowResult.without("a line of text"))
                : Optional.empty();
    }

    /**
     * Whether a row has a line of text in its first cell and nothing beside it.
     *
     * @throws WrongCellException if it is a row of another delimiter, or one that was cut off
     */
    private boolean isLoneText(RawRow raw, Columns known) {
        String first = raw.cells().getFirst();
        int named = known.names().size();
        if (raw.filled() != 1 || first.isEmpty() || named <= 3) {
            return false;
        }
        LoneCell.otherDelimiter(first, delimiter, named).ifPresent(other -> {
            throw new WrongCellException(
                    "", "", "is separated by \"" + other + "\", and the header by \"" + delimiter + "\"");
        });
        if (!LoneCell.isText(first)) {
            throw new WrongCellException("", first, "has only \"" + first + "\": was the file cut off here?");
        }
        return true;
    }

    /** What the preset makes of a row that it has read before: joining rows changes what was made of them. */
    RowResult again(Row row) {
        try {
            return preset.read(row);
        } catch (WrongCellException e) {
            return wrong(e);
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
