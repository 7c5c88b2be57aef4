package io.trakkit.worker.consume;

import io.trakkit.worker.apply.WrongFoldVersionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a worker while the live read model belongs to another version of the fold than its own: it leaves the log
 * to others, and begins by itself when that changes. It is no alarm, since a switch makes old workers wait, or new ones.
 */
public final class VersionGate {

    private static final Logger log = LoggerFactory.getLogger(VersionGate.class);

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private volatile Runnable stop = () -> {};

    /** Begins to stand by, or goes on; each reason is said once. */
    void begin(WrongFoldVersionException why) {
        String message = String.valueOf(why.getMessage());
        String before = reason.getAndSet(message);
        if (!message.equals(before)) {
            log.warn("Does not read the log: {}", message);
        }
        if (before == null) {
            stop.run();
        }
    }

    /** Nothing keeps the worker from the log any more. */
    void end() {
        if (reason.getAndSet(null) != null) {
            log.info("The live read model now has this worker's version of the fold: starts to read the log");
        }
    }

    /** What stops when the worker begins to stand by. */
    void whenBegun(Runnable reaction) {
        stop = reaction;
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }
}
