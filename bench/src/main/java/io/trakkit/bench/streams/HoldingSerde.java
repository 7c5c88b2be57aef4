package io.trakkit.bench.streams;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/** The bytes of a holding: few, since each of them goes into a topic, too. */
final class HoldingSerde {

    private HoldingSerde() {}

    static Serde<Holding> create() {
        Serializer<Holding> serializer = (_, holding) -> bytes(holding);
        Deserializer<Holding> deserializer = (_, bytes) -> holding(bytes);
        return Serdes.serdeFrom(serializer, deserializer);
    }

    static byte[] bytes(Holding holding) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(48);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(holding.trades());
            write(out, holding.held());
            write(out, holding.cost());
            write(out, holding.realised());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Holding holding(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            long trades = in.readLong();
            return new Holding(read(in), read(in), read(in), trades);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, BigDecimal number) throws IOException {
        byte[] unscaled = number.unscaledValue().toByteArray();
        out.writeByte(number.scale());
        out.writeByte(unscaled.length);
        out.write(unscaled);
    }

    private static BigDecimal read(DataInputStream in) throws IOException {
        int scale = in.readByte();
        return new BigDecimal(new BigInteger(in.readNBytes(in.readUnsignedByte())), scale);
    }
}
