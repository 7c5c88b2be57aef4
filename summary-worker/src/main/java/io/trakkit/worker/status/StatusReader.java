package io.trakkit.worker.status;

import io.trakkit.access.limits.RedisProbe;
import io.trakkit.domain.deadletter.DeadLetterReason;
import io.trakkit.store.deadletters.DeadLetterQueries;
import io.trakkit.store.deadletters.DecisionOutbox;
import io.trakkit.store.prices.FeedReports;
import io.trakkit.store.projection.Generations;
import io.trakkit.worker.apply.FailureCauses;
import io.trakkit.worker.consume.ConsumerHealth;
import io.trakkit.worker.log.TradesTopic;
import io.trakkit.worker.projection.ReplayAnswer;
import io.trakkit.worker.projection.RunningReplay;
import io.trakkit.worker.status.Component.Name;
import io.trakkit.worker.status.LagWatch.Measurement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Finds the state of everything. It answers within some seconds, also while servers hang. */
final class StatusReader {

    private static final Duration AT_MOST = Duration.ofSeconds(3);

    /** Operators' pages ask every few seconds, each for itself. */
    private static final Duration SHARED_FOR = Duration.ofSeconds(1);

    private final Generations generations;
    private final TradesTopic tradesTopic;
    private final RedisProbe redis;
    private final ConsumerHealth health;
    private final LagWatch lagWatch;
    private final DeadLetterQueries deadLetters;
    private final DecisionOutbox decisions;
    private final FeedReports feedReports;
    private final RunningReplay runningReplay;
    private final StatusSettings settings;
    private final InstantSource clock;

    StatusReader(
            JdbcClient jdbc,
            TradesTopic tradesTopic,
            RedisProbe redis,
            ConsumerHealth health,
            LagWatch lagWatch,
            StatusSettings settings,
            InstantSource clock) {
        this.generations = new Generations(jdbc);
        this.tradesTopic = tradesTopic;
        this.redis = redis;
        this.health = health;
        this.lagWatch = lagWatch;
        this.deadLetters = new DeadLetterQueries(jdbc);
        this.decisions = new DecisionOutbox(jdbc);
        this.feedReports = new FeedReports(jdbc);
        this.runningReplay = new RunningReplay(jdbc);
        this.settings = settings;
        this.clock = clock;
    }

    private record CountedDeadLetters(Map<DeadLetterReason, Long> open, long pending) {}

    StatusAnswer read() {
        Instant now = clock.instant();
        try (Probes probes = new Probes(AT_MOST)) {
            var postgresql = probes.ask(timed(generations::live));
            var kafka = probes.ask(timed(tradesTopic::logId));
            var cache = probes.ask(timed(redis::ping));
            var worker = probes.ask(health::health);
            var lag = probes.ask(() -> lagWatch.measured(SHARED_FOR).get());
            var counted = probes.ask(() -> new CountedDeadLetters(deadLetters.open(), decisions.pending()));
            var feed = probes.ask(feedReports::last);
            var replay = probes.ask(runningReplay::find);

            List<Component> components = List.of(
                    component(Name.POSTGRESQL, () -> Component.ok(Name.POSTGRESQL, answeredIn(postgresql.answer()))),
                    component(Name.KAFKA, () -> Component.ok(Name.KAFKA, answeredIn(kafka.answer()))),
                    !redis.isConfigured()
                            ? Component.unknown(
                                    Name.REDIS, "This worker is not connected to Redis (spring.data.redis.host)")
                            : component(Name.REDIS, () -> Component.ok(Name.REDIS, answeredIn(cache.answer()))),
                    known(feed)
                            .map(report -> FeedJudge.judge(report, now))
                            .orElseGet(() -> Component.unknown(
                                    Name.PRICE_FEED, "Its reports are in PostgreSQL, which does not answer")),
                    component(Name.WORKER, () -> ofWorker(worker.answer())));
            Measurement measured =
                    known(lag).orElseGet(() -> Measurement.unknown(now, "The lag was not measured in time"));
            Optional<CountedDeadLetters> letters = known(counted);
            Optional<ReplayAnswer> running = known(replay).flatMap(found -> found);
            return answer(now, components, measured, letters, running);
        }
    }

    private StatusAnswer answer(
            Instant now,
            List<Component> components,
            Measurement lag,
            Optional<CountedDeadLetters> letters,
            Optional<ReplayAnswer> replay) {
        long defects = letters.map(counted -> counted.open().getOrDefault(DeadLetterReason.INTERNAL_ERROR, 0L))
                .orElse(0L);
        Diagnosis diagnosis = Diagnosis.of(components, lag.partitions(), lag.obstacle(), defects);
        return new StatusAnswer(
                diagnosis.status().name(),
                diagnosis.findings(),
                now,
                components.stream().map(StatusAnswer.OfComponent::of).toList(),
                lag.partitions().stream().map(StatusAnswer.OfPartition::of).toList(),
                StatusAnswer.records(lag.partitions()),
                StatusAnswer.seconds(lag.partitions()),
                lag.rates().map(StatusAnswer.OfThroughput::of).orElse(null),
                letters.map(counted -> StatusAnswer.OfDeadLetters.of(counted.open(), counted.pending()))
                        .orElse(null),
                replay.orElse(null),
                StatusAnswer.Limits.of(settings));
    }

    private static Component component(Name name, Supplier<Component> check) {
        try {
            return check.get();
        } catch (RuntimeException e) {
            return Component.down(name, FailureCauses.reason(e));
        }
    }

    /** What depends on a server that is shown as down is left out. */
    private static <T> Optional<T> known(Probes.Probe<T> probe) {
        try {
            return Optional.of(probe.answer());
        } catch (IllegalStateException _) {
            return Optional.empty();
        }
    }

    /** How long a question takes. */
    private static Callable<Duration> timed(Callable<?> question) {
        return () -> {
            long start = System.nanoTime();
            question.call();
            return Duration.ofNanos(System.nanoTime() - start);
        };
    }

    private static String answeredIn(Duration duration) {
        return "answered in " + duration.toMillis() + " ms";
    }

    private static Component ofWorker(Health health) {
        if (health.getStatus().equals(Status.UP)) {
            return new Component(Name.WORKER, Component.State.OK, Optional.empty());
        }
        String detail = health.getDetails().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
                .collect(Collectors.joining("; "));
        return health.getDetails().containsKey(ConsumerHealth.ALARM)
                ? Component.down(Name.WORKER, detail)
                : Component.warn(Name.WORKER, detail);
    }

    private static String text(@Nullable Object detail) {
        return String.valueOf(detail);
    }
}
