package io.trakkit.worker.projection.rebuild;

import io.trakkit.store.deadletters.DeadLetter;
import io.trakkit.store.log.LogPosition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts records that are not dead letters but would be refused now, and keeps the first ones without their bytes. */
public final class Refusals implements Consumer<DeadLetter> {

    private static final int NAMED = 100;

    private final Map<LogPosition, Named> named = new TreeMap<>();
    private long count;

    /** A refused record, as reported. */
    public record Named(LogPosition origin, @Nullable String refId, String reason, String detail) {}

    @Override
    public synchronized void accept(DeadLetter deadLetter) {
        // A retried batch refuses the same records again.
        if (named.containsKey(deadLetter.origin())) {
            return;
        }
        count++;
        if (named.size() < NAMED) {
            named.put(
                    deadLetter.origin(),
                    new Named(
                            deadLetter.origin(),
                            deadLetter.about().refId(),
                            deadLetter.reason().wireName(),
                            deadLetter.detail()));
        }
    }

    public synchronized long count() {
        return count;
    }

    public synchronized List<Named> named() {
        return new ArrayList<>(named.values());
    }
}
