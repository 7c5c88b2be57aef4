package io.trakkit.bench.scenario;

import io.trakkit.bench.site.Site;
import io.trakkit.faults.site.App;
import io.trakkit.faults.site.Program;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How much processor time each process has had. */
public record ProcessorTimes(Map<String, Duration> byProcess) {

    public static final String POSTGRESQL = "PostgreSQL";

    /** Those of what answers questions, and of what asks them. */
    public static ProcessorTimes ofReading(Site site, App query) {
        Map<String, Duration> times = new LinkedHashMap<>();
        times.put(query.toString(), time(query.process()));
        times.put(POSTGRESQL, site.databases().processorTime());
        times.put("Redis", time(site.redisProcess()));
        times.put("load", time(ProcessHandle.current()));
        return new ProcessorTimes(times);
    }

    /** Up to now, since each of them was started; of PostgreSQL, those of its processes that are there. */
    public static ProcessorTimes of(Site site, Program... apps) {
        Map<String, Duration> times = new LinkedHashMap<>();
        for (Program app : apps) {
            times.put(app.name(), time(app.process()));
        }
        times.put(POSTGRESQL, site.databases().processorTime());
        times.put("broker", time(site.broker().process()));
        times.put("load", time(ProcessHandle.current()));
        return new ProcessorTimes(times);
    }

    public static Duration time(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What was not there earlier counts in full. */
    public ProcessorTimes since(ProcessorTimes earlier) {
        Map<String, Duration> times = new LinkedHashMap<>();
        byProcess.forEach((process, time) ->
                times.put(process, time.minus(earlier.byProcess.getOrDefault(process, Duration.ZERO))));
        return new ProcessorTimes(times);
    }

    /** Of the same processes, in two stretches of time. */
    public ProcessorTimes plus(ProcessorTimes other) {
        Map<String, Duration> times = new LinkedHashMap<>(byProcess);
        other.byProcess.forEach((process, time) -> times.merge(process, time, Duration::plus));
        return new ProcessorTimes(times);
    }

    public ProcessorTimes without(String process) {
        Map<String, Duration> times = new LinkedHashMap<>(byProcess);
        times.remove(process);
        return new ProcessorTimes(times);
    }

    /** Of one process. */
    public Duration of(String process) {
        return byProcess.getOrDefault(process, Duration.ZERO);
    }

    /** In seconds for a million of what was done, which is also microseconds for each. */
    public String perMillion(long done) {
        return byProcess.entrySet().stream()
                .map(each -> String.format(
                        Locale.ROOT, "%s %.1f s", each.getKey(), each.getValue().toMillis() / 1e3 * 1e6 / done))
                .collect(Collectors.joining(", "));
    }

    /** In milliseconds per second, over a number of seconds. */
    public String perSecond(double seconds) {
        return byProcess.entrySet().stream()
                .map(each -> String.format(
                        Locale.ROOT,
                        "%s %.0f ms",
                        each.getKey(),
                        each.getValue().toMillis() / seconds))
                .collect(Collectors.joining(", "));
    }
}
