package io.trakkit.query.page;

import io.trakkit.domain.value.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The cursor in the links of a list, opaque to clients: base64url of the list, its order, the side and the key of a row, with a
 * checksum, so that a damaged cursor is refused. It grants no rights, so it is not signed.
 *
 * @param list the name of the list
 * @param ordering its order
 * @param side whether the page is before or after the row
 * @param place the values of the row's key
 */
record Cursor(String list, String ordering, Side side, List<String> place) {

    /** The rows of the page: those before or after the cursor's row. */
    enum Side {
        AFTER,
        BEFORE
    }

    /** Separates the values; no value of the domain contains it. */
    private static final String SEPARATOR = "\u001f";

    private static final int CHECKSUM_BYTES = 4;

    /** The most characters of a cursor; longer texts are refused unread. */
    private static final int MAX_LENGTH = 4_000;

    String text() {
        List<String> parts = new ArrayList<>(List.of(list, ordering, side.name()));
        parts.addAll(place);
        byte[] content = String.join(SEPARATOR, parts).getBytes(StandardCharsets.UTF_8);
        byte[] token = ByteBuffer.allocate(CHECKSUM_BYTES + content.length)
                .putInt(checksum(content))
                .put(content)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** @throws InvalidValueException if the text is no cursor */
    static Cursor parse(String text) {
        if (text.length() > MAX_LENGTH) {
            throw unknown();
        }
        List<String> parts = List.of(content(text).split(SEPARATOR, -1));
        if (parts.size() < 4) {
            throw unknown();
        }
        Side side = parts.get(2).equals(Side.AFTER.name()) ? Side.AFTER : Side.BEFORE;
        return new Cursor(parts.get(0), parts.get(1), side, parts.subList(3, parts.size()));
    }

    private static String content(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw unknown();
        }
        if (token.length <= CHECKSUM_BYTES) {
            throw unknown();
        }
        ByteBuffer bytes = ByteBuffer.wrap(token);
        int checksum = bytes.getInt();
        byte[] content = new byte[bytes.remaining()];
        bytes.get(content);
        if (checksum(content) != checksum) {
            throw unknown();
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    private static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    static InvalidValueException unknown() {
        return new InvalidValueException("must be taken from a next or previous link of this list in this order");
    }
}
