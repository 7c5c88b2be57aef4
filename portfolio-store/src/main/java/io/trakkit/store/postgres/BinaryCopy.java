package io.trakkit.store.postgres;

import io.trakkit.store.postgres.BinaryArray.Buffer;
import io.trakkit.store.postgres.BinaryArray.ElementType;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Sends rows to a table by COPY in its binary format. This is by far the cheapest way, because the server plans and executes
 * nothing and writes whole pages at once. Either all rows are added or none.
 *
 * @param <T> the object of a row
 */
public final class BinaryCopy<T> {

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int CHUNK_BYTES = 64 * 1024;
    private static final int NULL_LENGTH = -1;
    private static final int END = -1;

    private final String table;
    private final List<Column<T>> columns = new ArrayList<>();

    private BinaryCopy(String table) {
        this.table = table;
    }

    private record Column<T>(String name, BiConsumer<Buffer, T> writer) {}

    public static <T> BinaryCopy<T> into(String table) {
        return new BinaryCopy<>(table);
    }

    /** Adds a column. Its type must be exactly that of the table, because nothing is converted. */
    public <E> BinaryCopy<T> column(String name, ElementType<E> type, Function<T, @Nullable E> value) {
        columns.add(new Column<>(name, (buffer, row) -> {
            E element = value.apply(row);
            if (element == null) {
                buffer.putInt(NULL_LENGTH);
            } else {
                type.writer().accept(buffer, element);
            }
        }));
        return this;
    }

    /**
     * Adds the rows, in their order and in the transaction of the caller.
     *
     * @throws org.springframework.dao.DuplicateKeyException if one of them exists; the transaction has then failed, at least
     *     back to its last savepoint
     */
    public void write(JdbcClient jdbc, Collection<T> rows) {
        // JdbcClient does not expose its connection. A result set does, and it is that of the transaction.
        jdbc.sql("SELECT").query((ResultSet answer) -> {
            write(answer.getStatement(), rows);
            return rows.size();
        });
    }

    private void write(Statement statement, Collection<T> rows) throws SQLException {
        Connection connection = statement.getConnection();
        limit(connection, statement.getQueryTimeout());
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY %s (%s) FROM STDIN (FORMAT binary)"
                        .formatted(table, columns.stream().map(Column::name).collect(Collectors.joining(", "))));
        try {
            send(copy, rows);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }

    /**
     * Limits the rest of the transaction to its remaining time: the driver limits statements but not a COPY, which may have to
     * wait for a lock.
     */
    private static void limit(Connection connection, int seconds) throws SQLException {
        if (seconds > 0) {
            try (Statement setting = connection.createStatement()) {
                setting.execute("SET LOCAL statement_timeout = '" + seconds + "s'");
            }
        }
    }

    private void send(CopyIn copy, Collection<T> rows) throws SQLException {
        Buffer buffer = new Buffer(2 * CHUNK_BYTES);
        buffer.putBytes(SIGNATURE).putInt(0).putInt(0);
        for (T row : rows) {
            buffer.putShort(columns.size());
            columns.forEach(column -> column.writer().accept(buffer, row));
            if (buffer.size() >= CHUNK_BYTES) {
                buffer.sendTo(copy);
            }
        }
        buffer.putShort(END).sendTo(copy);
    }
}
