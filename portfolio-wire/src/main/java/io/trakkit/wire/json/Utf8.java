package io.trakkit.wire.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Strict UTF-8: malformed bytes are refused, never replaced. */
public final class Utf8 {

    private Utf8() {}

    /** @throws CharacterCodingException if the bytes are not valid UTF-8 */
    public static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
