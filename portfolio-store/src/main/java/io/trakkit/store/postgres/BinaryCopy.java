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
 * Rows for a table, sent by COPY in its binary format: by far the cheapest way in, since the server neither plans nor
 * executes anything for them and writes whole pages at once. All of them or, should one be refused, none.
 *
 * @param <T> what a row is made of
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

    /** Adds a column; its type must be exactly that of the table, since nothing is converted. */
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
     * @throws org.springframework.dao.DuplicateKeyException if one of them is there already; the transaction is void then,
     *     or what it did since its last savepoint
     */
    public void write(JdbcClient jdbc, Collection<T> rows) {
        // A client lends no connection; but an answer knows the one that it came over, which is the transaction's.
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
     * The driver limits the time of statements, and not of a COPY, which may have to wait for a lock. What is left of the
     * transaction's time is a limit for all that follows in it.
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
