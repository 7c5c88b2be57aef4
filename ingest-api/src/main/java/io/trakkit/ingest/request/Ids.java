package io.trakkit.ingest.request;

import io.trakkit.domain.portfolio.ClientId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Creates ids: from time and chance, or determined by a caller's key so that a retry gets the same one (RFC 9562).
 */
public final class Ids {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION_7 = 0x7000L;
    private static final long VERSION_8 = 0x8000L;
    private static final long VARIANT = 0x8000000000000000L;
    private static final long COUNTED = 0x3fffffffffffffffL;

    private Ids() {}

    /** A UUID of version 7: 48 bits of the time in milliseconds, the rest by chance. */
    public static UUID atRandom(Instant now) {
        long time = now.toEpochMilli() << 16;
        long chance = RANDOM.nextLong();
        return new UUID(time | VERSION_7 | (chance & 0x0fffL), VARIANT | (RANDOM.nextLong() >>> 2));
    }

    /**
     * UUIDs of version 7 for the many events of one request: the part by chance is drawn once and then counted up
     * (RFC 9562, section 6.2). For one thread.
     */
    public static final class Series {

        private final long prefix = VERSION_7 | (RANDOM.nextLong() & 0x0fffL);
        private long next = RANDOM.nextLong();

        public UUID next(Instant now) {
            return new UUID((now.toEpochMilli() << 16) | prefix, VARIANT | (next++ & COUNTED));
        }
    }

    /**
     * The event_id of a request with an Idempotency-Key: the same for every request that a client sends with the key,
     * regardless of its content.
     */
    public static UUID ofRequest(ClientId client, IdempotencyKey key) {
        return determined(client, "request", "", key);
    }

    /**
     * A UUID of version 8 made of the SHA-256 of its arguments: the same for the same arguments, and for no others.
     *
     * @param operation what the id is for
     * @param target what the id is about, where a key has several
     */
    public static UUID determined(ClientId client, String operation, String target, IdempotencyKey key) {
        return determined(client.value(), operation, target, key.value());
    }

    /** The event_id of a record of a client's inbound topic: the same when the record is read again. */
    public static UUID ofInbound(ClientId client, UUID topicId, int partition, long offset) {
        return determined(
                client.value(), "inbound", topicId.toString(), Integer.toString(partition), Long.toString(offset));
    }

    private static UUID determined(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            // The length goes first, so that no two lists of parts run together to the same bytes.
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            digest.update(bytes);
        }
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        long high = (hash.getLong() & ~0xf000L) | VERSION_8;
        return new UUID(high, VARIANT | (hash.getLong() >>> 2));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
