package io.trakkit.files;

import io.trakkit.files.source.RawRow;
import java.util.List;

/** Text of several tables: the first cell of a row names its table, the second says what the row is. */
final class Sections {

    private static final String HEADER = "Header";
    private static final String DATA = "Data";

    private Sections() {}

    static boolean isHeader(RawRow row) {
        return row.cells().size() > 2 && row.cells().get(1).equals(HEADER);
    }

    static boolean isData(RawRow row) {
        return row.cells().size() > 2 && row.cells().get(1).equals(DATA);
    }

    /** The cells after the first two. */
    static List<String> cells(RawRow row) {
        return row.cells().subList(2, row.cells().size());
    }
}
