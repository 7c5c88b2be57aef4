package io.trakkit.faults;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Ends this process and its children where a run takes far longer than it can. A suite that hangs has to say where; an
 * interrupt, by which JUnit ends a test, does not reach a thread that waits for something else than that. PostgreSQL is no
 * child and runs on, until the next start on its folder stops it.
 */
final class Deadline implements AutoCloseable {

    private static final int EXIT_SOFTWARE = 70;

    private final CountDownLatch over = new CountDownLatch(1);

    private Deadline() {}

    /**
     * Begins to count.
     *
     * @param logs where all threads are written down when time is up
     */
    static Deadline in(Duration limit, Path logs) {
        Deadline deadline = new Deadline();
        Thread watched = Thread.currentThread();
        Thread.ofPlatform().daemon().name("deadline").start(() -> deadline.watch(watched, limit, logs));
        return deadline;
    }

    private void watch(Thread watched, Duration limit, Path logs) {
        try {
            if (over.await(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } catch (InterruptedException _) {
            return;
        }
        Output.line("no end after %d minutes; all threads are in %s. This is where it stands:"
                .formatted(limit.toMinutes(), logs));
        Stream.of(watched.getStackTrace()).forEach(frame -> Output.line("    at " + frame));
        try {
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                    .dumpThreads(logs.resolve("threads.txt").toAbsolutePath().toString(), ThreadDumpFormat.TEXT_PLAIN);
        } catch (IOException e) {
            Output.line("the threads could not be written down: " + e);
        }
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(EXIT_SOFTWARE);
    }

    @Override
    public void close() {
        over.countDown();
    }
}
