package io.trakkit.store.read;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;

/** A row as it came, equal to any of the same bytes: to compare these is cheaper than to read them. */
final class RawRow {

    private final byte[][] columns;
    private final int hash;

    private RawRow(byte[][] columns, int hash) {
        this.columns = columns;
        this.hash = hash;
    }

    /** The first columns of a row, none of which is null. */
    static RawRow of(ResultSet row, int count) throws SQLException {
        byte[][] columns = new byte[count][];
        int hash = 0;
        for (int i = 0; i < count; i++) {
            columns[i] = row.getBytes(i + 1);
            hash = 31 * hash + Arrays.hashCode(columns[i]);
        }
        return new RawRow(columns, hash);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawRow row && hash == row.hash && Arrays.deepEquals(columns, row.columns);
    }
}
