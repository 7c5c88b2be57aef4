package io.trakkit.domain.access;

import io.trakkit.domain.value.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a secret of 256 random bits, in hex: all that is kept of it. Such a secret needs no salt and no slow
 * hash, because it cannot be guessed.
 */
public record SecretHash(String hex) {

    private static final int DIGITS = 64;

    /** @throws InvalidValueException if the text is not a SHA-256 in hex */
    public SecretHash {
        if (!HexDigits.are(hex, DIGITS)) {
            throw new InvalidValueException("must be a SHA-256: 64 of 0-9 a-f");
        }
    }

    static SecretHash of(String secret) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.US_ASCII));
            return new SecretHash(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /** Compares in constant time. */
    public boolean matches(SecretHash other) {
        return MessageDigest.isEqual(bytes(), other.bytes());
    }

    private byte[] bytes() {
        return hex.getBytes(StandardCharsets.US_ASCII);
    }
}
