package io.trakkit.worker.deadletters;

import io.trakkit.domain.value.InvalidValueException;
import io.trakkit.store.deadletters.DeadLetterQueries.PageStart;
import io.trakkit.wire.json.Json;
import io.trakkit.wire.json.Readers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A position in the list of dead letters, as an opaque text for callers. */
final class DeadLetterCursor {

    private static final String SEPARATOR = " ";

    private DeadLetterCursor() {}

    static String text(PageStart start) {
        String content = Json.text(start.loggedAt()) + SEPARATOR + DeadLetterId.of(start.origin());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws InvalidValueException if the text is not a cursor */
    static PageStart parse(String text) {
        try {
            String content = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
            int end = content.indexOf(SEPARATOR);
            return new PageStart(
                    Readers.time(content.substring(0, end)),
                    DeadLetterId.parse(content.substring(end + 1)).origin().orElseThrow());
        } catch (RuntimeException e) {
            throw new InvalidValueException("must be the next of an earlier answer");
        }
    }
}
