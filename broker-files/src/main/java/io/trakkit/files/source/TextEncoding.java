package io.trakkit.files.source;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Recognises the encoding of a text by its first bytes: UTF-8 and UTF-16 with or without a byte order mark, else windows-1251
 * for words of Cyrillic letters, else windows-1252. A library for this (ICU) weighs 14 MB and guesses among dozens of
 * encodings; exports have these five.
 */
final class TextEncoding {

    private static final Charset WINDOWS_1251 = Charset.forName("windows-1251");
    private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

    /** The first bytes to look at for zeros: half of the bytes of a text in UTF-16 that is mostly ASCII. */
    private static final int FIRST_BYTES = 256;

    private static final int HIGH = 0x80;

    /** In windows-1251 all letters of Russian but one stand here; in windows-1252 those with accents. */
    private static final int FIRST_LETTER = 0xc0;

    private TextEncoding() {}

    /**
     * @param start the first bytes of the text
     * @throws UnreadableFileException if the text is in UTF-32, or is not text
     */
    static Charset of(byte[] start) {
        if (begins(start, 0xff, 0xfe, 0, 0) || begins(start, 0, 0, 0xfe, 0xff)) {
            throw new UnreadableFileException("The file is in UTF-32: save it as UTF-8");
        }
        if (begins(start, 0xff, 0xfe)) {
            return StandardCharsets.UTF_16LE;
        }
        if (begins(start, 0xfe, 0xff)) {
            return StandardCharsets.UTF_16BE;
        }
        int even = zeros(start, 0);
        int odd = zeros(start, 1);
        if (even + odd > 0) {
            return withZeros(even, odd, Math.min(start.length, FIRST_BYTES));
        }
        if (isUtf8(start)) {
            return StandardCharsets.UTF_8;
        }
        return isCyrillic(start) ? WINDOWS_1251 : WINDOWS_1252;
    }

    private static Charset withZeros(int even, int odd, int length) {
        int many = length / 4;
        if (odd > many && even == 0) {
            return StandardCharsets.UTF_16LE;
        }
        if (even > many && odd == 0) {
            return StandardCharsets.UTF_16BE;
        }
        throw new UnreadableFileException("The file is not text: export it as CSV");
    }

    private static boolean begins(byte[] start, int... bytes) {
        if (start.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((start[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static int zeros(byte[] start, int from) {
        int zeros = 0;
        for (int i = from; i < Math.min(start.length, FIRST_BYTES); i += 2) {
            zeros += start[i] == 0 ? 1 : 0;
        }
        return zeros;
    }

    /** Whether all of it is UTF-8, but for a character that its end cuts. */
    private static boolean isUtf8(byte[] start) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(start);
        CharBuffer out = CharBuffer.allocate(8 * 1024);
        CoderResult result;
        do {
            out.clear();
            result = decoder.decode(in, out, false);
        } while (result.isOverflow());
        return !result.isError();
    }

    /** Words of another alphabet have their letters side by side; letters with accents stand alone between ASCII. */
    private static boolean isCyrillic(byte[] start) {
        int beside = 0;
        int alone = 0;
        for (int i = 0; i < start.length; i++) {
            if ((start[i] & 0xff) >= HIGH) {
                boolean before = i > 0 && (start[i - 1] & 0xff) >= FIRST_LETTER;
                boolean after = i + 1 < start.length && (start[i + 1] & 0xff) >= FIRST_LETTER;
                if (before || after) {
                    beside++;
                } else {
                    alone++;
                }
            }
        }
        return beside > alone;
    }
}
