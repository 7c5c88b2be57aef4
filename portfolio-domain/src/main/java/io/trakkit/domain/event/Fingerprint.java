package io.trakkit.domain.event;

import io.trakkit.domain.trade.Conversion;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.UUID;

/**
 * A 128-bit digest of an event's content: two events with the same fingerprint have the same content. The first half
 * of a SHA-256, carried as a UUID because the database stores that compactly.
 */
public record Fingerprint(UUID value) {

    /** Parts the fields. No value of the domain contains it. */
    private static final char SEPARATOR = '\u001f';

    private static final Object ABSENT = new Object();

    /** A field that counts only if it is present: events without it keep the fingerprint of versions that did not know it. */
    static Object optional(String name, Optional<?> value) {
        return value.<Object>map(present -> name + "=" + present).orElse(ABSENT);
    }

    static Object currency(Optional<Conversion> conversion) {
        return optional("currency", conversion.map(Conversion::currency));
    }

    /** The rate that the caller gave: one that was looked up would differ where the same post is repeated later. */
    static Object rate(Optional<Conversion> conversion) {
        return optional("fx_rate", conversion.filter(given -> !given.lookedUp()).map(Conversion::rate));
    }

    static Fingerprint of(Object... fields) {
        StringBuilder text = new StringBuilder(160);
        for (Object field : fields) {
            if (!field.equals(ABSENT)) {
                text.append(field).append(SEPARATOR);
            }
        }
        ByteBuffer digest = ByteBuffer.wrap(sha256().digest(text.toString().getBytes(StandardCharsets.UTF_8)));
        return new Fingerprint(new UUID(digest.getLong(), digest.getLong()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
