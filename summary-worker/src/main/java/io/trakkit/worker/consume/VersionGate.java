package io.trakkit.worker.consume;

import io.trakkit.worker.apply.WrongFoldVersionException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closed while another version of the fold made the live read model: this worker does not read the log, and starts by itself
 * when the live read model changes. That is no alarm: during an upgrade, old or new workers wait.
 */
public final class VersionGate {

    private static final Logger log = LoggerFactory.getLogger(VersionGate.class);

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private volatile Runnable stop = () -> {};

    /** Closes the gate, or keeps it closed; each reason is logged once. */
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

    /** Opens the gate. */
    void end() {
        if (reason.getAndSet(null) != null) {
            log.info("The live read model now has this worker's version of the fold: starts to read the log");
        }
    }

    /** Sets what happens when the gate closes. */
    void whenBegun(Runnable reaction) {
        stop = reaction;
    }

    Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }
}
