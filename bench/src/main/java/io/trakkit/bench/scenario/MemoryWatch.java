package io.trakkit.bench.scenario;

import io.trakkit.bench.http.HttpConnection;
import io.trakkit.faults.site.App;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/** The most memory that an app uses, looked at every second. */
public final class MemoryWatch implements AutoCloseable {

    private static final double MEGABYTE = 1024 * 1024;
    private static final String HEAP = "jvm_memory_used_bytes{area=\"heap\"";

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private volatile double resident;
    private volatile double heap;

    /** @param operatorsKey with which the app shows its metrics */
    public void start(App app, String operatorsKey) {
        var _ = clock.scheduleWithFixedDelay(() -> look(app, operatorsKey), 1, 1, TimeUnit.SECONDS);
    }

    private void look(App app, String operatorsKey) {
        resident = Math.max(resident, resident(app));
        heap = Math.max(heap, heap(app, operatorsKey));
    }

    /** As Linux tells it; elsewhere none. */
    private static double resident(App app) {
        Path status = Path.of("/proc/" + app.process().pid() + "/status");
        try {
            return Files.exists(status)
                    ? sum(Files.readString(status), "VmHWM:", line -> Double.parseDouble(line.replaceAll("\\D", "")))
                            / 1024
                    : 0;
        } catch (IOException _) {
            // It has just ended.
            return 0;
        }
    }

    private static double heap(App app, String operatorsKey) {
        try (HttpConnection connection = HttpConnection.to(app.uri())) {
            String metrics = connection
                    .exchange(HttpConnection.withKey(
                            HttpConnection.get(app.uri(), "/actuator/prometheus", "text/plain"), operatorsKey))
                    .text();
            return sum(metrics, HEAP, line -> Double.parseDouble(line.substring(line.lastIndexOf(' ')))) / MEGABYTE;
        } catch (IOException _) {
            // Not there yet, or no more.
            return 0;
        }
    }

    private static double sum(String text, String prefix, ToDoubleFunction<String> value) {
        return text.lines()
                .filter(line -> line.startsWith(prefix))
                .mapToDouble(value)
                .sum();
    }

    public double residentMegabytes() {
        return resident;
    }

    /** @throws IllegalStateException if the app has reported no heap */
    public double heapMegabytes() {
        if (heap == 0) {
            throw new IllegalStateException("The app has not reported how much heap it uses");
        }
        return heap;
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
