package io.trakkit.bench.site;

import java.io.IOException;

/** Keeps one processor busy, as another program on a shared machine does. Ends with who started it. */
final class BusyProgram {

    private BusyProgram() {}

    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().name("busy").daemon().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
        });
        while (System.in.read() >= 0) {
            // No input is expected; its end means that the parent process has ended.
        }
        Runtime.getRuntime().halt(0);
    }
}
