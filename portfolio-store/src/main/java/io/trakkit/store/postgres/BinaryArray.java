package io.trakkit.store.postgres;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.core.BaseConnection;
import org.postgresql.jdbc.PgArray;
import org.springframework.jdbc.core.SqlTypeValue;

/**
 * A one-dimensional array in the binary format of PostgreSQL ({@code array_recv}, {@code uuid_recv} and others in its
 * sources). The driver writes arrays of most types as text with quoted elements, which the server must parse again.
 */
public final class BinaryArray implements SqlTypeValue {

    /** The zero of binary timestamps, 2000-01-01T00:00:00Z, in seconds since 1970. */
    private static final long POSTGRES_EPOCH = 946_684_800;

    private static final int NULL_LENGTH = -1;

    private static final int HEADER_BYTES = 5 * Integer.BYTES;
    private static final int USUAL_ELEMENT_BYTES = 20;

    /** A type of elements: its number in the catalogue, the number of its array type, and the writer of its bytes. */
    public record ElementType<E>(int oid, int arrayOid, BiConsumer<Buffer, E> writer) {

        public static final ElementType<String> TEXT =
                new ElementType<>(25, 1009, (buffer, text) -> buffer.element(text.getBytes(StandardCharsets.UTF_8)));
        public static final ElementType<Long> INT8 = new ElementType<>(20, 1016, Buffer::element);
        public static final ElementType<Integer> INT2 = new ElementType<>(
                21, 1005, (buffer, number) -> buffer.putInt(Short.BYTES).putShort(number));
        public static final ElementType<Integer> INT4 = new ElementType<>(
                23, 1007, (buffer, number) -> buffer.putInt(Integer.BYTES).putInt(number));
        public static final ElementType<UUID> UUID = new ElementType<>(
                2950,
                2951,
                (buffer, id) -> buffer.putInt(2 * Long.BYTES)
                        .putLong(id.getMostSignificantBits())
                        .putLong(id.getLeastSignificantBits()));
        public static final ElementType<BigDecimal> NUMERIC = new ElementType<>(1700, 1231, BinaryNumeric::write);
        public static final ElementType<Instant> TIMESTAMPTZ =
                new ElementType<>(1184, 1185, (buffer, time) -> buffer.element(microsecondsSinceEpoch(time)));
        public static final ElementType<Boolean> BOOL = new ElementType<>(
                16, 1000, (buffer, flag) -> buffer.putInt(1).putBytes(new byte[] {(byte) (flag ? 1 : 0)}));
        public static final ElementType<byte[]> BYTEA = new ElementType<>(17, 1001, Buffer::element);
    }

    private final int arrayOid;
    private final byte[] binary;

    private BinaryArray(int arrayOid, byte[] binary) {
        this.arrayOid = arrayOid;
        this.binary = binary;
    }

    /** An array with one element per row, in their order. */
    static <T, E> BinaryArray of(ElementType<E> type, Collection<T> rows, Function<T, @Nullable E> column) {
        Buffer buffer = new Buffer(HEADER_BYTES + rows.size() * USUAL_ELEMENT_BYTES);
        // The number of dimensions; whether there are nulls, set below; the type; the length; the first index.
        buffer.putInt(rows.isEmpty() ? 0 : 1).putInt(0).putInt(type.oid);
        if (!rows.isEmpty()) {
            buffer.putInt(rows.size()).putInt(1);
        }
        for (T row : rows) {
            E value = column.apply(row);
            if (value == null) {
                buffer.putInt(NULL_LENGTH).setInt(Integer.BYTES, 1);
            } else {
                type.writer.accept(buffer, value);
            }
        }
        return new BinaryArray(type.arrayOid, buffer.bytes());
    }

    /** The number of bytes that are sent for it. */
    int size() {
        return binary.length;
    }

    private static long microsecondsSinceEpoch(Instant time) {
        return Math.addExact(
                Math.multiplyExact(time.getEpochSecond() - POSTGRES_EPOCH, 1_000_000L), time.getNano() / 1_000);
    }

    @Override
    public void setTypeValue(PreparedStatement statement, int index, int sqlType, @Nullable String typeName)
            throws SQLException {
        BaseConnection connection = statement.getConnection().unwrap(BaseConnection.class);
        statement.setArray(index, new PgArray(connection, arrayOid, binary));
    }

    /** A growing buffer of bytes in network order. */
    static final class Buffer {

        private ByteBuffer bytes;

        Buffer(int usual) {
            bytes = ByteBuffer.allocate(usual);
        }

        Buffer putInt(int number) {
            room(Integer.BYTES).putInt(number);
            return this;
        }

        Buffer putShort(int number) {
            room(Short.BYTES).putShort((short) number);
            return this;
        }

        Buffer putLong(long number) {
            room(Long.BYTES).putLong(number);
            return this;
        }

        /** Writes the length, then an element of eight bytes. */
        void element(long number) {
            putInt(Long.BYTES).putLong(number);
        }

        /** Writes the length, then an element. */
        void element(byte[] element) {
            putInt(element.length);
            room(element.length).put(element);
        }

        /** Overwrites a number at an index. */
        void setInt(int at, int number) {
            bytes.putInt(at, number);
        }

        Buffer putBytes(byte[] raw) {
            room(raw.length).put(raw);
            return this;
        }

        int size() {
            return bytes.position();
        }

        /** Sends the content and clears the buffer. */
        void sendTo(CopyIn copy) throws SQLException {
            copy.writeToCopy(bytes.array(), 0, bytes.position());
            bytes.clear();
        }

        byte[] bytes() {
            return Arrays.copyOf(bytes.array(), bytes.position());
        }

        private ByteBuffer room(int size) {
            if (bytes.remaining() < size) {
                int larger = Math.max(2 * bytes.capacity(), bytes.position() + size);
                bytes = ByteBuffer.allocate(larger).put(bytes.flip());
            }
            return bytes;
        }
    }
}
