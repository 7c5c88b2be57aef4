package io.trakkit.faults;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A fault that befalls while another one does. */
final class Aside implements AutoCloseable {

    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private Aside() {}

    static Aside start(Scene.Fault fault) {
        Aside aside = new Aside();
        Thread.ofVirtual().name("aside").start(() -> {
            try {
                fault.befall();
                aside.end.complete(null);
            } catch (Exception e) {
                aside.end.completeExceptionally(e);
            }
        });
        return aside;
    }

    /** Waits for its end. */
    void join() {
        try {
            end.join();
        } catch (CompletionException e) {
            throw new IllegalStateException("A fault aside: " + e.getCause(), e);
        }
    }

    /** Has it come to its end, also where something else has gone wrong. */
    @Override
    public void close() {
        end.exceptionally(_ -> null).join();
    }
}
