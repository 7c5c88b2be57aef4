package io.trakkit.domain.access;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
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

    private static final Pattern FORM = Pattern.compile("trk_([0-9a-f]{16})_([0-9a-f]{64})([0-9a-f]{8})");
    private static final int ID_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    private final ApiKeyId id;
    private final String secret;

    private ApiKey(ApiKeyId id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    /** A new key. */
    public static ApiKey generate(SecureRandom random) {
        return new ApiKey(new ApiKeyId(hex(random, ID_BYTES)), hex(random, SECRET_BYTES));
    }

    private static String hex(SecureRandom random, int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        return HexFormat.of().formatHex(drawn);
    }

    /** Empty if the text is not a key, or its checksum is wrong. */
    public static Optional<ApiKey> parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        ApiKey key = new ApiKey(new ApiKeyId(form.group(1)), form.group(2));
        return key.checksum().equals(form.group(3)) ? Optional.of(key) : Optional.empty();
    }

    public ApiKeyId id() {
        return id;
    }

    public SecretHash hash() {
        return SecretHash.of(secret);
    }

    /** The whole key, a secret. */
    public String reveal() {
        return withoutChecksum() + checksum();
    }

    private String withoutChecksum() {
        return PREFIX + id + '_' + secret;
    }

    private String checksum() {
        CRC32 crc = new CRC32();
        crc.update(withoutChecksum().getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return PREFIX + id + "_…";
    }
}
