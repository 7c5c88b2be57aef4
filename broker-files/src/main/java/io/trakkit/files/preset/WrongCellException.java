package io.trakkit.files.preset;

import org.jspecify.annotations.Nullable;

/** A cell, or a row, that cannot be what it should be. */
public final class WrongCellException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String column;
    private final String text;
    private final String detail;
    private final transient @Nullable Row row;

    /**
     * Of the row that is being read.
     *
     * @param column the name of the column in the file; empty for the row as a whole
     * @param text the text of the cell
     * @param detail what is wrong with it, to follow the name of the column
     */
    public WrongCellException(String column, String text, String detail) {
        this(null, column, text, detail);
    }

    WrongCellException(@Nullable Row row, String column, String text, String detail) {
        super(column + ": " + detail, null, false, false);
        this.row = row;
        this.column = column;
        this.text = text;
        this.detail = detail;
    }

    /** Whether a cell of this row is meant. */
    public boolean isOf(Row one) {
        return row == one;
    }

    public String column() {
        return column;
    }

    public String text() {
        return text;
    }

    public String detail() {
        return detail;
    }
}
