package io.trakkit.bench.peer;

import java.io.DataOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.util.ByteConverter;

/** Rows for a COPY in its binary format, the cheapest there is. */
final class CopyRows implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final Instant POSTGRES_EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    private final DataOutputStream out;
    private final int columns;

    CopyRows(Connection connection, String table, String... columns) throws SQLException, IOException {
        String sql = "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, String.join(", ", columns));
        out = new DataOutputStream(new PGCopyOutputStream(connection.unwrap(PGConnection.class), sql, BUFFER));
        out.write(SIGNATURE);
        out.writeInt(0);
        out.writeInt(0);
        this.columns = columns.length;
    }

    CopyRows row() throws IOException {
        out.writeShort(columns);
        return this;
    }

    CopyRows int2(int value) throws IOException {
        out.writeInt(2);
        out.writeShort(value);
        return this;
    }

    CopyRows int4(int value) throws IOException {
        out.writeInt(4);
        out.writeInt(value);
        return this;
    }

    CopyRows int8(long value) throws IOException {
        out.writeInt(8);
        out.writeLong(value);
        return this;
    }

    CopyRows text(Object value) throws IOException {
        return bytes(value.toString().getBytes(StandardCharsets.UTF_8));
    }

    CopyRows bytes(byte[] value) throws IOException {
        out.writeInt(value.length);
        out.write(value);
        return this;
    }

    CopyRows uuid(UUID value) throws IOException {
        out.writeInt(16);
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
        return this;
    }

    CopyRows numeric(BigDecimal value) throws IOException {
        return bytes(ByteConverter.numeric(value));
    }

    CopyRows time(Instant value) throws IOException {
        long seconds = value.getEpochSecond() - POSTGRES_EPOCH.getEpochSecond();
        return int8(seconds * 1_000_000 + value.getNano() / 1_000);
    }

    @Override
    public void close() throws IOException {
        out.writeShort(-1);
        out.close();
    }
}
