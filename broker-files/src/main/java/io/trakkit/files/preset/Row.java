package io.trakkit.files.preset;

import io.trakkit.domain.value.InvalidValueException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A row of a file, read by the names of its columns. Of several names the first that has a text counts: names change with the
 * version and the language of a file. A cell with a dash or {@code N/A} is empty.
 */
public final class Row {

    private final long line;
    private final String section;
    private final Columns columns;
    private final List<String> cells;

    public Row(long line, String section, Columns columns, List<String> cells) {
        this.line = line;
        this.section = section;
        this.columns = columns;
        this.cells = List.copyOf(cells);
    }

    public long line() {
        return line;
    }

    /** The sheet, element or array that it is in. */
    public String section() {
        return section;
    }

    /** All cells, those without a name included. */
    public List<String> cells() {
        return cells;
    }

    /** The names of its columns. */
    public List<String> names() {
        return columns.names();
    }

    /** The place of the first of these columns that the file has; -1 if it has none. */
    public int place(String... names) {
        for (String name : names) {
            int place = columns.place(name);
            if (place >= 0) {
                return place;
            }
        }
        return -1;
    }

    /** This row with other cells. */
    public Row with(List<String> others) {
        return new Row(line, section, columns, others);
    }

    private String cell(int place) {
        return place >= 0 && place < cells.size() ? cells.get(place) : "";
    }

    /** Whether one of the columns has a text. */
    public boolean has(String... names) {
        return find(names).isPresent();
    }

    /** The text of the first of these columns that has one. */
    public Optional<String> find(String... names) {
        for (String name : names) {
            String text = cell(columns.place(name));
            if (!columns.isEmpty(text)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** As {@link #find}, in lower case with single spaces; empty if there is none. For comparisons. */
    public String key(String... names) {
        return find(names).map(Header::canonical).orElse("");
    }

    /** @throws WrongCellException if none of the columns has a text */
    public String text(String... names) {
        return find(names).orElseThrow(() -> new WrongCellException(this, present(names), "", "is empty"));
    }

    /** What the {@code *} of a column's name stands for in this file, in upper case; empty if it has no such column. */
    public Optional<String> wildcard(String name) {
        int place = columns.place(name);
        int star = name.indexOf('*');
        if (place < 0 || star < 0) {
            return Optional.empty();
        }
        String given = columns.names().get(place).strip();
        return Optional.of(given.substring(star, given.length() - (name.length() - star - 1))
                .toUpperCase(Locale.ROOT));
    }

    /** The text of the cell to the right of a column, which has no name of its own. */
    public Optional<String> after(String... names) {
        for (String name : names) {
            int place = columns.place(name);
            String text = place < 0 ? "" : cell(place + 1);
            if (!columns.isEmpty(text)) {
                return Optional.of(text);
            }
        }
        return Optional.empty();
    }

    /** The number in that text, read as the file writes the numbers of that column. */
    public BigDecimal number(String text, String column) {
        try {
            return columns.number(text, column);
        } catch (NumberFormatException e) {
            throw new WrongCellException(this, column, text, String.valueOf(e.getMessage()));
        }
    }

    /** @throws WrongCellException if the cell is no number */
    public Optional<BigDecimal> findDecimal(String... names) {
        return find(names).map(text -> number(text, present(names)));
    }

    /** @throws WrongCellException if the cell is empty or no number */
    public BigDecimal decimal(String... names) {
        return number(text(names), present(names));
    }

    /** Zero if the cell is empty. */
    public BigDecimal decimalOrZero(String... names) {
        return findDecimal(names).orElse(BigDecimal.ZERO);
    }

    /** @throws WrongCellException if the cell is empty or no time of these forms */
    public Stamp time(Dates dates, String... names) {
        return timeOf(dates, text(names), present(names));
    }

    /** @throws WrongCellException if the text is no time of these forms */
    public Stamp timeOf(Dates dates, String text, String column) {
        try {
            return dates.parse(text);
        } catch (DateTimeException e) {
            throw new WrongCellException(this, column, text, String.valueOf(e.getMessage()));
        }
    }

    /** @throws WrongCellException if the first of these columns that has a text has no currency */
    public Unit unit(String... names) {
        return unitOf(text(names), names);
    }

    /** @throws WrongCellException if the code, which stands in one of these columns, is none of a currency */
    public Unit unitOf(String code, String... names) {
        try {
            return Unit.of(code);
        } catch (InvalidValueException e) {
            throw new WrongCellException(this, present(names), code, String.valueOf(e.getMessage()));
        }
    }

    /** A mistake in one of these columns. */
    public WrongCellException wrong(String detail, String... names) {
        return new WrongCellException(this, present(names), find(names).orElse(""), detail);
    }

    /** The name, as the file writes it, of the column that {@link #find} reads; of the first that is there if all are empty. */
    private String present(String... names) {
        List<Integer> places = new ArrayList<>();
        for (String name : names) {
            int place = columns.place(name);
            if (place >= 0) {
                places.add(place);
            }
        }
        return places.stream()
                .filter(place -> !columns.isEmpty(cell(place)))
                .findFirst()
                .or(() -> places.stream().findFirst())
                .map(place -> columns.names().get(place))
                .orElse(names.length == 0 ? "" : names[0]);
    }
}
