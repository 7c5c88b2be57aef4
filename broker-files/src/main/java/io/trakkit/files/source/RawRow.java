package io.trakkit.files.source;

import java.util.List;

/**
 * A row of a file.
 *
 * @param line where it begins: the physical line of a text, the row of a sheet, the number of an object in JSON; from 1
 * @param section the sheet, the element or the array that it is in; empty for a plain table
 * @param names the names of its cells, for objects that name each of them; empty for a row of a table
 * @param cells its cells, without spaces at their ends
 */
public record RawRow(long line, String section, List<String> names, List<String> cells) {

    /** A row of a table. */
    static RawRow ofTable(long line, String section, List<String> cells) {
        return new RawRow(line, section, List.of(), cells);
    }

    /** The number of cells that are not empty. */
    public long filled() {
        return cells.stream().filter(cell -> !cell.isEmpty()).count();
    }
}
