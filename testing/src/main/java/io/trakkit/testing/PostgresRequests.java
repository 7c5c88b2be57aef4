package io.trakkit.testing;

import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * Finds the messages in what an app sends to PostgreSQL over one connection: a letter and a length. What begins a session has a
 * length only. Encryption must be off.
 */
public final class PostgresRequests {

    private static final int LENGTH_BYTES = 4;

    private final ByteBuffer head = ByteBuffer.allocate(1 + LENGTH_BYTES);
    private final IntConsumer found;
    private int body;

    /** @param found called with the letter of each message, 0 for one that has none */
    public PostgresRequests(IntConsumer found) {
        this.found = found;
    }

    /** Whether PostgreSQL carries out a statement for such a message: Execute, and a query without parameters. */
    public static boolean isStatement(int letter) {
        return letter == 'E' || letter == 'Q';
    }

    /** Whether the driver then waits until PostgreSQL is ready again: Sync, and a query without parameters. */
    public static boolean isWait(int letter) {
        return letter == 'S' || letter == 'Q';
    }

    /** Takes the next bytes. */
    public void sent(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (body > 0) {
                int skipped = Math.min(body, end - at);
                body -= skipped;
                at += skipped;
            } else {
                head.put(bytes[at]);
                at++;
                begin();
            }
        }
    }

    private void begin() {
        boolean isTyped = head.get(0) != 0;
        if (head.position() < (isTyped ? 1 + LENGTH_BYTES : LENGTH_BYTES)) {
            return;
        }
        body = head.getInt(isTyped ? 1 : 0) - LENGTH_BYTES;
        found.accept(head.get(0));
        head.clear();
    }
}
