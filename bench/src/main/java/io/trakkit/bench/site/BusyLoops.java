package io.trakkit.bench.site;

import io.trakkit.faults.site.Program;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Processes that do nothing but use a processor each: foreign load. */
public final class BusyLoops implements AutoCloseable {

    private static final String HEAP = "16m";
    private static final long WARM_NANOS = 500_000_000;

    private final List<Program> programs;

    private BusyLoops(List<Program> programs) {
        this.programs = programs;
    }

    /** Starts some, and waits until each of them has used a processor for a while. */
    static BusyLoops start(Site site, int count) {
        BusyLoops loops = new BusyLoops(IntStream.rangeClosed(1, count)
                .mapToObj(number -> site.program(
                        "busy-" + number,
                        HEAP,
                        List.of("-cp", System.getProperty("java.class.path"), BusyProgram.class.getName())))
                .toList());
        while (!loops.programs.stream().allMatch(BusyLoops::isWarm)) {
            LockSupport.parkNanos(10_000_000);
        }
        return loops;
    }

    private static boolean isWarm(Program program) {
        if (!program.isRunning()) {
            throw new IllegalStateException(program.name() + " has ended; its log tells why");
        }
        return program.process()
                .info()
                .totalCpuDuration()
                .filter(used -> used.toNanos() > WARM_NANOS)
                .isPresent();
    }

    /** Ends them. */
    public void end() {
        programs.forEach(Program::kill);
    }

    @Override
    public void close() {
        end();
    }
}
