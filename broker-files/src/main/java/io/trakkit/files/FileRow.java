package io.trakkit.files;

import io.trakkit.files.preset.Kind;
import io.trakkit.files.preset.SkipKind;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What became of a row of a file, in the order of the file. A row that is two records becomes two of these. */
public sealed interface FileRow {

    /** The number of the row in the file. */
    long line();

    /**
     * A trade or an activity.
     *
     * @param day the day that the file gives it; null if it gives none
     * @param fields as a bulk request takes them; without user and portfolio
     */
    record Booked(long line, Kind kind, @Nullable LocalDate day, ObjectNode fields) implements FileRow {}

    /** It was made part of another row. */
    record Joined(long line, long into) implements FileRow {}

    /** It is no record. */
    record Skipped(long line, SkipKind kind, String reason) implements FileRow {}

    /**
     * It cannot be read.
     *
     * @param column the column of the file; empty for the row as a whole
     * @param text the text of the cell
     * @param detail what is wrong, to follow the column and its text
     */
    record Wrong(long line, String column, String text, String detail) implements FileRow {

        /** A sentence. */
        public String words() {
            String where = column.isEmpty() ? "" : "column \"" + column + "\" ";
            String cell = text.isEmpty() || detail.contains(text) ? "" : "(\"" + text + "\") ";
            return where + cell + detail;
        }
    }

    /** The file cannot be read from here on. */
    record Broken(long line, String detail) implements FileRow {}
}
