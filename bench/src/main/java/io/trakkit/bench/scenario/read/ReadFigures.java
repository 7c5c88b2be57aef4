package io.trakkit.bench.scenario.read;

import io.trakkit.bench.http.Load;
import io.trakkit.bench.peer.PlainReads;
import io.trakkit.bench.report.Figure;
import io.trakkit.bench.report.Spread;
import io.trakkit.bench.report.Target;
import io.trakkit.bench.scenario.ProcessorTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was measured of one question, over the rounds. */
final class ReadFigures {

    private final List<Double> rate = new ArrayList<>();
    private final List<Double> p50 = new ArrayList<>();
    private final List<Double> p99 = new ArrayList<>();
    private final List<Double> plainRate = new ArrayList<>();
    private final List<Double> plainP99 = new ArrayList<>();
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    /** @param times of the processor, that the answers took */
    void add(Load.Outcome ours, ProcessorTimes times) {
        rate.add(ours.perSecond());
        p50.add(ours.latencies().millis(50));
        p99.add(ours.latencies().millis(99));
        times.byProcess()
                .forEach((process, time) ->
                        micros.computeIfAbsent(process, _ -> new ArrayList<>()).add(micros(time, ours)));
    }

    void add(PlainReads.Outcome plain) {
        plainRate.add(plain.perSecond());
        plainP99.add(plain.latencies().millis(99));
    }

    private static double micros(Duration time, Load.Outcome outcome) {
        return time.toNanos() / 1e3 / outcome.latencies().count();
    }

    List<Double> p50() {
        return p50;
    }

    List<Figure> of(Question question) {
        Figure ours = Figure.of(question.name(), "answers/s", rate);
        Figure plain =
                Figure.of("  " + question.plainly(), "answers/s", plainRate).beside(ours);
        double percent = 100 * ours.median() / plain.median();
        Figure slowest = Figure.of("  p99", "ms", p99);
        Figure plainSlowest = Figure.of("  p99 of that", "ms", plainP99);
        return List.of(
                ours,
                question.isSummaryPage() ? plain.with(Target.atLeast(50, " %", percent)) : plain,
                Figure.of("  p50", "ms", p50),
                question.mostMillis().isPresent()
                        ? slowest.with(Target.atMost(question.mostMillis().getAsInt(), " ms", slowest.median()))
                        : slowest,
                question.isTwiceAsPrompt()
                        ? plainSlowest
                                .beside(slowest)
                                .with(Target.atMost(50, " %", 100 * slowest.median() / plainSlowest.median()))
                        : plainSlowest);
    }

    /** Processor time for an answer: what bounds it where all share the processors. */
    String cost(String name) {
        return "processor time for an answer, %s: %s"
                .formatted(
                        name,
                        micros.entrySet().stream()
                                .map(each -> "%s %.0f µs"
                                        .formatted(
                                                each.getKey(),
                                                Spread.of(each.getValue()).median()))
                                .collect(Collectors.joining(", ")));
    }
}
