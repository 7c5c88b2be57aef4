package io.trakkit.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * An API key as its owner holds it: {@code trk_<id>_<secret><checksum>}. The id has 16 hex digits, the secret 64 (256 random
 * bits), the checksum 8: the CRC-32 of all before it. A mistyped key is therefore refused without a look-up, and tools that
 * search for leaked secrets recognise one.
 *
 * <p>Shown once, when it is created; only the {@link SecretHash} is kept.
 */
public final class ApiKey {

    /** What every key begins with. */
    public static final String PREFIX = "trk_";

    private static final int SECRET_DIGITS = 64;
    private static final int SECRET_FROM = PREFIX.length() + ApiKeyId.DIGITS + 1;
    private static final int CHECKSUM_FROM = SECRET_FROM + SECRET_DIGITS;

    private final ApiKeyId id;
    private final String secret;

    private ApiKey(ApiKeyId id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new key. */
    public static ApiKey generate(SecureRandom random) {
        return new ApiKey(new ApiKeyId(hex(random, ApiKeyId.DIGITS)), hex(random, SECRET_DIGITS));
    }

    private static String hex(SecureRandom random, int digits) {
        byte[] drawn = new byte[digits / 2];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** Empty if the text is not a key, or its checksum is wrong. */
    public static Optional<ApiKey> parse(String text) {
        if (text.length() < CHECKSUM_FROM) {
            return Optional.empty();
        }
        String id = text.substring(PREFIX.length(), SECRET_FROM - 1);
        String secret = text.substring(SECRET_FROM, CHECKSUM_FROM);
        if (!HexDigits.are(id, ApiKeyId.DIGITS) || !HexDigits.are(secret, SECRET_DIGITS)) {
            return Optional.empty();
        }
        ApiKey key = new ApiKey(new ApiKeyId(id), secret);
        return key.reveal().equals(text) ? Optional.of(key) : Optional.empty();
    }

    public ApiKeyId id() {
        return id;
    }

    public SecretHash hash() {
        return SecretHash.of(secret);
    }

    /** The whole key, a secret. */
    public String reveal() {
        String withoutChecksum = PREFIX + id + '_' + secret;
        return withoutChecksum + checksum(withoutChecksum);
    }

    private static String checksum(String withoutChecksum) {
        CRC32 crc = new CRC32();
        crc.update(withoutChecksum.getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
