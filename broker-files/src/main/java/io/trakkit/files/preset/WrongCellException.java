package io.trakkit.files.preset;

/** A cell, or a row, that cannot be what it should be. */
public final class WrongCellException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String column;
    private final String text;
    private final String detail;

    /**
     * @param column the name of the column in the file; empty for the row as a whole
     * @param text the text of the cell
     * @param detail what is wrong with it, to follow the name of the column
     */
    public WrongCellException(String column, String text, String detail) {
        super(column + ": " + detail, null, false, false);
        this.column = column;
        this.text = text;
        this.detail = detail;
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
