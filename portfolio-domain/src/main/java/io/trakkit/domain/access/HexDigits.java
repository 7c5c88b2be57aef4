package io.trakkit.domain.access;

/** Lower-case hexadecimal digits. Each request with a key has its own checked, for which a pattern took as long as SHA-256. */
final class HexDigits {

    private HexDigits() {}

    /** Whether the text is that number of {@code 0-9 a-f}. */
    static boolean are(String text, int count) {
        if (text.length() != count) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            char digit = text.charAt(i);
            if (!((digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
