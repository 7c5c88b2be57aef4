package io.trakkit.worker.log;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops reading because the log and the database contradict each other; only a person can decide how to continue. */
public final class ConsumerHalt {

    private static final Logger log = LoggerFactory.getLogger(ConsumerHalt.class);

    private final AtomicReference<@Nullable String> reason = new AtomicReference<>();
    private volatile Runnable stop = () -> {};

    /** Raises the alarm. The first reason stays. */
    public void raise(RuntimeException why) {
        String message = why.getMessage() == null ? why.toString() : why.getMessage();
        if (reason.compareAndSet(null, message)) {
            log.error("ALARM, the worker has stopped reading the log: {}", message);
            stop.run();
        }
    }

    /** Sets what happens when the alarm is raised. */
    public void whenRaised(Runnable reaction) {
        stop = reaction;
        if (reason.get() != null) {
            reaction.run();
        }
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason.get());
    }
}
