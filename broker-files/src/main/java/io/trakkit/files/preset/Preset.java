package io.trakkit.files.preset;

import java.util.List;

/**
 * How the files of one source are read. A preset has no state: one object reads many files.
 *
 * <p>The {@link #headers()} say which files it is for. Each row becomes a {@link RowResult}; rows that belong together are then
 * joined. Order, identity and time zones are not its concern.
 */
public interface Preset {

    /** Its name for {@code --format}, and the beginning of each ref_id: at most 20 of {@code a-z 0-9 -}. */
    String name();

    /** What people call the source. */
    String title();

    /** Raised when the same file would give other trades. */
    default int version() {
        return 1;
    }

    /** How the source writes its files: a table, oldest first, with decimal points and times in UTC, if it does not say otherwise. */
    default Traits traits() {
        return Traits.TABLE;
    }

    /** The headers of its files, one for each version and language. For JSON and XML: of each array or element. */
    List<Header> headers();

    /**
     * How numbers are written under that header.
     *
     * @param names the columns of the file
     */
    default DecimalSign sign(List<String> names) {
        return traits().sign();
    }

    /**
     * Whether rows of this sheet, element or array say anything. Others are read over.
     *
     * @param section empty for a plain table
     */
    default boolean reads(String section) {
        return true;
    }

    /** Whether columns without a name have values that {@link Row#after} reads. */
    default boolean readsUnnamed() {
        return false;
    }

    /** Whether a row may end early: programs leave out empty cells at its end. */
    default boolean leavesOutLastCells() {
        return false;
    }

    /** Whether a row below the header is text, such as a disclaimer. A row with its first cell only is text in any case. */
    default boolean isText(List<String> cells) {
        return false;
    }

    /**
     * Reads a row.
     *
     * @throws WrongCellException if a cell is wrong
     */
    RowResult read(Row row);

    /**
     * Puts rows together that a line break took apart, and gives rows what others say of the same security, before rows are joined.
     *
     * @param rows in the order of the file
     */
    default void mend(List<ReadRow> rows) {}

    /**
     * Joins rows that belong together. All rows of a day are in one call.
     *
     * @param rows in the order of the file
     */
    default void join(List<ReadRow> rows) {}
}
